"""The operations of the command line as Python functions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.findings import Finding

if TYPE_CHECKING:
    from imgcif_map.inspection import Word
    from imgcif_map.mapping.answers import Answers
    from imgcif_map.mapping.archive import ArchivePlan
    from imgcif_map.mapping.convert import Converted, Progress
    from imgcif_map.mapping.coverage.model import Coverage
    from imgcif_map.mapping.engine.results import Records
    from imgcif_map.mapping.impact import DictionaryImpact
    from imgcif_map.mapping.logs.model import Log
    from imgcif_map.reverse.convert import Written
    from imgcif_map.rules.profile import Profile
    from imgcif_map.sources.base import Source


@dataclass(frozen=True)
class Conversion:
    """The result of :func:`convert`: the imgCIF document and all that is to be said of it."""

    document: Document
    findings: tuple[Finding, ...]
    """Gaps and assumptions, codes GAP###; worst first."""
    provenance: dict[str, Any]
    """JSON-ready: where every column comes from."""
    mapping: str
    overlays: tuple[str, ...]
    sources: tuple[Path, ...]
    dictionary: Dictionary
    source_format: str = ""
    """What the sources are: ``nexus``, ``cbf``, ``smv`` …"""
    assumes_axes: bool = False
    """True if directions of axes are guessed: neither the source nor an instrument says them."""

    @property
    def fails(self) -> bool:
        """True if something required is missing, contradictory or unreadable."""
        from imgcif_map.mapping.gaps import fails

        return fails(self.findings)

    def template(self) -> str:
        """An answers file (YAML) to fill in, one entry per missing data name."""
        from imgcif_map.mapping.answers import template

        names = " ".join(str(path) for path in self.sources)
        return template(self.findings, self.dictionary, self.mapping, names)


def convert(
    sources: Path | str | Sequence[Path | str],
    *,
    mapping: str | None = None,
    instrument: str | None = None,
    answers: Path | str | Answers | None = None,
    settings: Mapping[str, str] | None = None,
    allow_dirs: Sequence[Path] = (),
    archive: ArchivePlan | None = None,
    doi: str | None = None,
    beside: Sequence[Path | str] = (),
    profile: str | Path = "minimal",
    overlays: bool = True,
    progress: Progress | None = None,
    dictionary: Dictionary | None = None,
) -> Conversion:
    """Convert a raw data file, or several that belong together, into one imgCIF document.

    ``mapping`` is an id or a YAML file (default: the one that fits),
    ``instrument`` an overlay that applies whatever the source says;
    ``settings`` are parameters of the mapping, or data names with their values;
    ``allow_dirs`` are folders besides the sources' own that links may lead to.
    Raises UnreadableInput, UsageError or MappingError; whatever is missing or
    wrong inside a readable source is a finding. ``beside`` are files that say what the
    sources do not: experiment logs (CSV, JSON, YAML) and sources of another kind
    (DIALS experiments, XDS.INP), whose geometry counts where headers have none.
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping import answers as answering
    from imgcif_map.mapping.convert import Plan, provenance, run_conversion
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.mapping.logs.apply import answers_of
    from imgcif_map.mapping.merging.merge import merge
    from imgcif_map.resources import mapping_paths
    from imgcif_map.rules.profile import load_profile

    dictionary = dictionary or load_dictionary()
    logs, others = _beside(beside)
    given = answering.collected(answers, settings or {}, dictionary)
    given = answering.merge(answers_of(logs, dictionary), given)
    wanted = load_profile(profile)
    plan = Plan(mapping, instrument, overlays, given, allow_dirs, archive, doi, progress, logs)
    library = Library(mapping_paths(), load_functions())
    paths = _once((sources,) if isinstance(sources, str | Path) else sources)
    converted = run_conversion(paths, plan, dictionary, library)
    for path in others:
        other = run_conversion((path,), Plan(allow_dirs=allow_dirs), dictionary, library)
        converted = merge(converted, other, path.name, dictionary)
    return Conversion(
        converted.document,
        _ranked(converted, wanted, dictionary),
        provenance(converted, paths),
        converted.mapping.id,
        converted.overlays,
        paths,
        dictionary,
        source_format=converted.mapping.source_format,
        assumes_axes=_assumes_axes(converted),
    )


def to_nexus(sources: Path | str | Sequence[Path | str], **options: Any) -> Written:
    """Make a NeXus file (NXmx) from imgCIF files: one entry per scan, with links to the images.

    ``options``: ``mapping`` that has the way back (default: nxmx), ``folder`` where the file
    will be, ``dictionary``. The result has ``findings``, ``fails`` and ``write(path)``. Raises
    UnreadableInput, UsageError or MappingError; what has no place in NXmx is a finding.
    """
    from imgcif_map.reverse.convert import to_nexus as made

    return made(sources, **options)


def _once(sources: Sequence[Path | str]) -> tuple[Path, ...]:
    """Each file once, as it was named first."""
    named = {os.path.realpath(source): Path(source) for source in reversed(sources)}
    return tuple(reversed(named.values()))


def _ranked(converted: Converted, profile: Profile, dictionary: Dictionary) -> tuple[Finding, ...]:
    """What was found on the way and what the profile misses, worst first."""
    from imgcif_map.completeness import missing

    findings = (*missing(converted, profile, dictionary), *converted.findings)
    return tuple(sorted(findings, key=lambda f: (-f.severity.rank, f.code)))


def _assumes_axes(converted: Converted) -> bool:
    """Whether the mapping guesses how axes stand and no instrument corrects it."""
    table = converted.mapping.tables.get("axes")
    return table is not None and bool(table.assumed) and not converted.instruments


def _beside(paths: Sequence[Path | str]) -> tuple[tuple[Log, ...], tuple[Path, ...]]:
    """Experiment logs, read, and the sources of another kind."""
    from imgcif_map.mapping.logs.read import is_log, read_log

    found = [Path(path) for path in paths]
    return tuple(read_log(p) for p in found if is_log(p)), tuple(p for p in found if not is_log(p))


def html_report(paths: str | Path | Sequence[str | Path], **options: Any) -> str:
    """A page (HTML) on imgCIF files: verdict, the experiment in words and figures, findings.

    ``options`` are those of ``validate_files``: ``profile``, ``dictionaries``, ``select`` ….
    Raises what that raises; files that cannot be read are named in the page.
    """
    from imgcif_map.project.files import validate_files
    from imgcif_map.report import render

    batch = validate_files(paths, describe=True, **options)
    return render(batch.report, "html", unreadable=batch.unreadable)


def draft_mapping(
    source: Path | str, name: str = "my-mapping", *, allow_dirs: Sequence[Path] = ()
) -> str:
    """A mapping file (YAML) for a source that none fits, with all its keys, to be filled in.

    Raises UnreadableInput, and UsageError if ``name`` cannot be the id of a mapping.
    """
    from imgcif_map.mapping.draft import draft
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.resources import mapping_paths
    from imgcif_map.sources.gather import open_all

    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", name):
        raise UsageError(
            f"{name!r} cannot be the id of a mapping", hint="small letters, digits and hyphens"
        )
    library = Library(mapping_paths(), load_functions())
    with ExitStack() as stack:
        return draft(open_all([Path(source)], tuple(allow_dirs), stack)[0], library, name)


def mapping_coverage(mapping: Path | str, *, dictionary: Dictionary | None = None) -> Coverage:
    """What a mapping, by id or file, accounts for: rows of both sides, and what links them.

    ``places`` are nodes of the NeXus definitions or header keys, ``items`` data names; each
    has a ``handling``, such as ``mapped``, ``gap`` or ``open``. No source is read. Raises
    MappingError if there is no such mapping or something is wrong with it.
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.coverage.cover import covered
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.resources import mapping_paths

    library = Library(mapping_paths(), load_functions())
    return covered(str(mapping), library, dictionary or load_dictionary())


def dictionary_impact(
    new: Dictionary | str | Path,
    old: Dictionary | str | Path | None = None,
    mappings: Sequence[str] = (),
    *,
    import_paths: Sequence[Path] = (),
    tests: bool = True,
) -> DictionaryImpact:
    """What a new dictionary does to mappings: which lines it touches, and whether they still work.

    ``old`` is the dictionary in use by default, ``mappings`` are ids or files (all, and the
    profiles, by default). The result has ``impacts`` (place, change, verdict, why, what to do),
    the ``findings`` of lint and the ``failing`` embedded tests, of both directions, that the old
    dictionary did not have, and says whether anything ``breaks``::

        result = dictionary_impact("drafts/cif_img.dic")
        for impact in result.impacts:
            print(impact.place, impact.verdict, impact.todo)

    Without ``tests`` the embedded tests are not run. Raises UnreadableInput, MappingError.
    """
    from imgcif_map.mapping.impact import dictionary_impact as worked_out
    from imgcif_map.reverse.testing import run_back

    return worked_out(new, old, mappings, import_paths=import_paths, tests=tests, back=run_back)


def inspect(
    source: Path | str,
    *,
    path: str | None = None,
    depth: int | None = None,
    allow_dirs: Sequence[Path] = (),
    mapping: str | None = None,
    follow: bool = True,
) -> Iterator[str]:
    """The records of a source, one line each, as the mapping engine sees them.

    With ``follow`` each says to which data names it goes, by ``mapping`` or the one that
    fits, and the root which mapping that is; a source that no mapping fits is shown without.
    """
    from imgcif_map.inspection import lines
    from imgcif_map.sources.gather import open_all

    with ExitStack() as stack:
        opened = open_all([Path(source)], tuple(allow_dirs), stack)
        arranged, word = _followed(opened, mapping) if follow else (None, None)
        for number, one in enumerate(opened):
            root = one.root if arranged is None else arranged[number]
            yield from lines(root, path=path, depth=depth, word=word or (lambda record: ""))


def _followed(opened: Sequence[Source], mapping: str | None) -> tuple[Records | None, Word | None]:
    """The roots as a mapping wants them, and what becomes of their records."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.convert import Arranged, Plan, convert_records
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.mapping.taken import taken
    from imgcif_map.resources import mapping_paths

    formats = {source.format for source in opened}
    if len(formats) != 1:
        return None, None
    library = Library(mapping_paths(), load_functions())
    arranged = Arranged(opened)
    try:
        converted = convert_records(
            arranged, formats.pop(), Plan(mapping), load_dictionary(), library
        )
    except UsageError:
        if mapping is not None:
            raise
        return None, None
    roots, word = arranged.roots(converted.mapping), taken(converted).word
    said = f"by mapping {converted.mapping.id}: {converted.mapping.title}"
    return roots, lambda record: said if any(record is root for root in roots) else word(record)


__all__ = [
    "Conversion",
    "convert",
    "draft_mapping",
    "html_report",
    "inspect",
    "mapping_coverage",
    "to_nexus",
]
