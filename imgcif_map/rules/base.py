"""What every rule is: class attributes, a docstring with four sections, ``check``."""

from __future__ import annotations

import inspect
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from imgcif_map.findings import Finding, Location, Severity
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.positions import most_positions

SECTIONS = ("What", "Why", "Fails", "Passes")
DDL = "https://github.com/COMCIFS/DDLm/blob/main/ddl.dic"
IMGCIF = "https://github.com/COMCIFS/imgCIF"
_LONGEST_VALUE = 80


class Rule(ABC):
    """One rule. Its docstring, sections What, Why, Fails, Passes, is its documentation."""

    code: ClassVar[str]
    """Stable, never reused: ``DDL010``."""
    name: ClassVar[str]
    """Readable name: ``enumeration-state``."""
    severity: ClassVar[Severity] = Severity.ERROR
    optional: ClassVar[bool] = False
    """Runs only if it is selected, or given a severity, by its own code or name."""
    needs_profile: ClassVar[bool] = False
    """Says nothing unless a profile is asked for."""
    aliases: ClassVar[tuple[str, ...]] = ()
    """Other names that ``--select``, ``--ignore`` and ``explain`` take."""
    spec_url: ClassVar[str] = DDL
    since: ClassVar[str] = "0.1.0"

    @abstractmethod
    def check(self, context: Context) -> Iterator[Finding]:
        """All findings on one document, one per root cause."""

    def finding(
        self,
        message: str,
        column: DataColumn | None = None,
        rows: Sequence[int] | None = None,
        *,
        block: str | None = None,
        frame: str | None = None,
        category: str | None = None,
        hint: str = "",
        why: str = "",
        value: str | None = None,
    ) -> Finding:
        """A finding at the given rows of a column, or at its data name if ``rows`` is None."""
        places: tuple[tuple[int, int], ...] = ()
        item, path = None, ""
        if column is not None:
            item, path = column.name, column.path
            block, frame = column.block, column.frame
            if column.definition is not None:
                category = category or column.definition.category
            places = _positions(column, rows)
            if rows and value is None:
                value = _short(column.texts[rows[0]])
        line, at = places[0] if places else (0, 0)
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=message,
            location=Location(path, line, at, block, frame, category, item),
            hint=hint,
            spec_url=self.spec_url,
            value=value,
            count=max(1, len(rows or ())),
            positions=places,
            why=why,
        )

    @classmethod
    def sections(cls) -> dict[str, str]:
        """The docstring's sections by heading, dedented; the first line is ``Summary``."""
        return sections_of(cls.__doc__ or "")


def _positions(column: DataColumn, rows: Sequence[int] | None) -> tuple[tuple[int, int], ...]:
    if rows is None:
        places = [column.column.name_position]
    else:
        places = [column.column.position(row) for row in rows[: most_positions()]]
    return tuple((place.line, place.column) for place in places if place.line)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "..."


def sections_of(docstring: str) -> dict[str, str]:
    """``{"Summary": …, "What": …}`` of a docstring whose headings stand alone on a line."""
    found: dict[str, list[str]] = {"Summary": []}
    heading = "Summary"
    for line in inspect.cleandoc(docstring).splitlines():
        if line.strip() in SECTIONS and re.match(r"\S", line):
            heading = line.strip()
            found[heading] = []
        else:
            found[heading].append(line)
    return {name: inspect.cleandoc("\n" + "\n".join(lines)) for name, lines in found.items()}
