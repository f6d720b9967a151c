"""JSON-LD with its context inlined: a flat list of nodes, blank nodes and lists nested."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from imgcif_map.rdf.nodes import Nodes, all_prefixes, gathered, split, used_iris
from imgcif_map.rdf.ntriples import label, language
from imgcif_map.rdf.terms import NIL, TYPE, Blank, Iri, Literal, Subject, Term, Triple, iri

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_DEEP = 50
_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None) -> Iterator[str]:
    """The graph as JSON-LD, in pieces: ``@context`` and ``@graph``, a node on each line."""
    writer = _Writer(gathered(triples), all_prefixes(prefixes))
    yield f'{{"@context": {safe_json(writer.context)},\n "@graph": ['
    comma = ""
    for node in writer.written():
        yield f"{comma}\n  {safe_json(node)}"
        comma = ","
    yield "\n]}\n"


def safe_json(value: object) -> str:
    """JSON that may stand in the ``<script>`` of a page, and steers no terminal."""
    return _UNSAFE.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False)
    )


class _Writer:
    def __init__(self, nodes: Nodes, prefixes: Mapping[str, str]) -> None:
        self.nodes = nodes
        self.late: list[Blank] = []
        iris = used_iris(nodes)
        # An IRI whose scheme is called like a prefix would be taken for an abbreviation.
        schemes = {name.partition(":")[0] for name in iris}
        known = {name: start for name, start in prefixes.items() if name not in schemes}
        starts = {start: name for name, start in known.items()}
        self._short: dict[Iri, str] = {}
        used: set[str] = set()
        for name in iris:
            found = split(name, starts)
            if found is not None and not found[1].startswith("//"):
                self._short[name] = ":".join(found)
                used.add(found[0])
        self.context = {name: iri(start) for name, start in known.items() if name in used}

    def written(self) -> Iterator[dict[str, Any]]:
        for subject in self.nodes.by_subject:
            if subject not in self.nodes.nested:
                yield self.node(subject, 1)
                while self.late:
                    yield self.node(self.late.pop(0), 1)

    def node(self, subject: Subject, level: int, *, named: bool = True) -> dict[str, Any]:
        made: dict[str, Any] = {"@id": self.name(subject)} if named else {}
        for predicate, values in self.nodes.by_subject[subject].items():
            if predicate == TYPE and not any(isinstance(v, Literal) for v in values):
                types = [self.name(v) for v in values if not isinstance(v, Literal)]
                made["@type"] = types[0] if len(types) == 1 else types
                continue
            found = [self.value(value, level) for value in values]
            made[self.name(predicate)] = found[0] if len(found) == 1 else found
        return made

    def value(self, value: Term, level: int) -> Any:
        if isinstance(value, Literal):
            return self.literal(value)
        members = self.nodes.list_of(value) if value == NIL or value in self.nodes.nested else None
        if members is not None and level < _DEEP:
            return {"@list": [self.value(member, level + 1) for member in members]}
        if isinstance(value, Blank) and value in self.nodes.nested:
            if level < _DEEP:
                return self.node(value, level + 1, named=False)
            self.late.append(value)
        return {"@id": self.name(value)}

    def name(self, value: Subject) -> str:
        if isinstance(value, Blank):
            return f"_:{label(value)}"
        return self._short.get(value) or iri(value)

    def literal(self, value: Literal) -> Any:
        text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value.text)
        if value.language:
            return {"@value": text, "@language": language(value.language)}
        if value.datatype is None or value.datatype == _XSD + "string":
            return text
        if value.datatype == _XSD + "integer" and _INTEGER.fullmatch(text):
            return int(text)
        if value.datatype == _XSD + "boolean" and text in ("true", "false"):
            return text == "true"
        return {"@value": text, "@type": self.name(value.datatype)}
