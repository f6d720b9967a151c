"""Categories as classes and items as properties."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Category, Definition
from imgcif_map.dictionary.summaries import summary
from imgcif_map.rdf.context import Context
from imgcif_map.rdf.datatypes import property_type
from imgcif_map.rdf.header import origin
from imgcif_map.rdf.listed import default_value
from imgcif_map.rdf.prose import Prose
from imgcif_map.rdf.states import states
from imgcif_map.rdf.terms import TYPE, Iri, Literal, Term, Triple
from imgcif_map.rdf.units import has_unit, unit_term
from imgcif_map.rdf.values import typed
from imgcif_map.rdf.vocabulary import (
    DCT,
    DDLM,
    OWL,
    QUDT,
    RDFS,
    SKOS,
    boolean,
    date,
    double,
    integer,
    text,
)


def category_triples(
    context: Context, category: Category, position: int, prose: Prose
) -> Iterator[Triple]:
    """A category as a class with its keys."""
    here = context.iri(category)
    yield here, TYPE, OWL.Class
    parent = context.dictionary.categories.get(category.parent)
    if parent is not None:
        yield here, DCT.isPartOf, context.iri(parent)
    else:
        yield here, DDLM["name.category_id"], text(category.parent)
    yield here, SKOS.prefLabel, _words(category.id.replace("_", " "))
    yield here, SKOS.notation, text(category.id)
    yield from _definition(here, category, prose)
    yield here, DDLM["definition.class"], text(category.category_class)
    yield from context.references(here, "category_key.name", category.keys, OWL.hasKey)
    yield from _common(context, here, category, position)


def item_triples(
    context: Context, item: Definition, position: int, prose: Prose
) -> Iterator[Triple]:
    """An item as a property of its category."""
    here = context.iri(item)
    kind, values = property_type(context.dictionary, item)
    yield here, TYPE, kind
    category = context.dictionary.categories.get(item.category)
    if category is not None:
        yield here, RDFS.domain, context.iri(category)
    else:
        yield here, DDLM["name.category_id"], text(item.category)
    if values is not None:
        yield here, RDFS.range, values
    yield here, SKOS.prefLabel, _words(_label(item))
    yield here, SKOS.notation, text(item.id)
    said = summary(item.id)
    if said:
        yield here, RDFS.comment, _words(said)
    yield from _definition(here, item, prose)
    yield from _type(context, here, item)
    yield from _units(here, item)
    yield from states(context, here, item, prose)
    yield from _enumeration(context, here, item)
    yield from _links(context, here, item)
    yield from _aliases(context, here, item)
    yield from _replaced(context, here, item)
    yield from _common(context, here, item, position)


def _words(words: str) -> Literal:
    return Literal(words, None, "en")


def _label(item: Definition) -> str:
    """The data name in words: ``axis: vector[1]``."""
    category, dot, name = item.id.lstrip("_").partition(".")
    spaced = name.replace("_", " ").strip()
    return f"{category.replace('_', ' ')}: {spaced}" if dot and spaced else item.id.strip("_")


def _definition(here: Iri, one: Category | Definition, prose: Prose) -> Iterator[Triple]:
    said = prose.definitions.get((one.origin, one.id.casefold()))
    if said:
        yield here, SKOS.definition, _words(said)


def _common(
    context: Context, here: Iri, one: Category | Definition, position: int
) -> Iterator[Triple]:
    if one.has_method:
        yield here, DDLM["method.purpose"], text("Evaluation")
    yield from origin(context, here, one.origin)
    yield here, DDLM.position, integer(position)


def _type(context: Context, here: Iri, item: Definition) -> Iterator[Triple]:
    for name, value in (
        ("definition.class", item.definition_class),
        ("name.object_id", item.object_id),
        ("type.purpose", item.purpose),
        ("type.source", item.source),
        ("type.container", item.container),
        ("type.contents", item.contents),
        ("type.indices", item.indices),
    ):
        if value:
            yield here, DDLM[name], text(value)
    if item.update:
        yield here, DDLM["definition.update"], date(item.update)
    yield from context.reference(here, "type.contents_referenced_id", item.contents_referenced_id)
    yield from context.reference(here, "type.indices_referenced_id", item.indices_referenced_id)
    if item.dimension:
        sizes: list[Term] = [DDLM.any if n is None else integer(n) for n in item.dimension]
        yield from context.blanks.listed(here, DDLM["type.dimension"], sizes)


def _units(here: Iri, item: Definition) -> Iterator[Triple]:
    if not item.units:
        return
    yield here, DDLM["units.code"], unit_term(item.units).own
    unit = has_unit(item.units)
    if unit is not None:
        yield here, QUDT.hasUnit, unit


def _enumeration(context: Context, here: Iri, item: Definition) -> Iterator[Triple]:
    low, high = item.range or (None, None)
    if low is not None:
        yield here, DDLM["enumeration.minimum"], double(low)
    if high is not None:
        yield here, DDLM["enumeration.maximum"], double(high)
    if not item.mandatory:
        yield here, DDLM["enumeration.mandatory"], boolean(False)
    yield from context.references(here, "enumeration.def_index_ids", item.def_index_ids)
    if item.default is None and not item.defaults:
        return
    made = typed(context.dictionary, item)
    if item.default is not None:
        predicate = DDLM["enumeration.default"]
        yield from default_value(here, predicate, item.default, made, context.blanks)
    for index, value in item.defaults.items():
        node = context.blanks.new()
        yield here, DDLM.enumeration_defaults, node
        yield from context.texts(node, "enumeration_defaults.index", index)
        predicate = DDLM["enumeration_defaults.value"]
        yield from default_value(node, predicate, value, made, context.blanks)


def _links(context: Context, here: Iri, item: Definition) -> Iterator[Triple]:
    yield from context.reference(here, "name.linked_item_id", item.linked_item)
    if item.linked_item and item.purpose.casefold() == "su":
        yield here, DDLM.measurand, context.named(item.linked_item)[0]


def _aliases(context: Context, here: Iri, item: Definition) -> Iterator[Triple]:
    for alias in dict.fromkeys(item.aliases):
        yield here, SKOS.altLabel, text(alias)
    if len(item.aliases) > 1:
        yield from context.texts(here, "alias.definition_id", item.aliases)
    if item.deprecated_aliases:
        yield from context.texts(here, "alias.deprecated", item.deprecated_aliases)


def _replaced(context: Context, here: Iri, item: Definition) -> Iterator[Triple]:
    if not item.replaced_by:
        return
    yield here, OWL.deprecated, boolean(True)
    for name in dict.fromkeys(item.replaced_by):
        if name is not None:
            yield here, DCT.isReplacedBy, context.named(name)[0]
    yield from context.references(here, "definition_replaced.by", item.replaced_by)
