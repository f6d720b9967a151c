"""Triples gathered by subject: what Turtle and JSON-LD need to nest nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from imgcif_map.rdf.terms import FIRST, NIL, REST, Blank, Iri, Literal, Subject, Term, Triple
from imgcif_map.rdf.vocabulary import PREFIXES

Properties = dict[Iri, dict[Term, None]]


@dataclass
class Nodes:
    """Properties by subject, in the order in which they came; nothing stands twice."""

    by_subject: dict[Subject, Properties] = field(default_factory=dict)
    references: dict[Blank, int] = field(default_factory=dict)
    """How often a blank node is the value of something."""
    nested: set[Blank] = field(default_factory=set)
    """Blank nodes written where they are referred to: once, and not in a circle."""

    def list_of(self, head: Term) -> list[Term] | None:
        """The members of a well-formed list whose cells nobody else refers to."""
        members: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            cell = self.by_subject.get(head) if isinstance(head, Blank) else None
            if (
                cell is None
                or head in seen
                or head not in self.nested
                or set(cell) != {FIRST, REST}
            ):
                return None
            first, rest = cell[FIRST], cell[REST]
            if len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            members += first
            head = next(iter(rest))
        return members


def gathered(triples: Iterable[Triple]) -> Nodes:
    """The triples by subject."""
    nodes = Nodes()
    for subject, predicate, value in triples:
        values = nodes.by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values and isinstance(value, Blank):
            nodes.references[value] = nodes.references.get(value, 0) + 1
        values[value] = None
    nodes.nested = _nested(nodes)
    return nodes


def _nested(nodes: Nodes) -> set[Blank]:
    """Blank nodes with one reference that are reached from a node which stands by itself."""
    single = {b for b, count in nodes.references.items() if count == 1 and b in nodes.by_subject}
    found: set[Blank] = set()
    open_nodes: list[Subject] = [s for s in nodes.by_subject if s not in single]
    while open_nodes:
        for values in nodes.by_subject[open_nodes.pop()].values():
            for value in values:
                if isinstance(value, Blank) and value in single and value not in found:
                    found.add(value)
                    open_nodes.append(value)
    return found


def used_iris(nodes: Nodes) -> set[Iri]:
    """Every IRI of a graph, those of datatypes included."""
    found: set[Iri] = set()
    for subject, properties in nodes.by_subject.items():
        if isinstance(subject, Iri):
            found.add(subject)
        found.update(properties)
        for values in properties.values():
            for value in values:
                if isinstance(value, Iri):
                    found.add(value)
                elif isinstance(value, Literal) and value.datatype:
                    found.add(value.datatype)
    return found


def all_prefixes(more: Mapping[str, str] | None) -> dict[str, str]:
    """Ours and further ones, by name."""
    return dict(sorted({**PREFIXES, **(more or {})}.items()))


def split(name: str, starts: Mapping[str, str]) -> tuple[str, str] | None:
    """An IRI as prefix and rest; ``starts`` has prefixes by namespace."""
    for end in ("#", "/"):
        at = name.find("#") if end == "#" else name.rfind("/")
        if at >= 0 and (prefix := starts.get(name[: at + 1])) is not None:
            return prefix, name[at + 1 :]
    return None
