"""The SSSOM mapping set of a mapping file, forms and overlays resolved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.model import Mapping as MappingModel
from imgcif_map.mapping.tracing.flows import path_of
from imgcif_map.mapping.tracing.links import Link, Traced, Unmapped, Unsourced, trace
from imgcif_map.mapping.tracing.match import derived, unit_of_source, weakest
from imgcif_map.rdf.nexus import nexus_term
from imgcif_map.rdf.sssom import MATCHES, NO_TERM, MappingSet, Row, clean
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import BASE, definition_iri, encoded, term_iri


@dataclass(frozen=True, slots=True)
class Subject:
    """A place of the source as the subject of a row."""

    iri: Iri
    label: str
    known: bool
    """Whether published definitions have it."""
    has_unit: bool | None = None


@dataclass
class _Pair:
    """All ways from one subject to one data name."""

    subject: Subject
    item: str
    definition: Definition | None
    links: list[Link] = field(default_factory=list)
    labels: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class Builder:
    """Makes the rows of one mapping."""

    mapping: MappingModel
    traced: Traced
    dictionary: Dictionary
    functions: Mapping[str, Function]
    start: MappingSet
    """The set without its rows."""
    nexus: bool
    base: str = BASE

    def rows(self) -> Iterator[Row]:
        """Rows in the order of the mapping: links, then what has no counterpart."""
        pairs: dict[tuple[Iri, Iri], _Pair] = {}
        for link in self.traced.links:
            subject = self.subject(link.spot.steps, link.spot.shown)
            item, definition = self.item(link.item)
            pair = pairs.setdefault((subject.iri, item), _Pair(subject, link.item, definition))
            pair.links.append(link)
            pair.labels[subject.label] = None
        for (_, item), pair in pairs.items():
            yield self._linked(item, pair)
        yield from self._unmatched({key[0] for key in pairs}, {key[1] for key in pairs})

    # -- sides

    def subject(self, steps: tuple[str, ...], shown: tuple[str, ...]) -> Subject:
        """The IRI and the name of a place."""
        if self.nexus:
            term = nexus_term(steps)
            if term is not None:
                return Subject(term.iri, path_of(shown), True, term.has_unit)
            return Subject(self._own("nexus", path_of(shown)), path_of(shown), False)
        start = self.traced.base.shown
        inner = shown[len(start) :] if shown[: len(start)] == start else shown
        label = path_of(inner or shown).removeprefix("/")
        return Subject(self._own(self.mapping.id, label), label, False)

    def _own(self, source: str, key: str) -> Iri:
        return Iri(f"{source_iri(source, self.base)}#{encoded(key.removeprefix('/'))}")

    def item(self, name: str) -> tuple[Iri, Definition | None]:
        """The IRI of a data name; an unknown one has an IRI all the same, for the report."""
        definition = self.dictionary.item(name)
        if definition is None:
            return term_iri(self.dictionary.title, name, self.base), None
        return definition_iri(definition, self.base), definition

    # -- rows

    def _linked(self, item: Iri, pair: _Pair) -> Row:
        target = pair.definition.units if pair.definition is not None else ""
        sources = [self._unit(link, target, pair.subject.has_unit) for link in pair.links]
        said = [link.flow.match for link in pair.links if link.flow.match in MATCHES]
        matches = said or [
            derived(link, target, source, self.functions)
            for link, source in zip(pair.links, sources, strict=True)
        ]
        flows = [link.flow for link in pair.links]
        sure = [flow.confidence for flow in flows if flow.confidence is not None]
        functions = dict.fromkeys("; ".join(text for _, text in f.functions) for f in flows)
        place = next((f.place for f in flows if f.place.line), pair.links[0].place)
        return self._row(
            pair.subject.iri,
            item,
            weakest(matches),
            place,
            subject_label=next(iter(pair.labels)),
            object_label=pair.definition.id if pair.definition is not None else pair.item,
            confidence=min(sure) if sure else None,
            comment=self._comment(pair),
            source_unit=" | ".join(dict.fromkeys(source for source in sources if source)),
            target_unit=target if target != "none" else "",
            functions=" | ".join(text for text in functions if text),
            source_path=" | ".join(pair.labels),
            said=tuple(dict.fromkeys(said)),
        )

    def _unit(self, link: Link, target: str, has_unit: bool | None) -> str | None:
        """The unit of a place; one that a correction puts in place of the file's counts."""
        fixed = [fix.unit for fix in self.traced.corrections if fix.spot == link.spot and fix.unit]
        flow = replace(link.flow, unit=fixed[-1], unit_how="forced") if fixed else link.flow
        return unit_of_source(flow, target, has_unit)

    def _comment(self, pair: _Pair) -> str:
        parts: dict[str, None] = {}
        for link in pair.links:
            if link.flow.because:
                parts[link.flow.because] = None
            if link.flow.unit_how == "assumed":
                parts[f"{link.flow.unit} is assumed where no unit is stated"] = None
            elif link.flow.unit_how == "forced":
                parts[f"the unit is {link.flow.unit} whatever the source says"] = None
            for fix in self.traced.corrections:
                if fix.spot == link.spot:
                    parts[f"corrected ({fix.text}): {fix.because}"] = None
        if self.nexus and not pair.subject.known:
            parts["not in the NeXus definitions"] = None
        return "; ".join(parts)

    def _unmatched(self, subjects: set[Iri], items: set[Iri]) -> Iterator[Row]:
        for entry in self.traced.unmapped:
            subject = self.subject(entry.spot.steps, entry.spot.shown)
            if subject.iri not in subjects:
                subjects.add(subject.iri)
                yield self._unmapped(subject, entry)
        said = [Unsourced(n.name, n.because, n.place) for n in self.mapping.no_source]
        for name in (*self.traced.unsourced, *said, *self._filled()):
            item, definition = self.item(name.item)
            if item not in items:
                items.add(item)
                label = definition.id if definition is not None else name.item
                yield self._row(
                    NO_TERM, item, "exact", name.place, object_label=label, comment=name.why
                )

    def _filled(self) -> Iterator[Unsourced]:
        """Keys that fill themselves: they link to the key of a category that has one row."""
        written = {
            f"_{category.name}.{item}".casefold()
            for category in self.mapping.categories.values()
            for part in category.parts
            for item, value in part.items.items()
            if value.picks
        }
        for category in self.mapping.categories.values():
            known = self.dictionary.category(category.name)
            for key in known.keys if known is not None else ():
                definition = self.dictionary.item(key)
                linked = self.dictionary.item(definition.linked_item or "") if definition else None
                if definition is None or linked is None or linked.id.casefold() not in written:
                    continue
                home = self.dictionary.category(linked.category)
                if home is not None and home.is_set:
                    why = f"refers to the one row of {home.id}"
                    yield Unsourced(definition.id, why, category.place)

    def _unmapped(self, subject: Subject, entry: Unmapped) -> Row:
        why = f"ignored: {entry.why}" if entry.ignored else entry.why
        return self._row(
            subject.iri,
            NO_TERM,
            "exact",
            entry.place,
            subject_label=subject.label,
            comment=why,
            source_path=subject.label,
        )

    def _row(self, subject: Iri, item: Iri, match: str, place: Place, **slots: object) -> Row:
        name = hashlib.sha256(f"{subject}\n{item}".encode()).hexdigest()[:16]
        texts = {key: clean(v) if isinstance(v, str) else v for key, v in slots.items()}
        return Row(
            record_id=Iri(f"{self.start.mapping_set_id}#{name}"),
            subject_id=subject,
            predicate_id=MATCHES[match],
            object_id=item,
            author_id=self.start.creator_id,
            author_label=self.start.creator_label,
            mapping_line=place.short.rpartition(":")[0] if place.line else "",
            place=place,
            **texts,  # type: ignore[arg-type]
        )


def source_iri(name: str, base: str = BASE) -> Iri:
    """What the keys of a format that has no vocabulary of its own belong to."""
    return Iri(f"{base}source/{encoded(name)}")


def with_cardinality(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows that say how many partners both sides have in the set."""
    objects: dict[Iri, set[Iri]] = {}
    subjects: dict[Iri, set[Iri]] = {}
    for row in rows:
        if not row.unmatched:
            objects.setdefault(row.subject_id, set()).add(row.object_id)
            subjects.setdefault(row.object_id, set()).add(row.subject_id)
    made = []
    for row in rows:
        if row.unmatched:
            told = "0:1" if row.subject_id == NO_TERM else "1:0"
        else:
            left = "n" if len(subjects[row.object_id]) > 1 else "1"
            right = "n" if len(objects[row.subject_id]) > 1 else "1"
            told = f"{left}:{right}"
        made.append(replace(row, mapping_cardinality=told))
    return tuple(made)


def built(
    mapping: MappingModel,
    start: MappingSet,
    dictionary: Dictionary,
    functions: Mapping[str, Function],
    *,
    nexus: bool,
    base: str = BASE,
) -> MappingSet:
    """The set with its rows."""
    builder = Builder(mapping, trace(mapping), dictionary, functions, start, nexus, base)
    return replace(start, rows=with_cardinality(tuple(builder.rows())))
