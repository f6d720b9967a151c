"""Values of the experiment: ``schema:variableMeasured``, each also a ``qudt:Quantity``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imgcif_map.rdf.dataset.builder import Builder
from imgcif_map.rdf.dataset.provenance import Origin
from imgcif_map.rdf.dataset.quantities import Measured
from imgcif_map.rdf.terms import Iri, Literal
from imgcif_map.rdf.units import unit_term, unit_triples
from imgcif_map.rdf.vocabulary import DCT, QUDT, SCHEMA, double, integer, item_iri


def describe(builder: Builder, measured: Iterable[Measured], origins: Mapping[str, Origin]) -> None:
    """One node for each value, or for the range of many."""
    units: list[str] = []
    for one in measured:
        if one.unit and unit_term(one.unit).iri == unit_term(one.unit).own:
            units.append(one.unit)
        if len(one.values) <= builder.limits.values:
            for number, value in enumerate(one.values, 1):
                node = _node(builder, one, number, origins)
                builder.add(node, SCHEMA.value, _number(builder, one, value))
                builder.add(node, QUDT.numericValue, _number(builder, one, value))
        else:
            node = _node(builder, one, 1, origins)
            low, high = one.values[0], one.values[-1]
            for predicates, value in (
                ((SCHEMA.minValue, QUDT.lowerBound), low),
                ((SCHEMA.maxValue, QUDT.upperBound), high),
            ):
                for predicate in predicates:
                    builder.add(node, predicate, _number(builder, one, value))
            builder.text(node, SCHEMA.description, f"{len(one.values)} different values")
    builder.triples += unit_triples(units)


def _number(builder: Builder, one: Measured, value: float) -> Literal:
    definition = builder.dictionary.item(one.item)
    counted = definition is not None and definition.contents.casefold() in ("integer", "count")
    return integer(int(value)) if counted and value == int(value) else double(value)


def _node(builder: Builder, one: Measured, number: int, origins: Mapping[str, Origin]) -> Iri:
    slug = "-".join(one.name.split())
    node = builder.node(f"{slug}-{number}" if number > 1 else slug)
    builder.add(builder.dataset, SCHEMA.variableMeasured, node)
    builder.types(node, SCHEMA.PropertyValue, QUDT.Quantity)
    builder.text(node, SCHEMA.name, one.name)
    if one.item:
        builder.add(node, SCHEMA.propertyID, item_iri(builder.dictionary, one.item, builder.base))
    if one.unit:
        unit = unit_term(one.unit)
        builder.add(node, QUDT.hasUnit, unit.iri)
        builder.text(node, SCHEMA.unitText, one.unit.replace("_", " "))
        builder.text(node, SCHEMA.unitCode, unit.ucum)
    if one.derived:
        builder.text(node, SCHEMA.description, f"worked out from {one.derived}")
    origin = origins.get(one.item.casefold())
    if origin is not None and not one.derived:
        builder.text(node, DCT.source, origin.path)
        builder.text(node, SCHEMA.description, origin.remark)
    return node
