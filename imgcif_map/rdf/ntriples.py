"""N-Triples, a line for each triple, and the escapes that Turtle shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from imgcif_map.rdf.terms import Blank, Iri, Literal, Triple, iri

_SPECIAL = re.compile(
    '["\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069'
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LABEL = re.compile(r"[A-Za-z0-9_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def lines(triples: Iterable[Triple]) -> Iterator[str]:
    """Each triple as a line with its line feed."""
    for subject, predicate, value in triples:
        yield f"{node(subject)} {node(predicate)} {term(value)} .\n"


def term(value: Iri | Blank | Literal) -> str:
    """A term as N-Triples and Turtle write it."""
    return literal(value) if isinstance(value, Literal) else node(value)


@lru_cache(maxsize=16384, typed=True)
def node(value: Iri | Blank) -> str:
    """An IRI in brackets or a blank node's label."""
    if isinstance(value, Blank):
        return f"_:{label(value)}"
    return f"<{iri(value)}>"


def label(value: str) -> str:
    """A blank node's label, of letters, digits and underscores."""
    if _LABEL.fullmatch(value):
        return value
    return "x" + value.encode("utf-8", "surrogatepass").hex()


def literal(value: Literal) -> str:
    """A literal with its datatype or language."""
    quoted = f'"{escaped(value.text)}"'
    if value.language:
        return f"{quoted}@{language(value.language)}"
    return f"{quoted}^^{node(value.datatype)}" if value.datatype else quoted


def language(tag: str) -> str:
    """A language tag; what is none becomes ``und``."""
    return tag if _LANGUAGE.fullmatch(tag) else "und"


def escaped(text: str) -> str:
    """Text as it may stand between double quotes."""
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # half a character: no RDF text can hold it
        return "\N{REPLACEMENT CHARACTER}"
    return _SHORT.get(character) or f"\\u{code:04X}"
