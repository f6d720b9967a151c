"""The data set itself: who, what, when, under which licence."""

from __future__ import annotations

from collections.abc import Mapping

from imgcif_map.rdf.catalogue.model import Catalogue, Text
from imgcif_map.rdf.dataset import agents
from imgcif_map.rdf.dataset.builder import Builder, day
from imgcif_map.rdf.dataset.facts import Facts
from imgcif_map.rdf.terms import Iri, Literal, iri
from imgcif_map.rdf.vocabulary import (
    DCAT,
    DCT,
    FOAF,
    RDFS,
    SCHEMA,
    SKOS,
    TECHNIQUES,
    boolean,
    version_iri,
)

_RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
_THEME = Iri("http://publications.europa.eu/resource/authority/data-theme/TECH")
_COAR = "http://purl.org/coar/access_right/"
_ACCESS: Mapping[str, tuple[str, str, str]] = {
    "open": ("PUBLIC", "c_abf2", "open access"),
    "embargoed": ("RESTRICTED", "c_f1cf", "embargoed access"),
    "restricted": ("RESTRICTED", "c_16ec", "restricted access"),
    "closed": ("NON_PUBLIC", "c_14cb", "metadata only access"),
}
_LOC = "http://id.loc.gov/vocabulary/iso639-1/"


def dataset(builder: Builder, facts: Facts, record: Catalogue) -> None:
    """Everything that is said of the data set as a whole."""
    of = builder.dataset
    builder.types(of, DCAT.Dataset, SCHEMA.Dataset)
    for predicate in (DCT.title, SCHEMA.name):
        builder.texts(of, predicate, record.title)
    for predicate in (DCT.description, SCHEMA.description):
        builder.texts(of, predicate, record.description)
    identifier = record.doi or record.iri or str(of)
    builder.text(of, DCT.identifier, identifier)
    builder.text(of, SCHEMA.identifier, identifier)
    _pages(builder, record)
    agents.creators(builder, record.creators)
    agents.publisher(builder, record.publisher)
    agents.contacts(builder, record.contacts)
    agents.funding(builder, record.funding)
    _dates(builder, record)
    _licence(builder, record)
    builder.texts(of, DCAT.keyword, record.keywords)
    builder.texts(of, SCHEMA.keywords, record.keywords)
    builder.text(of, DCAT.version, record.version)
    builder.text(of, SCHEMA.version, record.version)
    for tag in builder.kept("languages", record.languages):
        builder.text(of, SCHEMA.inLanguage, tag)
        if len(tag.partition("-")[0]) == 2:
            node = iri(_LOC + tag.partition("-")[0].lower())
            builder.add(of, DCT.language, node)
            builder.types(node, DCT.LinguisticSystem)
    for predicate in (DCT.bibliographicCitation, SCHEMA.creditText):
        builder.text(of, predicate, agents.citation(record))
    _techniques(builder, record)
    _standards(builder, facts)
    if facts.scans.frames:
        builder.text(of, SCHEMA.size, f"{facts.scans.frames} images")


def _pages(builder: Builder, record: Catalogue) -> None:
    page = record.landing_page or record.doi or record.iri
    if page.startswith("http"):
        builder.link(builder.dataset, SCHEMA.url, page)
    if record.landing_page:
        node = iri(record.landing_page)
        builder.add(builder.dataset, DCAT.landingPage, node)
        builder.types(node, FOAF.Document)


def _dates(builder: Builder, record: Catalogue) -> None:
    for predicate, name, text in (
        (DCT.issued, SCHEMA.datePublished, record.issued),
        (DCT.modified, SCHEMA.dateModified, record.modified),
        (DCT.available, None, record.embargo),
    ):
        if text:
            builder.add(builder.dataset, predicate, day(text))
            if name is not None:
                builder.text(builder.dataset, name, text)


def _licence(builder: Builder, record: Catalogue) -> None:
    of = builder.dataset
    if record.licence is not None:
        node = iri(record.licence.iri)
        builder.add(of, DCT.license, node)
        builder.add(of, SCHEMA.license, node)
        builder.types(node, DCT.LicenseDocument)
        builder.text(node, DCT.identifier, record.licence.spdx)
    access = record.access or ("embargoed" if record.embargo else "")
    if not access:
        return
    right, coar, label = _ACCESS[access]
    node = Iri(_RIGHTS + right)
    builder.add(of, DCT.accessRights, node)
    builder.types(node, DCT.RightsStatement)
    builder.text(node, RDFS.label, right.lower().replace("_", " "), "en")
    if access == "embargoed" and record.embargo:
        label += f" until {record.embargo}"
    builder.link(of, SCHEMA.conditionsOfAccess, _COAR + coar)
    builder.text(of, SCHEMA.conditionsOfAccess, label)
    builder.add(of, SCHEMA.isAccessibleForFree, boolean(access == "open"))


def _techniques(builder: Builder, record: Catalogue) -> None:
    of = builder.dataset
    names = {str(known): name for name, known in TECHNIQUES.items()}
    for address in builder.kept("techniques", record.techniques):
        node = iri(address)
        builder.add(of, DCT.subject, node)
        builder.add(of, SCHEMA.measurementTechnique, node)
        builder.types(node, SKOS.Concept)
        label = names.get(address) or address.rpartition("/")[2]
        builder.text(node, SKOS.prefLabel, label, "en" if address in names else "")
        builder.text(of, SCHEMA.measurementTechnique, label)
    builder.add(of, DCAT.theme, _THEME)
    builder.types(_THEME, SKOS.Concept)
    builder.text(_THEME, SKOS.prefLabel, "Science and technology", "en")


def _standards(builder: Builder, facts: Facts) -> None:
    """The dictionaries that the file says it follows, else the one it was read with."""
    given = facts.conforms or ((builder.dictionary.title, builder.dictionary.version),)
    for name, version in builder.kept("dictionaries", given):
        if not name:
            continue
        node = version_iri(name, version or "unknown", builder.base)
        builder.add(builder.dataset, DCT.conformsTo, node)
        builder.types(node, DCT.Standard)
        builder.add(node, DCT.title, Literal(f"{name} {version}".strip()))


def told(facts: Facts) -> Text:
    """A description of what the file is about, where nobody wrote one."""
    scans = facts.scans.count
    parts = [
        f"Raw diffraction data: {facts.scans.frames} images in {scans} scan{'s' * (scans != 1)}"
    ]
    turned = [f"{axis} over {total:g} degrees" for axis, total in facts.scans.covered[:3]]
    if turned:
        parts.append(f"the sample turned about {' and '.join(turned)}")
    wavelength = next((m for m in facts.measured if m.name == "wavelength"), None)
    if wavelength is not None:
        probe = facts.probe or "radiation"
        parts.append(f"{probe} of {wavelength.values[0]:.5g} ångström")
    detector = facts.part("detector")
    if detector:
        parts.append(f"detector {detector}")
    at = " ".join(part for part in (facts.part("facility"), facts.part("beamline")) if part)
    if at:
        parts.append(f"recorded at {at}")
    return Text(", ".join(parts) + ".", "en")
