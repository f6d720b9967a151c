"""A whole conversion below the profile: open sources, choose a mapping, run it."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.findings import Finding
from imgcif_map.mapping import archiving, model
from imgcif_map.mapping.answers import Answers
from imgcif_map.mapping.archive import ArchivePlan, normalise_doi
from imgcif_map.mapping.engine.results import Records
from imgcif_map.mapping.engine.run import BlockResult, Engine, applies, document
from imgcif_map.mapping.expression.memo import memo
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import NO_INSTRUMENT, Library
from imgcif_map.mapping.located import Locator
from imgcif_map.mapping.logs.apply import amended
from imgcif_map.mapping.logs.model import Log
from imgcif_map.mapping.model import INSTRUMENT, MappingFile
from imgcif_map.sources.base import Arrangeable, Source
from imgcif_map.sources.gather import open_all
from imgcif_map.sources.record import Origin
from imgcif_map.sources.remarks import Remark
from imgcif_map.version import VERSION

Progress = Callable[[str, int, int], None]
"""``progress(what, done, total)``; total 0 while it is unknown."""


@dataclass(frozen=True)
class Plan:
    """What a conversion was asked to do, apart from its sources."""

    mapping: str | None = None
    instrument: str | None = None
    """What is applied last and without asking its ``when``; ``none``: no instrument at all."""
    overlays: bool = True
    answers: Answers = field(default_factory=Answers)
    allow_dirs: Sequence[Path] = ()
    archive: ArchivePlan | None = None
    doi: str | None = None
    progress: Progress | None = None
    logs: Sequence[Log] = ()
    """Experiment logs, which add to the headers of images."""
    trial: MappingFile | None = None
    """One more overlay to ask: how one outside the folders is tried out."""


@dataclass(frozen=True)
class Converted:
    """The document and everything there is to say about it, before any profile."""

    document: Document
    findings: tuple[Finding, ...]
    blocks: tuple[BlockResult, ...]
    mapping: model.Mapping
    overlays: tuple[str, ...]
    touched: frozenset[Hashable] = frozenset()
    """Identities of the records that the mapping looked at."""
    ignored: frozenset[Hashable] = frozenset()
    instruments: tuple[MappingFile, ...] = ()
    """Those that apply, in any block."""

    def looked(self, item: str) -> tuple[str, ...]:
        """Where a data name was sought in vain, in any block."""
        places = [p for block in self.blocks for p in block.looked.get(item, ())]
        return tuple(dict.fromkeys(places))


def run_conversion(
    sources: Sequence[Path], plan: Plan, dictionary: Dictionary, library: Library
) -> Converted:
    """Convert some sources together. Raises UnreadableInput, UsageError, MappingError."""
    if not sources:
        raise UsageError("nothing to convert", hint="name at least one master file")
    with contextlib.ExitStack() as stack:
        opened = open_all(sources, plan.allow_dirs, stack, plan.progress)
        formats = {source.format for source in opened}
        if len(formats) > 1:
            raise UsageError(
                f"sources of different formats: {', '.join(sorted(formats))}",
                hint="convert them one after the other",
            )
        plan = replace(plan, archive=archiving.with_own(plan.archive, opened))
        arranged = Arranged(*amended(opened, plan.logs))
        return convert_records(arranged, formats.pop(), plan, dictionary, library)


class Arranged:
    """The root records of sources, arranged as a mapping's ``source:`` asks for."""

    def __init__(self, sources: Sequence[Source], remarks: Sequence[Remark] = ()) -> None:
        self.sources = sources
        self._remarks = tuple(remarks)

    def roots(self, mapping: model.Mapping) -> Records:
        """One root for each source; scans are found the way the mapping says."""
        options = dict(mapping.source_options)
        return tuple(
            s.arranged(options) if isinstance(s, Arrangeable) else s.root for s in self.sources
        )

    def remarks(self, mapping: model.Mapping) -> tuple[Remark, ...]:
        """What the sources noticed on their files."""
        options = dict(mapping.source_options)
        said = (s.remarks_on(options) for s in self.sources if isinstance(s, Arrangeable))
        return (*self._remarks, *(remark for remarks in said for remark in remarks))


@dataclass(frozen=True)
class AtHand:
    """Records that need no arranging."""

    records: Records

    def roots(self, mapping: model.Mapping) -> Records:
        """The same for every mapping."""
        return self.records

    def remarks(self, mapping: model.Mapping) -> tuple[Remark, ...]:
        """None."""
        return ()


def convert_records(
    sources: Arranged | AtHand,
    source_format: str,
    plan: Plan,
    dictionary: Dictionary,
    library: Library,
) -> Converted:
    """Convert records of sources that are open, or already at hand."""
    functions = library.functions or load_functions()

    def engine(mapping: model.Mapping, overlays: Sequence[MappingFile] = ()) -> Engine:
        roots = sources.roots(mapping)
        return Engine(
            mapping,
            roots,
            dictionary,
            functions,
            overlays,
            lambda used: library.compose(file, *layers(used, instrument)),
            plan.answers.settings,
            {
                "archive": plan.archive,
                "locator": Locator(),
                "folders": archiving.folders(roots),
                "conversion": _facts(plan, mapping, dictionary, roots),
            },
            plan.answers.values,
            lambda message: _tell(plan.progress, message, 0, 0),
        )

    asked = plan.instrument not in (None, NO_INSTRUMENT)
    instrument = library.instrument(plan.instrument or "") if asked else None
    file, base = _mapping(plan, source_format, library, engine)
    if instrument is not None:
        base = library.compose(file, (), instrument)
    _check_target(base, dictionary)
    overlays = [
        o for o in _to_ask(plan, file, library) if instrument is None or o.id != instrument.id
    ]
    running = engine(base, overlays)
    if instrument is not None:
        running.gaps.add("correction", applies(instrument, INSTRUMENT))
    _report(sources.remarks(base), running)
    if plan.archive is not None:
        archiving.read(plan.archive, running.gaps, lambda what: _tell(plan.progress, what, 0, 0))
    results = running.run()
    if plan.archive is not None:
        archiving.count(plan.archive, running.counted.get("scans", 0), running.gaps)
    memo().save()  # keys of groups() are parsed while running
    used = tuple(dict.fromkeys(o for result in results for o in result.overlays))
    return Converted(
        document(results),
        running.gaps.findings(),
        tuple(results),
        base,
        used,
        frozenset(running.touched),
        frozenset(running.ignored),
        tuple(o for o in [instrument, *overlays] if o is not None and _counts(o, used, instrument)),
    )


def _to_ask(plan: Plan, file: MappingFile, library: Library) -> list[MappingFile]:
    """Overlays and recognisable instruments whose ``when`` is to be asked."""
    if not plan.overlays:
        return []
    overlays = library.overlays(file, plan.trial)
    if plan.instrument is None:
        overlays += library.recognised(file)
        if plan.trial is not None and plan.trial.kind == INSTRUMENT:
            overlays = [o for o in overlays if o.id != plan.trial.id] + [plan.trial]
    return overlays


def _report(remarks: Sequence[Remark], running: Engine) -> None:
    """What sources noticed on their files, as gaps."""
    for remark in remarks:
        origin = Origin(remark.file, "")
        running.gaps.add(remark.kind, remark.message, origins=[origin], hint=remark.hint)


def _counts(file: MappingFile, used: Sequence[str], asked: MappingFile | None) -> bool:
    """Whether a file is an instrument that applies."""
    return file is asked or (file.kind == INSTRUMENT and file.id in used)


def layers(
    used: Sequence[MappingFile], asked: MappingFile | None
) -> tuple[list[MappingFile], MappingFile | None]:
    """Overlays and the one instrument: that asked for, else the one recognised.

    Raises UsageError if a source fits several instruments.
    """
    found = [file for file in used if file.kind == INSTRUMENT]
    if len(found) > 1:
        names = ", ".join(file.id for file in found)
        raise UsageError(
            f"several instruments fit: {names}", hint="choose one, or none, with --instrument"
        )
    overlays = [file for file in used if file.kind != INSTRUMENT]
    return overlays, asked or (found[0] if found else None)


def _check_target(mapping: model.Mapping, dictionary: Dictionary) -> None:
    """The mapping has to be written for (a part of) the dictionary in use."""
    wanted = Path(mapping.target_dictionary).stem.casefold()
    if wanted not in {part.title.casefold() for part in dictionary.parts}:
        raise UsageError(
            f"the mapping {mapping.id} is written for {mapping.target_dictionary}, "
            f"the dictionary in use is {dictionary.title}",
            hint="target: {dictionary: cif_img.dic} is what convert writes",
        )


def _mapping(
    plan: Plan, source_format: str, library: Library, engine: Callable[[model.Mapping], Engine]
) -> tuple[MappingFile, model.Mapping]:
    if plan.mapping is not None:
        file = library.file(plan.mapping)
        return file, library.compose(file)
    return library.choose(source_format, lambda mapping: bool(engine(mapping).block_records()))


def _facts(
    plan: Plan, mapping: model.Mapping, dictionary: Dictionary, roots: Records
) -> Mapping[str, Any]:
    doi = normalise_doi(plan.doi) if plan.doi else None
    names = "\n".join(sorted(Path(root.origin.file).name for root in roots))
    seed = f"imgcif-map:{doi or names}"
    return {
        "method": f"imgcif-map {VERSION}, mapping {mapping.id} {mapping.version}".strip(),
        "mapping": mapping.id,
        "dictionary": dictionary.title,
        "dictionary_version": dictionary.version,
        "dataset_id": str(uuid.uuid5(uuid.NAMESPACE_URL, seed)),
        "doi": doi,
    }


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)


def provenance(converted: Converted, sources: Sequence[Path]) -> dict[str, Any]:
    """Provenance of a conversion as JSON-ready data; stable for the same input."""
    return {
        "format_version": 1,
        "tool": {"name": "imgcif-map", "version": VERSION},
        "sources": [str(path) for path in sources],
        "mapping": {
            "id": converted.mapping.id,
            "version": converted.mapping.version,
            "files": list(converted.mapping.files),
            "overlays": list(converted.overlays),
            "instruments": [
                {"id": file.id, "version": file.version, "facts": file.facts}
                for file in converted.instruments
            ],
        },
        "blocks": [
            {"block": result.block.name, "columns": result.provenance.as_json()}
            for result in converted.blocks
        ],
    }
