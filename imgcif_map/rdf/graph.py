"""Triples to be looked up by subject and predicate, and graphs read from files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from imgcif_map.errors import UnreadableInput
from imgcif_map.rdf.output import SUFFIXES, Form, from_rdflib
from imgcif_map.rdf.terms import FIRST, NIL, REST, TYPE, Blank, Iri, Literal, Subject, Term, Triple

_PARSERS = {Form.TURTLE: "turtle", Form.JSONLD: "json-ld", Form.NTRIPLES: "nt"}
LARGEST = 200_000_000
"""Bytes of a file that is read."""


class Lookup:
    """A graph by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._facts: dict[Subject, dict[Iri, list[Term]]] = {}
        self._typed: dict[Term, list[Subject]] = {}
        for subject, predicate, value in triples:
            values = self._facts.setdefault(subject, {}).setdefault(predicate, [])
            values.append(value)
            if predicate == TYPE:
                self._typed.setdefault(value, []).append(subject)

    def instances(self, *types: Iri) -> list[Subject]:
        """What is of one of the types, each once."""
        return list(dict.fromkeys(s for one in types for s in self._typed.get(one, ())))

    def values(self, subject: Subject, predicate: Iri) -> list[Term]:
        """All values of a property."""
        return self._facts.get(subject, {}).get(predicate, [])

    def value(self, subject: Subject, predicate: Iri) -> Term | None:
        """The value of a property; the first of several."""
        found = self.values(subject, predicate)
        return found[0] if found else None

    def node(self, subject: Subject, predicate: Iri) -> Subject | None:
        """The node that is the value of a property."""
        found = self.value(subject, predicate)
        return None if isinstance(found, Literal) else found

    def text(self, subject: Subject, predicate: Iri) -> str:
        """The text of a literal; "" if there is none."""
        return self.maybe(subject, predicate) or ""

    def maybe(self, subject: Subject, predicate: Iri) -> str | None:
        """The text of a literal; None if there is none."""
        found = self.value(subject, predicate)
        return found.text if isinstance(found, Literal) else None

    def listed(self, subject: Subject, predicate: Iri) -> list[Term]:
        """The members of a list; [] if there is none."""
        members: list[Term] = []
        cell = self.value(subject, predicate)
        seen: set[Term] = set()
        while isinstance(cell, Iri | Blank) and cell != NIL and cell not in seen:
            seen.add(cell)
            members += self.values(cell, FIRST)[:1]
            cell = self.value(cell, REST)
        return members


def read_graph(path: Path) -> Lookup:
    """A file in Turtle, JSON-LD or N-Triples, as its name says."""
    form = SUFFIXES.get(path.suffix.casefold())
    if form is None:
        raise UnreadableInput(f"{path}: the name ends in none of {', '.join(SUFFIXES)}")
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableInput(f"{path}: larger than {LARGEST // 10**6} MB")
        data = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"cannot read {path}: {error}") from None
    return parse_graph(data, form, str(path))


def parse_graph(data: str, form: Form, name: str = "the graph") -> Lookup:
    """A text in one of the serialisations. A context that JSON-LD points at is not fetched."""
    from rdflib import Graph

    if form is Form.JSONLD:
        _refuse_remote_context(data, name)
    try:
        graph = Graph().parse(data=data, format=_PARSERS[form])
    except Exception as error:  # noqa: BLE001  rdflib's parsers raise whatever comes to them
        raise UnreadableInput(f"{name} is no {form}: {str(error).splitlines()[0]}") from None
    return Lookup(from_rdflib(graph))


def _refuse_remote_context(data: str, name: str) -> None:
    import json

    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{name} is no JSON: {error}") from None
    open_values = [loaded]
    while open_values:
        one = open_values.pop()
        if isinstance(one, list):
            open_values += one
        elif isinstance(one, dict):
            context = one.get("@context", {})
            remote = context if isinstance(context, list) else [context]
            if any(isinstance(x, str) or (isinstance(x, dict) and "@import" in x) for x in remote):
                raise UnreadableInput(f"{name}: its @context is not in the file itself")
            open_values += one.values()
