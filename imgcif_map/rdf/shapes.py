"""SHACL shapes of a dictionary: what it demands of the rows that ``rows`` makes of a file.

Each category is a node shape with its class as target, each item a property shape:
Single -> one value, contents -> datatype or pattern, range -> limits, states -> ``sh:in``,
keys -> at least one value. A key is not demanded where the dictionary lets it be absent.
What SHACL cannot say without queries of its own is left to ``validate``: that keys differ,
that links lead somewhere, how large a matrix is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rdf.demanded import demanded_keys
from imgcif_map.rdf.limits import range_limits, value_constraints
from imgcif_map.rdf.rows import uncertainties, uncertainty_iri
from imgcif_map.rdf.terms import FIRST, REST, TYPE, Blanks, Iri, Term, Triple
from imgcif_map.rdf.values import typed
from imgcif_map.rdf.vocabulary import (
    BASE,
    DCT,
    OWL,
    PROV,
    RDFS,
    SH,
    checked_base,
    definition_iri,
    dictionary_iri,
    integer,
    local_name,
    text,
)
from imgcif_map.rules.valuetype import ANYTHING, LISTS, SINGLE, type_of


def shapes(dictionary: Dictionary, base: str = BASE, *, own: bool = False) -> Iterator[Triple]:
    """The shapes of all categories, or with ``own`` of the items the dictionary itself defines."""
    maker = _Maker(dictionary, checked_base(base), uncertainties(dictionary))
    here = Iri(f"{dictionary_iri(dictionary.title, base)}/shapes")
    yield here, TYPE, OWL.Ontology
    yield here, DCT.title, text(f"Shapes of {dictionary.title} {dictionary.version}".strip())
    yield here, PROV.wasDerivedFrom, dictionary_iri(dictionary.title, base)
    for category in dictionary.categories.values():
        items = [
            item
            for item in dictionary.members.get(category.id, ())
            if not own or item.origin == dictionary.title
        ]
        if items:
            yield from maker.category(category, items)


def shape_iri(definition: Definition | Category, base: str = BASE) -> Iri:
    """The shape of an item or a category: ``<base>cif_img/shapes#_axis.type``."""
    home = dictionary_iri(definition.origin, base)
    return Iri(f"{home}/shapes#{local_name(definition.id)}")


@dataclass(frozen=True)
class _Maker:
    dictionary: Dictionary
    base: str
    uncertainties: Mapping[str, Definition]
    blanks: Blanks = field(default_factory=lambda: Blanks("s"))

    def category(self, category: Category, items: list[Definition]) -> Iterator[Triple]:
        """The shape of a category, then those of its items."""
        here, target = shape_iri(category, self.base), definition_iri(category, self.base)
        demanded = {item.id for item in demanded_keys(self.dictionary, category)}
        yield here, TYPE, SH.NodeShape
        yield here, SH.targetClass, target
        later: list[Triple] = []
        for item in items:
            shape, container = shape_iri(item, self.base), type_of(self.dictionary, item).container
            yield here, SH.property, shape
            later += self.single(item, shape, container)
            if item.id in demanded:
                later.append((shape, SH.minCount, integer(1)))
            if container in LISTS:
                shape = Iri(f"{shape}/element")
                yield here, SH.property, shape
                later += self.elements(item, shape)
            later += self.limits(item, shape, target, container)
        yield from later

    def single(self, item: Definition, here: Iri, container: str) -> Iterator[Triple]:
        """There is one value, of the container and the type."""
        yield here, TYPE, SH.PropertyShape
        yield here, SH.path, definition_iri(item, self.base)
        yield here, SH.name, text(item.id)
        yield here, SH.maxCount, integer(1)
        if container == SINGLE:
            yield here, SH.nodeKind, SH.Literal
            yield from value_constraints(self.dictionary, item, here, self.blanks)
        elif container != ANYTHING:
            yield here, SH.nodeKind, SH.BlankNodeOrIRI

    def elements(self, item: Definition, here: Iri) -> Iterator[Triple]:
        """Each single value in a list is of the type."""
        yield here, TYPE, SH.PropertyShape
        yield here, SH.name, text(f"elements of {item.id}")
        steps: list[Term] = [definition_iri(item, self.base)]
        cells: list[Triple] = []
        for _ in range(typed(self.dictionary, item).depth):
            rest = self.blanks.new()
            cells.append((rest, SH.zeroOrMorePath, REST))
            steps += [rest, FIRST]
        yield from self.blanks.listed(here, SH.path, steps)
        yield from cells
        yield from value_constraints(self.dictionary, item, here, self.blanks, nulls=True)

    def limits(self, item: Definition, shape: Iri, target: Iri, container: str) -> Iterator[Triple]:
        """The range of an item. A value with an uncertainty may lie beyond it."""
        ends = range_limits(self.dictionary, item)
        if container != SINGLE or item.purpose.casefold() != "measurand":
            yield from ((shape, predicate, end) for predicate, end in ends)
            return
        if not ends:
            return
        apart = Iri(f"{shape}/range")
        within, uncertain = self.blanks.new(), self.blanks.new()
        yield apart, TYPE, SH.NodeShape
        yield apart, SH.targetClass, target
        yield apart, RDFS.label, text(f"range of {item.id}")
        yield from self.blanks.listed(apart, SH["or"], [within, uncertain])
        yield within, SH.path, definition_iri(item, self.base)
        yield from ((within, predicate, end) for predicate, end in ends)
        yield uncertain, SH.path, uncertainty_iri(self.uncertainties, item, self.base)
        yield uncertain, SH.minCount, integer(1)
