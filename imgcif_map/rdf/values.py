"""Values of a CIF file as typed literals.

A value that does not have the form of its type becomes a plain string: nothing is
lost, and a shape that asks for the type finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rdf.terms import Blanks, Literal, Term, Triple
from imgcif_map.rdf.vocabulary import DDLM, XSD, text
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import form_of
from imgcif_map.rules.moments import DATE, DATETIME
from imgcif_map.rules.numbers import INTEGER, REAL
from imgcif_map.rules.valuetype import LISTS, type_of

_NUMBERS = {
    "real": re.compile(rf"({REAL})(?:\(([0-9]+)\))?"),
    "integer": re.compile(rf"({INTEGER})(?:\(([0-9]+)\))?"),
}
_COLUMNS = {
    "real": (re.compile(rf"(?>{REAL}\n)*+"), XSD.double),
    "integer": (re.compile(rf"(?>{INTEGER}\n)*+"), XSD.integer),
}
_PLAIN = frozenset({"text", "word", "code", "name", "tag", "symop", "version"})
NOT_PLAIN = re.compile(r"[^ !#-\[\]-~\n]")
"""What may need an escape between quotes."""
_DATE, _DATETIME = re.compile(DATE), re.compile(DATETIME)
Measured = tuple[Literal, Literal | None]
"""A value and its standard uncertainty, if one stands with it in parentheses."""


@dataclass(frozen=True)
class Typed:
    """Makes literals of the values of one item."""

    contents: str
    """Resolved ``_type.contents`` in lower case."""
    states: tuple[str, ...] = ()
    depth: int = 0
    """How many lists a single value stands in: 0 for Single, 2 for a Matrix."""

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """States in their own spelling by the form in which they are compared."""
        return {canonical(state, self.contents): state for state in self.states}

    def alike(self, texts: list[str]) -> str | None:
        """What follows each text between quotes if all bare ones of a column are plain values.

        None if one is a null, needs an escape, or must be looked at by itself.
        """
        joined = "\n".join(texts)
        if self.states or joined.count("\n") != len(texts) - 1:
            return None
        if self.contents in _COLUMNS:
            pattern, datatype = _COLUMNS[self.contents]
            return f"^^<{datatype}>" if pattern.fullmatch(joined + "\n") else None
        if self.contents not in _PLAIN or "." in texts or "?" in texts:
            return None
        return None if NOT_PLAIN.search(joined) else ""

    def measured(self, value: str, bare: bool) -> Measured:
        """A single value that is no null."""
        spelled = self._spellings.get(canonical(value, self.contents)) if self.states else None
        value = value if spelled is None else spelled
        pattern = _NUMBERS.get(self.contents)
        if pattern is None:
            return self._other(value), None
        number = pattern.fullmatch(value) if bare else None
        if number is None:
            return text(value), None
        kind = XSD.double if self.contents == "real" else XSD.integer
        return Literal(number[1], kind), _uncertainty(value, number[2], self.contents)

    def _other(self, value: str) -> Literal:
        if self.contents == "date" and _DATE.fullmatch(value):
            return Literal(value, XSD.date)
        if self.contents == "datetime" and _DATETIME.fullmatch(value):
            if _DATE.fullmatch(value):
                return Literal(value, XSD.date)
            return Literal(value.upper(), XSD.dateTime)
        if self.contents in ("uri", "iri"):
            form = form_of(self.contents)
            if form is not None and form.accepts(value):
                return Literal(value, XSD.anyURI)
        return text(value)

    def structured(self, value: CifValue, blanks: Blanks) -> tuple[Term, list[Triple]]:
        """A List or Table, and the triples that it is made of."""
        made: list[Triple] = []
        return self._node(value, blanks, made), made

    def _node(self, value: CifValue, blanks: Blanks, made: list[Triple]) -> Term:
        if value.is_null:
            return DDLM.unknown if value.is_unknown else DDLM.inapplicable
        if value.delimiter == Delimiter.LIST:
            items = [x for x in value.items if isinstance(x, CifValue)]
            members = [self._node(item, blanks, made) for item in items]
            holder = blanks.new()
            first, *cells = blanks.listed(holder, DDLM.entry, members)
            made += cells
            return first[2]
        if value.delimiter == Delimiter.TABLE:
            table = blanks.new()
            for key, item in (x for x in value.items if isinstance(x, tuple)):
                entry = blanks.new()
                made.append((table, DDLM.entry, entry))
                made.append((entry, DDLM["entry.key"], text(key)))
                made.append((entry, DDLM["entry.value"], self._node(item, blanks, made)))
            return table
        return self.measured(value.text, value.delimiter == Delimiter.BARE)[0]


def typed(dictionary: Dictionary, definition: Definition) -> Typed:
    """What makes literals of an item's values."""
    made = type_of(dictionary, definition)
    depth = 0
    if made.container in LISTS:
        depth = len(made.dimension) or (2 if made.container == "matrix" else 1)
    return Typed(made.contents, definition.states, depth)


def _uncertainty(value: str, digits: str | None, contents: str) -> Literal | None:
    if digits is None:
        return None
    if contents == "integer":
        return Literal(digits, XSD.integer)
    mantissa, _, rest = value.partition("(")[0].lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    # The su counts in the last digit: as an exponent, no arithmetic can blur it.
    return Literal(f"{digits}e{int(rest or 0) - decimals}", XSD.double)


def literals(dictionary: Dictionary, definition: Definition) -> Iterator[Literal]:
    """The states of an item as its values are written."""
    made = typed(dictionary, definition)
    for state in dict.fromkeys(definition.states):
        yield made.measured(state, True)[0]
