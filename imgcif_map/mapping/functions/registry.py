"""The closed registry of functions that mapping files may call.

Each function is a plain documented Python function in a module of this package,
marked with :func:`function`. Parameters are converted by their annotation:

=================== ==========================================================
annotation          what the engine passes
=================== ==========================================================
``Quantity``        the value with its unit (corrected by ``fix``)
``Record``          the first record the argument yields
``Records``         all records the argument yields, a tuple
``Lazy``            the argument unevaluated, with ``.at(record)`` to evaluate
``str int float``   a literal or a value turned into one
``Any``             Quantity for values, Records for records
=================== ==========================================================

A parameter annotated ``X | None`` also accepts a missing value; where a plain
parameter is missing, the call as a whole is missing (None) and the function is
not run. A first parameter named ``call`` receives the engine's :class:`Call`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record

Records = tuple[Record, ...]
F = TypeVar("F", bound=Callable[..., Any])
SAME_VALUE = "same_value"
"""``section`` of a function that leaves what it yields as it is: a mean is its own mean."""


class Lazy(Protocol):
    """An argument not evaluated yet."""

    text: str

    def at(self, record: Record) -> Quantity | Records | None:
        """Evaluate with ``record`` as the current record."""


class Call(Protocol):
    """What the engine offers to a running function."""

    name: str
    """Name of the function, for reports."""

    def read(self, record: Record) -> Quantity | None:
        """The corrected, unit-carrying value of a record; None (and a gap) if unusable."""

    def text(self, record: Record | None) -> str | None:
        """The value of a record as text, or None."""

    def resolve(self, reference: str, at: Record) -> Record | None:
        """The node a NeXus ``depends_on`` text names, seen from ``at``; None for ``.``."""

    def frame(self) -> NDArray[np.float64]:
        """R, shape (3, 3): ``v_imgcif = R @ v_source``. Rows are X, Y, Z."""

    def beam(self) -> NDArray[np.float64]:
        """Unit vector of the beam in source coordinates."""

    def up(self) -> NDArray[np.float64]:
        """Unit vector against gravity in source coordinates."""

    def table(self, name: str) -> Records:
        """Rows of a mapping table in this block; fields are child records."""

    def param(self, name: str) -> Any:
        """A parameter; using its default is reported as an assumption."""

    def option(self, name: str) -> Any:
        """An option of the conversion (``archive``: an ArchivePlan), or None."""

    def position(self) -> int:
        """Number of the current row in its rows, from 1."""

    def before(self, table: str) -> int:
        """Rows that a table had in the data blocks made earlier."""

    def running(self) -> NDArray[np.int64] | int:
        """Numbers of the current rows counted through the whole category, from 1."""

    def here(self) -> Record:
        """The current record."""

    def report(self, kind: str, message: str, *, records: Sequence[Record] = ()) -> None:
        """Report a gap of ``kind`` (``lossy``, ``conflict``, ``assumption`` …)."""


@dataclass(frozen=True, slots=True)
class Function:
    """A registered function and what the reference page says of it."""

    name: str
    run: Callable[..., Any]
    group: str
    result: str
    inverse: str | None
    lossy: bool
    unit: str
    section: str | None = None
    """Without an inverse: a function that gives one source value of those that become a value."""
    yields: str = ""
    """``text`` where the result is never a number."""
    states: tuple[str, ...] = ()
    """All that it yields, where these are a few words."""

    @property
    def undone_by(self) -> str | None:
        """Name of the function that leads back to a source value; ``itself`` included."""
        return self.name if self.inverse == "itself" else self.inverse or self.section

    @property
    def doc(self) -> str:
        return self.run.__doc__ or ""


def function(
    group: str,
    *,
    result: str,
    inverse: str | None = None,
    lossy: bool = False,
    unit: str = "",
    name: str | None = None,
    section: str | None = None,
    yields: str = "",
    states: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Mark a function as callable from mapping files.

    ``group``: values, records, source, geometry. ``result``: what it returns, in
    words. ``inverse``: the function that undoes it, ``itself`` or None. ``section``: where
    several values become one, a function that gives one of them back, or ``same_value``
    where the value itself is one. ``unit``: what happens to the unit, in words. ``yields``:
    ``text`` where the result is never a number; ``states``: its words, where they are few.
    """

    def mark(run: F) -> F:
        run.imgcif_map_function = Function(  # type: ignore[attr-defined]
            name or run.__name__.rstrip("_"),
            run,
            group,
            result,
            inverse,
            lossy,
            unit,
            section,
            "text" if states else yields,
            states,
        )
        return run

    return mark


def collect(*modules: Any) -> dict[str, Function]:
    """All marked functions of the modules by name; a doubled name raises ValueError."""
    found: dict[str, Function] = {}
    for module in modules:
        for entry in vars(module).values():
            marked = getattr(entry, "imgcif_map_function", None)
            if isinstance(marked, Function) and entry.__module__ == module.__name__:
                if marked.name in found:
                    raise ValueError(f"function {marked.name} is registered twice")
                found[marked.name] = marked
    return found
