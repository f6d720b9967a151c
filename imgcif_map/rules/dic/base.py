"""What rules on dictionaries have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, replace

from imgcif_map.cif.document import Column, Container, Frame, Position
from imgcif_map.dictionary.attributes import definition_of
from imgcif_map.dictionary.import_get import IMPORT
from imgcif_map.findings import Finding, Location
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.dic.subject import Own, Subject
from imgcif_map.rules.positions import most_positions
from imgcif_map.rules.valuetype import Described


@dataclass(frozen=True, eq=False)
class DictionaryContext(Context):
    """A dictionary as a document, held against ddl.dic, and as a dictionary."""

    subject: Subject | None = None

    def described(self, frame: Frame) -> Described | None:
        """The item that a frame defines, its imports carried out.

        None for a category and for an item whose type is not known here.
        """
        subject = self.subject
        own = subject.own.get(frame.name.casefold()) if subject else None
        if subject is None or own is None or own.container is not frame:
            return None
        if own.full.is_category or own.lacking:
            return None
        if subject.is_template and not own.full.text("_type.contents"):
            return None
        dictionary, key = subject.dictionary, own.full.id.casefold()
        # As a rule it is compiled already; a second definition of a name never is.
        if subject.definitions.get(key) is own.full and key in dictionary.definitions:
            return Described(dictionary.definitions[key], dictionary)
        return Described(definition_of(own.full, []), dictionary)


class DictionaryRule(Rule):
    """A rule on a dictionary; it says nothing of any other document."""

    def check(self, context: Context) -> Iterator[Finding]:
        """All findings on the dictionary, one per root cause."""
        if isinstance(context, DictionaryContext) and context.subject is not None:
            block = context.subject.block.name
            for finding in self.lint(context.subject):
                yield replace(finding, location=replace(finding.location, block=block))

    @abstractmethod
    def lint(self, subject: Subject) -> Iterator[Finding]:
        """All findings on a dictionary's own definitions, one per root cause."""

    def report(
        self,
        message: str,
        where: Own | Container,
        attribute: str = "",
        rows: Sequence[int] | None = None,
        *,
        hint: str = "",
        why: str = "",
        value: str | None = None,
    ) -> Finding:
        """A finding at rows of an attribute, at its name, or at the frame if it is not there.

        What comes in by an import is found at the ``_import.get``; rows are then left out.
        """
        container = where.container if isinstance(where, Own) else where
        column = _column(where, attribute)
        count = 1
        if column is None:
            places = [container.position]
        elif rows is None or column.key != attribute.casefold():
            places = [_place(column)]
        else:
            places = [column.position(row) for row in rows[: most_positions()]]
            count = max(1, len(rows))
        frame = container.name if isinstance(container, Frame) else None
        made = self._made(message, frame, attribute, places, count)
        return replace(made, hint=hint, why=why, value=value)

    def report_all(
        self,
        message: str,
        where: Sequence[Own],
        attribute: str = "",
        *,
        hint: str = "",
        why: str = "",
        value: str | None = None,
    ) -> Finding:
        """One finding on several definitions, at an attribute of each or at their frames."""
        places = []
        for own in where[: most_positions()]:
            column = _column(own, attribute)
            places.append(_place(column) if column else own.container.position)
        first = where[0].container.name
        made = self._made(message, first, attribute, places, len(where))
        return replace(made, hint=hint, why=why, value=value)

    def _made(
        self, message: str, frame: str | None, attribute: str, places: list[Position], count: int
    ) -> Finding:
        known = tuple((place.line, place.column) for place in places if place.line)
        line, at = known[0] if known else (0, 0)
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=message,
            location=Location(line=line, column=at, frame=frame, item=attribute or None),
            spec_url=self.spec_url,
            count=count,
            positions=known,
        )


def _place(column: Column) -> Position:
    """Of a single value that, of a looped attribute its name."""
    return column.position(0) if len(column) == 1 else column.name_position


def few(odd: Sized, all_of: Sized) -> bool:
    """True if so few differ from all others that each of them looks like a slip."""
    return len(odd) <= max(1, len(all_of) // 20)


def _column(where: Own | Container, attribute: str) -> Column | None:
    """Where an attribute comes from: written here, or brought by an import; None if neither."""
    if not isinstance(where, Own):
        return where.column(attribute)
    written = where.container.column(attribute)
    if written is None and where.full.says(attribute):
        return where.container.column(IMPORT)
    return written


def listed(names: Iterable[str], most: int = 5) -> str:
    """``a, b, c and 12 more``."""
    known = list(names)
    if len(known) <= most + 1:
        return ", ".join(known)
    return f"{', '.join(known[:most])} and {len(known) - most} more"
