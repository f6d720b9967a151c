"""The header of a dictionary's graph: title, version, licence, and what it was made from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from imgcif_map.dictionary.model import Dictionary, Part
from imgcif_map.rdf.context import Context
from imgcif_map.rdf.terms import TYPE, Iri, Literal, Subject, Term, Triple, iri
from imgcif_map.rdf.vocabulary import (
    DCT,
    DDLM,
    OWL,
    PROV,
    RDFS,
    date,
    dictionary_iri,
    encoded,
    local_name,
    text,
    version_iri,
)
from imgcif_map.version import VERSION

_SPDX = "https://spdx.org/licenses/"
_LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def header(context: Context, *, own: bool) -> Iterator[Triple]:
    """The ontology itself and the dictionaries that went into it; ``own``: and imports them."""
    dictionary = context.dictionary
    here = dictionary_iri(dictionary.title, context.base)
    yield here, TYPE, OWL.Ontology
    if dictionary.version:
        version = version_iri(dictionary.title, dictionary.version, context.base)
        yield here, OWL.versionIRI, version
    yield (
        here,
        RDFS.comment,
        Literal(f"Made by imgcif-map {VERSION} from a DDLm dictionary.", None, "en"),
    )
    nodes = _nodes(context)
    defining = {category.origin for category in dictionary.categories.values()}
    defining.update(item.origin for item in dictionary.definitions.values())
    for part, node in zip(dictionary.parts, nodes, strict=True):
        yield from _part(node, part)
        if own and node != here and part.title in defining:
            yield here, OWL.imports, node
    members: list[Term] = list(nodes)
    yield from context.blanks.listed(here, DDLM["dictionary.part"], members)
    yield from _rules(context, here)


def _nodes(context: Context) -> list[Subject]:
    """A node for each part: the dictionary's IRI unless another part has it as well."""
    names = [local_name(part.title) for part in context.dictionary.parts]
    count = Counter(names)
    found: list[Subject] = []
    for number, (name, part) in enumerate(zip(names, context.dictionary.parts, strict=True)):
        shared = count[name] > 1 and number > names.index(name)
        found.append(context.blanks.new() if shared else dictionary_iri(part.title, context.base))
    return found


def _part(node: Subject, part: Part) -> Iterator[Triple]:
    yield node, TYPE, PROV.Entity
    yield node, DCT.title, text(part.title)
    if part.version:
        yield node, OWL.versionInfo, text(part.version)
    if part.date:
        yield node, DCT.issued, date(part.date)
    if part.licence:
        yield node, DCT.license, licence_iri(part.licence)
    source = source_iri(part.uri)
    if source is not None:
        yield node, PROV.wasDerivedFrom, source
    kind = "condensed" if part.condensed else "full"
    yield node, DDLM["dictionary.class_of_file"], text(kind)
    for name, value in (
        ("uri", part.uri),
        ("licensing_spdx", part.licence),
        ("sha256", part.sha256),
        ("namespace", part.namespace),
        ("ddl_conformance", part.ddl_conformance),
    ):
        if value:
            yield node, DDLM[f"dictionary.{name}"], text(value)


def licence_iri(identifier: str) -> Iri:
    """A licence by its SPDX identifier."""
    return Iri(_LICENCES.get(identifier) or _SPDX + encoded(identifier))


def source_iri(uri: str) -> Iri | None:
    """The address that a dictionary states, if it is one that can be followed."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.:-]+", parts.netloc):
        return None
    return iri(uri)


def _rules(context: Context, here: Subject) -> Iterator[Triple]:
    rules = context.dictionary.scope_rules
    nodes = [context.blanks.new() for _ in rules]
    if not rules:
        return
    members: list[Term] = list(nodes)
    yield from context.blanks.listed(here, DDLM.dictionary_valid, members)
    for node, rule in zip(nodes, rules, strict=True):
        yield node, DDLM["dictionary_valid.scope"], text(rule.scope)
        yield node, DDLM["dictionary_valid.option"], text(rule.option)
        yield from context.texts(node, "dictionary_valid.attributes", rule.attributes)


def origin(context: Context, subject: Iri, title: str) -> Iterator[Triple]:
    """``rdfs:isDefinedBy``, and the title where the parts do not tell it."""
    yield subject, RDFS.isDefinedBy, dictionary_iri(title, context.base)
    if title != told_title(context.dictionary, title):
        yield subject, DDLM.origin, text(title)


def told_title(dictionary: Dictionary, title: str) -> str | None:
    """The title of the part that has the IRI of a dictionary of that title."""
    name = local_name(title)
    return next((x.title for x in dictionary.parts if local_name(x.title) == name), None)
