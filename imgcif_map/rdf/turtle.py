"""Turtle: subjects in the order in which they came, blank nodes and lists nested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from imgcif_map.rdf.nodes import Nodes, Properties, all_prefixes, gathered, split, used_iris
from imgcif_map.rdf.ntriples import escaped, language, node
from imgcif_map.rdf.terms import TYPE, Blank, Iri, Literal, Term, Triple, iri

_LOCAL = re.compile(
    r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*(?<![.])", re.ASCII
)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?[0-9]+\.[0-9]+E[+-]?[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_DEEP = 50
"""Nodes are nested so deep and no deeper."""


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None) -> Iterator[str]:
    """The graph as Turtle, in pieces; prefixes that nothing uses are left out."""
    writer = _Writer(gathered(triples), all_prefixes(prefixes))
    yield from writer.head()
    for subject, properties in writer.nodes.by_subject.items():
        if subject in writer.nodes.nested:
            continue
        yield f"\n{writer.term(subject)}\n    {writer.properties(properties, 1)} .\n"
        while writer.late:
            blank = writer.late.pop(0)
            listed = writer.properties(writer.nodes.by_subject[blank], 1)
            yield f"\n{node(blank)}\n    {listed} .\n"


class _Writer:
    def __init__(self, nodes: Nodes, prefixes: Mapping[str, str]) -> None:
        self.nodes = nodes
        self.late: list[Blank] = []
        """Nodes too deep to be nested."""
        starts = {start: name for name, start in prefixes.items()}
        self._short: dict[Iri, str] = {}
        used: set[str] = set()
        for name in used_iris(nodes):
            found = split(name, starts)
            if found is not None and _LOCAL.fullmatch(found[1]):
                self._short[name] = ":".join(found)
                used.add(found[0])
        self._prefixes = [(name, start) for name, start in prefixes.items() if name in used]

    def head(self) -> Iterator[str]:
        for name, start in self._prefixes:
            yield f"@prefix {name}: <{iri(start)}> .\n"

    def properties(self, properties: Properties, level: int) -> str:
        space = "\n" + "    " * level
        order = sorted(properties, key=lambda predicate: predicate != TYPE)
        return f" ;{space}".join(
            f"{'a' if predicate == TYPE else self.term(predicate)} "
            + ", ".join(self.value(value, level) for value in properties[predicate])
            for predicate in order
        )

    def value(self, value: Term, level: int) -> str:
        if isinstance(value, Blank) and value in self.nodes.nested:
            members = self.nodes.list_of(value)
            if level > _DEEP:
                self.late.append(value)
                return node(value)
            if members is not None:
                return f"( {' '.join(self.value(x, level + 1) for x in members)} )"
            space = "\n" + "    " * level
            inner = self.properties(self.nodes.by_subject[value], level + 1)
            return f"[{space}    {inner}{space}]"
        return self.term(value)

    def term(self, value: Term) -> str:
        if isinstance(value, Literal):
            return self.literal(value)
        if isinstance(value, Blank):
            return node(value)
        return self._short.get(value) or node(value)

    def literal(self, value: Literal) -> str:
        if value.datatype and not value.language:
            bare = _BARE.get(value.datatype)
            if bare is not None and bare.fullmatch(value.text):
                return value.text
            return f'"{escaped(value.text)}"^^{self.term(value.datatype)}'
        quoted = f'"{escaped(value.text)}"'
        return f"{quoted}@{language(value.language)}" if value.language else quoted
