"""Defaults that are lists: as RDF lists, and back to the text they were."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.rdf.graph import Lookup
from imgcif_map.rdf.terms import (
    FIRST,
    NIL,
    REST,
    Blank,
    Blanks,
    Iri,
    Literal,
    Subject,
    Term,
    Triple,
)
from imgcif_map.rdf.values import Typed

_WORD = re.compile(r"[\[\]]|[^\[\] ]+")
_PLAIN = re.compile(r"\[[^{}'\"#\s]*(?: [^{}'\"#\s]+)*\]")
_DEEPEST = 20


def default_value(
    subject: Subject, predicate: Iri, text: str, made: Typed, blanks: Blanks
) -> Iterator[Triple]:
    """A default as a literal; one that is a plain list, ``[1 0 0]``, as a list of literals."""
    if made.depth and _PLAIN.fullmatch(text):
        cells: list[Triple] = []
        head = _head(_WORD.findall(text), made, blanks, cells)
        if head is not None and _text(Lookup(cells), head) == text:
            yield subject, predicate, head
            yield from cells
            return
    yield subject, predicate, Literal(text)


def default_text(graph: Lookup, subject: Subject, predicate: Iri) -> str | None:
    """The text of a default; None if there is none."""
    value = graph.value(subject, predicate)
    return None if value is None else _text(graph, value)


def _head(words: list[str], made: Typed, blanks: Blanks, cells: list[Triple]) -> Term | None:
    """The list that the words are, or None if brackets do not match."""
    levels: list[list[Term]] = [[]]
    for word in words:
        if word == "[":
            levels.append([])
        elif word != "]":
            levels[-1].append(_member(word, made))
        elif len(levels) < 2:
            return None
        else:
            members = levels.pop()
            # The first triple leads to the list from a subject; the caller has its own.
            first, *rest = blanks.listed(Iri(FIRST), FIRST, members)
            cells += rest
            levels[-1].append(first[2])
        if len(levels) > _DEEPEST:
            return None
    return levels[0][0] if len(levels) == 1 and len(levels[0]) == 1 else None


def _member(word: str, made: Typed) -> Literal:
    literal, uncertainty = made.measured(word, True)
    return Literal(word) if uncertainty or literal.text != word else literal


def _text(graph: Lookup, value: Term, depth: int = 0) -> str:
    if isinstance(value, Literal):
        return value.text
    members: list[str] = []
    seen: set[Term] = set()
    while isinstance(value, Blank) and value not in seen and depth <= _DEEPEST:
        seen.add(value)
        member, rest = graph.value(value, FIRST), graph.value(value, REST)
        members.append("" if member is None else _text(graph, member, depth + 1))
        value = NIL if rest is None else rest
    return f"[{' '.join(members)}]"
