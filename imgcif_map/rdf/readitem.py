"""One class or property of a dictionary's graph -> category or item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from imgcif_map.dictionary.model import Category, Definition
from imgcif_map.rdf.graph import Lookup
from imgcif_map.rdf.listed import default_text
from imgcif_map.rdf.terms import Iri, Literal, Subject, Term
from imgcif_map.rdf.vocabulary import CIFUNIT, DCT, DDLM, OWL, RDFS, SKOS


@dataclass(frozen=True)
class Names:
    """Names as the definitions of a graph spell them, by node."""

    by_node: Mapping[Subject, str]

    def named(self, graph: Lookup, node: Subject, attribute: str) -> str | None:
        """The name in an attribute that refers to an item; None if it is absent."""
        written = graph.maybe(node, DDLM[attribute + "_written"])
        if written is not None:
            return written
        target = graph.node(node, DDLM[attribute])
        return None if target is None else self.by_node.get(target)

    def listed(
        self, graph: Lookup, node: Subject, attribute: str, predicate: Iri | None = None
    ) -> tuple[str | None, ...]:
        """The names in an attribute that refers to several; None for ``ddlm:withdrawn``."""
        members = graph.listed(node, DDLM[attribute + "_written"])
        members = members or graph.listed(node, predicate or DDLM[attribute])
        return tuple(self._name(member) for member in members)

    def _name(self, member: Term) -> str | None:
        if isinstance(member, Literal):
            return member.text
        if member == DDLM.withdrawn:
            return None
        if member not in self.by_node:
            raise ValueError(f"{member} is not defined")
        return self.by_node[member]


def category_of(graph: Lookup, node: Subject, names: Names, origin: str) -> Category:
    """The category that a class stands for."""
    keys = names.listed(graph, node, "category_key.name", OWL.hasKey)
    return Category(
        id=names.by_node[node],
        category_class=graph.text(node, DDLM["definition.class"]),
        parent=_home(graph, node, names, DCT.isPartOf),
        keys=tuple(key for key in keys if key is not None),
        has_method=graph.maybe(node, DDLM["method.purpose"]) is not None,
        origin=origin,
    )


def item_of(graph: Lookup, node: Subject, names: Names, origin: str) -> Definition:
    """The item that a property stands for."""

    def text(name: str) -> str:
        return graph.text(node, DDLM[name])

    indices = names.listed(graph, node, "enumeration.def_index_ids")
    return Definition(
        id=names.by_node[node],
        category=_home(graph, node, names, RDFS.domain),
        object_id=text("name.object_id"),
        definition_class=text("definition.class"),
        purpose=text("type.purpose"),
        source=text("type.source"),
        container=text("type.container"),
        contents=text("type.contents"),
        contents_referenced_id=names.named(graph, node, "type.contents_referenced_id"),
        indices=text("type.indices"),
        indices_referenced_id=names.named(graph, node, "type.indices_referenced_id"),
        dimension=_dimension(graph, node),
        units=_units(graph, node),
        range=_range(graph, node),
        states=_states(graph, node),
        mandatory=graph.maybe(node, DDLM["enumeration.mandatory"]) != "false",
        default=default_text(graph, node, DDLM["enumeration.default"]),
        def_index_ids=tuple(name for name in indices if name is not None),
        defaults=_defaults(graph, node),
        linked_item=names.named(graph, node, "name.linked_item_id"),
        aliases=_aliases(graph, node),
        deprecated_aliases=_texts(graph, node, "alias.deprecated"),
        replaced_by=names.listed(graph, node, "definition_replaced.by"),
        has_method=graph.maybe(node, DDLM["method.purpose"]) is not None,
        update=text("definition.update"),
        origin=origin,
    )


def _home(graph: Lookup, node: Subject, names: Names, predicate: Iri) -> str:
    """The category that something belongs to."""
    home = graph.node(node, predicate)
    if home is None:
        return graph.text(node, DDLM["name.category_id"])
    return names.by_node.get(home, "")


def _texts(graph: Lookup, node: Subject, attribute: str) -> tuple[str, ...]:
    return tuple(x.text for x in graph.listed(node, DDLM[attribute]) if isinstance(x, Literal))


def _aliases(graph: Lookup, node: Subject) -> tuple[str, ...]:
    several = _texts(graph, node, "alias.definition_id")
    single = graph.maybe(node, SKOS.altLabel)
    return several or (() if single is None else (single,))


def _dimension(graph: Lookup, node: Subject) -> tuple[int | None, ...]:
    sizes = graph.listed(node, DDLM["type.dimension"])
    return tuple(int(x.text) if isinstance(x, Literal) else None for x in sizes)


def _units(graph: Lookup, node: Subject) -> str:
    unit = graph.node(node, DDLM["units.code"])
    if unit is None:
        return ""
    stated = graph.maybe(unit, SKOS.notation)
    return stated if stated is not None else unquote(unit.removeprefix(str(CIFUNIT)))


def _range(graph: Lookup, node: Subject) -> tuple[float | None, float | None] | None:
    low = graph.maybe(node, DDLM["enumeration.minimum"])
    high = graph.maybe(node, DDLM["enumeration.maximum"])
    if low is None and high is None:
        return None
    return (None if low is None else float(low), None if high is None else float(high))


def _states(graph: Lookup, node: Subject) -> tuple[str, ...]:
    concepts = graph.listed(node, DDLM["enumeration_set.state"])
    return tuple(graph.text(x, SKOS.notation) for x in concepts if not isinstance(x, Literal))


def _defaults(graph: Lookup, node: Subject) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for entry in graph.values(node, DDLM.enumeration_defaults):
        if not isinstance(entry, Literal):
            index = _texts(graph, entry, "enumeration_defaults.index")
            predicate = DDLM["enumeration_defaults.value"]
            found[index] = default_text(graph, entry, predicate) or ""
    return found
