"""How the data came to be, and what was made of them: PROV-O."""

from __future__ import annotations

from imgcif_map.rdf.catalogue.model import THIS, Apparatus, Catalogue, Work
from imgcif_map.rdf.dataset.agents import organisation
from imgcif_map.rdf.dataset.builder import Builder, day
from imgcif_map.rdf.dataset.facts import Facts
from imgcif_map.rdf.dataset.provenance import Provenance
from imgcif_map.rdf.terms import Iri, iri
from imgcif_map.rdf.vocabulary import (
    DCAT,
    DCT,
    PROV,
    RDFS,
    SCHEMA,
    SKOS,
    SSSOM,
    Namespace,
    mapping_set_iri,
)

SOSA = Namespace("http://www.w3.org/ns/sosa/")
HOME = "https://w3id.org/cif/imgcif-map"
"""What the program is known by."""
_TYPES = {"publication": SCHEMA.ScholarlyArticle, "processed": SCHEMA.CreativeWork}


def measurement(builder: Builder, facts: Facts, record: Catalogue) -> None:
    """The measurement: when, and with which instrument."""
    node = builder.node("measurement")
    builder.add(builder.dataset, PROV.wasGeneratedBy, node)
    builder.types(node, PROV.Activity)
    builder.text(node, RDFS.label, "Measurement")
    for predicate, moment in ((PROV.startedAtTime, facts.started), (PROV.endedAtTime, facts.ended)):
        if len(moment) > 10:
            builder.add(node, predicate, day(moment))
    for technique in builder.kept("techniques", record.techniques):
        builder.link(node, DCT.type, technique)
    builder.add(node, PROV.used, *_instrument(builder, facts, record.instrument or Apparatus()))
    if facts.started:
        period = builder.blanks.new()
        builder.add(builder.dataset, DCT.temporal, period)
        builder.types(period, DCT.PeriodOfTime)
        builder.add(period, DCAT.startDate, day(facts.started))
        builder.add(period, DCAT.endDate, day(facts.ended))
        builder.text(builder.dataset, SCHEMA.temporalCoverage, f"{facts.started}/{facts.ended}")


def _instrument(builder: Builder, facts: Facts, given: Apparatus) -> tuple[Iri, ...]:
    """The instrument and its detector, if anything is known of them."""
    beamline, facility = facts.part("beamline"), facts.part("facility")
    name = given.name or " ".join(part for part in (facility, beamline) if part)
    name = name or facts.part("goniometer")
    found = []
    if name or given.iri or given.facility:
        node = iri(given.iri) if given.iri else builder.node("instrument")
        found.append(node)
        builder.types(node, PROV.Entity, SOSA.Platform, SCHEMA.Product)
        builder.text(node, RDFS.label, name)
        builder.text(node, SCHEMA.name, name)
        if given.iri:
            builder.text(node, SCHEMA.identifier, given.iri)
        parts = (f"{what}: {text}" for what, text in facts.apparatus if "detector" not in what)
        builder.text(node, SCHEMA.description, "; ".join(parts))
        owner = given.facility
        if owner is not None:
            builder.add(node, SCHEMA.provider, organisation(builder, owner, "facility"))
        elif facility:
            builder.text(node, SCHEMA.provider, facility)
    made, described = facts.part("detector"), facts.part("detector description")
    if made or described:
        detector = builder.node("detector")
        builder.types(detector, PROV.Entity, SOSA.Sensor, SCHEMA.Product)
        builder.text(detector, RDFS.label, made or described)
        builder.text(detector, SCHEMA.name, made or described)
        builder.text(detector, SCHEMA.description, described if made else "")
        if found:
            builder.add(found[0], SOSA.hosts, detector)
        found.append(detector)
    return tuple(found)


def conversion(builder: Builder, facts: Facts, given: Provenance | None) -> None:
    """The conversion: source files, program, mapping set."""
    version, mapping, of_mapping = facts.method
    known = given or Provenance(version, mapping, of_mapping)
    sources = []
    for number, name in enumerate(builder.kept("source files", known.sources), 1):
        node = builder.node(f"source-{number}")
        sources.append(node)
        builder.types(node, PROV.Entity)
        builder.text(node, RDFS.label, name)
    builder.add(builder.dataset, PROV.wasDerivedFrom, *sources)
    if not known.tool:
        return
    activity, tool = builder.node("conversion"), iri(f"{HOME}/{known.tool}")
    builder.add(builder.dataset, PROV.wasGeneratedBy, activity)
    builder.types(activity, PROV.Activity)
    builder.text(activity, RDFS.label, "Conversion to imgCIF")
    builder.add(activity, PROV.used, *sources)
    builder.add(activity, PROV.wasAssociatedWith, tool)
    builder.types(tool, PROV.Agent, PROV.SoftwareAgent, SCHEMA.SoftwareApplication)
    for predicate in (RDFS.label, SCHEMA.name):
        builder.text(tool, predicate, f"imgcif-map {known.tool}")
    builder.text(tool, SCHEMA.softwareVersion, known.tool)
    if known.mapping:
        _plan(builder, activity, tool, known)
    statement = builder.blanks.new()
    builder.add(builder.dataset, DCT.provenance, statement)
    builder.types(statement, DCT.ProvenanceStatement)
    builder.text(statement, RDFS.label, _told(known), "en")


def _plan(builder: Builder, activity: Iri, tool: Iri, known: Provenance) -> None:
    """The mapping set, as plan of the conversion, and what corrected it."""
    plan = mapping_set_iri(known.mapping, known.version, builder.base)
    whole = mapping_set_iri(known.mapping, "", builder.base)
    association = builder.blanks.new()
    builder.add(activity, PROV.qualifiedAssociation, association)
    builder.types(association, PROV.Association)
    builder.add(association, PROV.agent, tool)
    builder.add(association, PROV.hadPlan, plan)
    builder.add(activity, PROV.used, plan)
    builder.types(plan, PROV.Entity, PROV.Plan, SSSOM.MappingSet)
    builder.text(plan, RDFS.label, f"Mapping {known.mapping} {known.version}".strip())
    builder.text(plan, SSSOM.mapping_set_version, known.version)
    if plan != whole:
        builder.add(plan, DCT.isVersionOf, whole)
    for name in builder.kept("overlays", (*known.overlays, *known.instruments)):
        more = mapping_set_iri(name, "", builder.base)
        builder.add(activity, PROV.used, more)
        builder.types(more, PROV.Entity, PROV.Plan, SSSOM.MappingSet)
        builder.text(more, RDFS.label, f"Mapping {name}")


def _told(known: Provenance) -> str:
    parts = [f"Converted by imgcif-map {known.tool}"]
    if known.mapping:
        parts.append(f"with the mapping {known.mapping} {known.version}".rstrip())
    if known.overlays:
        parts.append(f"and {', '.join(known.overlays[:10])}")
    told = " ".join(parts) + "."
    if known.assumed:
        told += f" Columns that rest on an assumption: {known.assumed}."
    return told


def works(builder: Builder, given: tuple[Work, ...]) -> None:
    """Processed data sets and publications, each derived from this data set or from another."""
    for work in builder.kept("works", given):
        node = iri(work.iri)
        builder.types(node, PROV.Entity, _TYPES[work.kind])
        for predicate in (DCT.title, SCHEMA.name):
            builder.text(node, predicate, work.title)
        if work.date:
            builder.add(node, DCT.issued, day(work.date))
        for source in work.sources:
            origin = builder.dataset if source == THIS else iri(source)
            builder.add(node, PROV.wasDerivedFrom, origin)
        if work.kind == "publication":
            builder.add(builder.dataset, DCT.isReferencedBy, node)
        else:
            builder.add(builder.dataset, DCT.relation, node)
        if work.software:
            builder.text(node, SKOS.note, f"Processed with {work.software}")
