"""``imgcif-map rdf dataset``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from imgcif_map.cli import checking, options, outputs, reports
from imgcif_map.cli import common as cli
from imgcif_map.cli.choices import ReportFormat
from imgcif_map.cli.rdf import common
from imgcif_map.errors import UsageError
from imgcif_map.findings import Severity

if TYPE_CHECKING:
    from imgcif_map.dictionary.model import Dictionary
    from imgcif_map.findings import Report
    from imgcif_map.rdf.dataset.publish import Done, Job
    from imgcif_map.rdf.output import Form

T = TypeVar("T")

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="imgCIF files, one data set each; '-': stdin.")
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        "--answers",
        metavar="FILE",
        help="YAML with a catalogue: block: title, licence, publisher … Repeat it, one per FILE.",
    ),
]
ProvenanceOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE", help="What 'convert --provenance' wrote. Repeat it, one per FILE."
    ),
]
SubstituteOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URI=PATH",
        help="The file at hand that is, or will be, at an address: for its size and SHA-256.",
    ),
]
ChecksumsOption = Annotated[
    bool,
    typer.Option(
        "--checksums/--no-checksums", help="Work out the SHA-256 of files of data at hand."
    ),
]
FramesOption = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Write a table of the images here: CSV and CSVW."),
]
FullOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write every row of every file here, as N-Triples."),
]
TemplateOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write a catalogue: block to fill in here."),
]


def dataset(
    files: Files,
    catalogue: CatalogueOption = None,
    provenance: ProvenanceOption = None,
    substitute: SubstituteOption = None,
    checksums: ChecksumsOption = True,
    output: common.OutputOption = outputs.STDOUT,
    form: common.FormOption = None,
    frames: FramesOption = None,
    full: FullOption = None,
    template: TemplateOption = None,
    dictionary: options.DictionaryOption = None,
    base: common.BaseOption = common.BASE,
    fail_on: options.FailOnOption = options.FailOn.ERROR,
    report: options.AlsoReportOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Sum up imgCIF files for catalogues: DCAT, schema.org, PROV-O, QUDT.

    Each file is one data set of at most 100 kB, whatever the number of images. Title, licence,
    publisher and what else no data name says come from a catalogue: block. Exit code 1 if something
    is missing that catalogues ask for, or wrong; the graph is written all the same.

    \b
    Examples:
      imgcif-map rdf dataset scan.cif --template catalogue.yaml
      imgcif-map rdf dataset scan.cif --catalogue catalogue.yaml -o scan.ttl
      imgcif-map rdf dataset scan.cif --catalogue catalogue.yaml --provenance prov.json \\
                 --substitute https://example.org/scan.tgz=scan.tgz -o scan.jsonld --frames tables
      imgcif-map rdf dataset scan.cif --catalogue catalogue.yaml -o scan.ttl --full rows.nt
    """
    from imgcif_map.rdf.output import form_of
    from imgcif_map.rdf.vocabulary import checked_base

    also = checking.written(report)
    jobs = _jobs(files, catalogue or [], provenance or [], substitute or [], checksums, frames)
    named = [frames / name for job in jobs for name in _names(job)] if frames else []
    outputs.check(
        [*files, *(catalogue or []), *(provenance or [])],
        [output, full, template, *named, *(path for _, path in also)],
    )
    _check_full(full)
    wanted = Wanted(output, form_of(output, form), frames, full, template, also)
    told = _made(jobs, dictionary or [], checked_base(base), wanted, quiet, no_color)
    if told.files and not quiet:
        reports.show(told, ReportFormat.TEXT, no_color, to_stderr=True)
    raise typer.Exit(cli.FOUND if told.fails(Severity(fail_on.value)) else cli.OK)


@dataclass(frozen=True)
class Wanted:
    """The files to write."""

    output: Path
    form: Form
    frames: Path | None
    full: Path | None
    template: Path | None
    reports: list[tuple[ReportFormat, Path]]


def _made(
    jobs: Sequence[Job],
    dictionaries: Sequence[str],
    base: str,
    wanted: Wanted,
    quiet: bool,
    no_color: bool,
) -> Report:
    """Read, sum up and write; what was found."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rdf.dataset.catalog import catalog
    from imgcif_map.rdf.dataset.publish import full_lines, run
    from imgcif_map.rdf.output import pieces

    loaded = load_dictionary(*dictionaries)
    with cli.progress(quiet, no_color) as progress:
        done = [run(job, loaded, base, progress) for job in jobs]
    listed = [triple for one in done for triple in one.summary.triples]
    listed += catalog([one.summary for one in done])
    texts: list[tuple[Path, Iterable[str]]] = [(wanted.output, pieces(listed, wanted.form))]
    if wanted.frames is not None:
        wanted.frames.mkdir(parents=True, exist_ok=True)
        texts += [pair for one in done for pair in one.tables(wanted.frames, base)]
    if wanted.full is not None:
        texts.append((wanted.full, full_lines(done, listed, loaded, base)))
    if wanted.template is not None:
        texts.append((wanted.template, _template(done)))
    told = _report(done, loaded)
    texts += [(path, [reports.rendered(told, kind, True, None)]) for kind, path in wanted.reports]
    outputs.write_all(texts)
    return told


def _jobs(
    files: Sequence[Path],
    catalogues: Sequence[Path],
    provenances: Sequence[Path],
    substitutes: Sequence[str],
    checksums: bool,
    frames: Path | None,
) -> list[Job]:
    from imgcif_map.archives.request import make_archives
    from imgcif_map.rdf.catalogue import read_catalogue
    from imgcif_map.rdf.dataset.provenance import read_provenance
    from imgcif_map.rdf.dataset.publish import Job

    known = make_archives(substitutes).substitutes
    blocks = _each([read_catalogue(path) for path in catalogues], len(files), "--catalogue")
    origins = _each([read_provenance(path) for path in provenances], len(files), "--provenance")
    made = []
    for path, block, origin in zip(files, blocks, origins, strict=True):
        name = f"{'stdin' if path == outputs.STDOUT else path.stem}.frames.csv" if frames else ""
        found, faults = block or (None, ())
        made.append(Job(path, found, faults, origin, known, checksums, name))
    return made


def _each(given: Sequence[T], count: int, option: str) -> list[T | None]:
    """One for each file: none, the same one for all, or as many as there are."""
    if len(given) in (0, 1):
        return [given[0] if given else None] * count
    if len(given) != count:
        raise UsageError(
            f"{option} is given {len(given)} times for {count} files",
            hint="once for all of them, or once for each in the same order",
        )
    return list(given)


def _names(job: Job) -> tuple[str, str]:
    from imgcif_map.rdf.dataset.csvw import SUFFIX

    return job.frames, job.frames + SUFFIX


def _check_full(path: Path | None) -> None:
    if path is not None and path.suffix.casefold() in (".jsonld", ".json"):
        raise UsageError(
            f"{path}: every row is written as N-Triples", hint="give a name that ends in .nt"
        )


def _template(done: Sequence[Done]) -> list[str]:
    from imgcif_map.rdf.catalogue.form import form

    return [form(done[0].summary.record)]


def _report(done: Sequence[Done], dictionary: Dictionary) -> Report:
    """What was found, file by file; the same finding of a block for several files once."""
    from imgcif_map.findings import FileReport, Report
    from imgcif_map.validator import stamps

    files: dict[str, dict[object, None]] = {}
    for one in done:
        for finding in one.findings:
            path = finding.location.path or one.document.path
            files.setdefault(path, {})[finding] = None
    found = tuple(FileReport(path, tuple(members)) for path, members in files.items())  # type: ignore[arg-type]
    return Report(found, stamps(dictionary))
