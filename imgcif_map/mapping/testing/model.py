"""What an embedded test came to: problems with the rows that differ and their origin."""

from __future__ import annotations

from dataclasses import dataclass, field

from imgcif_map.errors import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class DifferentRow:
    """One row of a column that is not as expected; all as people read it."""

    number: int
    """From 1 on."""
    expected: str
    found: str
    difference: str = ""
    """Found less expected, of numbers."""


@dataclass(frozen=True, slots=True)
class Made:
    """How the mapping came to a value."""

    kind: str
    """As in the provenance of a conversion: source, value, assumption, generated, answer."""
    place: Place = NOWHERE
    """Where the item stands in the mapping."""
    sources: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    units: tuple[str, str] = ("", "")
    """From and to, if they differ."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as a test expects, or (as a warning) one that may be meant otherwise.

    ``kind``: ``value``, ``rows`` (another number of them), ``absent``, ``name`` (none of the
    dictionary's), ``gap``, ``unused`` (an overlay that does not apply), ``class`` (a group is of
    another one), ``error`` (no conversion at all), ``unread`` (a warning: no path reads the key).
    """

    kind: str
    message: str
    """One sentence, without the place."""
    place: Place
    """Where in the test the expectation stands."""
    item: str = ""
    rows: tuple[DifferentRow, ...] = ()
    """The first rows that differ."""
    differ: int = 0
    """How many rows differ altogether."""
    alike: int = 0
    """Rows that are as expected."""
    made: tuple[Made, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why there is no value; for gaps: those that were reported."""
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.message}{hint}"


@dataclass(frozen=True, slots=True)
class TestResult:
    """One embedded test; no problems means it passed."""

    __test__ = False

    mapping: str
    name: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    place: Place = field(default=NOWHERE)
    """Where the test stands."""
    seconds: float = field(default=0.0, compare=False)

    @property
    def passed(self) -> bool:
        return not self.problems
