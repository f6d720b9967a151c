"""A dictionary as OWL and SKOS: categories are classes, items properties, states concepts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rdf import ddlm
from imgcif_map.rdf.context import Context
from imgcif_map.rdf.header import header
from imgcif_map.rdf.items import category_triples, item_triples
from imgcif_map.rdf.prose import Prose, read_prose
from imgcif_map.rdf.terms import Triple
from imgcif_map.rdf.units import unit_triples
from imgcif_map.rdf.vocabulary import BASE, PREFIXES, checked_base, dictionary_namespace, local_name

_PREFIX = re.compile(r"[a-z][a-z0-9_]*")


def ontology(
    dictionary: Dictionary, base: str = BASE, *, own: bool = False, prose: Prose | None = None
) -> Iterator[Triple]:
    """The graph of a dictionary with everything that it imports.

    ``own`` leaves out what other dictionaries define, and imports their ontologies
    instead. ``prose`` are definitions in words; without it they are read from the
    files of the dictionary, of which condensed ones have none.
    """
    context = Context(dictionary, checked_base(base))
    said = read_prose(dictionary) if prose is None else prose

    def wanted(one: Category | Definition) -> bool:
        return not own or one.origin == dictionary.title

    yield from header(context, own=own)
    for position, category in enumerate(dictionary.categories.values()):
        if wanted(category):
            yield from category_triples(context, category, position, said)
    codes: dict[str, None] = {}
    for position, item in enumerate(dictionary.definitions.values()):
        if wanted(item):
            codes.setdefault(item.units)
            yield from item_triples(context, item, position, said)
    yield from unit_triples(code for code in codes if code)
    yield from ddlm.described()


def prefixes(dictionary: Dictionary, base: str = BASE) -> dict[str, str]:
    """Prefixes for the dictionaries that went in, called as their IRIs are."""
    names = {local_name(part.title): part.title for part in dictionary.parts}
    return {
        name: dictionary_namespace(title, base)
        for name, title in names.items()
        if _PREFIX.fullmatch(name) and name not in PREFIXES
    }
