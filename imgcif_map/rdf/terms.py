"""RDF terms and triples as plain Python values: no library is needed to make a graph.

A graph is any iterable of triples in the order in which it is to be read; writers
keep that order (see :mod:`imgcif_map.rdf.output`), so equal input gives equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Iri(str):
    """An absolute IRI; make it with :func:`iri` where its text comes from outside."""

    __slots__ = ()


class Blank(str):
    """The label of a blank node; :class:`Blanks` gives them out."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal; without datatype and language it is a plain string."""

    text: str
    datatype: Iri | None = None
    language: str = ""


Subject = Iri | Blank
Term = Iri | Blank | Literal
Triple = tuple[Subject, Iri, Term]

_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIRST, REST, NIL, TYPE = (Iri(_RDF + name) for name in ("first", "rest", "nil", "type"))


def iri(text: str) -> Iri:
    """An IRI with everything percent-encoded that may not stand in one."""
    if _FORBIDDEN.search(text) is None and _BIDI.search(text) is None:
        return Iri(text)
    return Iri(_BIDI.sub(_encoded, _FORBIDDEN.sub(_encoded, text)))


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


class Blanks:
    """Gives out labels of blank nodes, the same ones each time."""

    def __init__(self, prefix: str = "b") -> None:
        self._prefix = prefix
        self._given = 0

    def new(self) -> Blank:
        """A blank node of its own."""
        self._given += 1
        return Blank(f"{self._prefix}{self._given}")

    def listed(self, subject: Subject, predicate: Iri, members: Sequence[Term]) -> Iterator[Triple]:
        """``subject predicate ( members )``, an RDF list; order is kept."""
        cells = [self.new() for _ in members]
        yield subject, predicate, cells[0] if cells else NIL
        for number, (cell, member) in enumerate(zip(cells, members, strict=True), 1):
            yield cell, FIRST, member
            yield cell, REST, cells[number] if number < len(cells) else NIL
