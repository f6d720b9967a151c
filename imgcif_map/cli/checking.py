"""What ``validate`` and ``dictionary lint`` share: project files, reports, exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgcif_map.cli import common, outputs, reports
from imgcif_map.cli.choices import FailOn, ReportFormat
from imgcif_map.errors import UsageError

if TYPE_CHECKING:
    from imgcif_map.archives.request import Archives
    from imgcif_map.project.batch import Batch
    from imgcif_map.project.settings import Overrides, Project


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line; None and empty where nothing was."""

    files: list[str]
    dictionaries: list[str] | None = None
    import_paths: list[Path] | None = None
    profile: str | None = None
    select: list[str] | None = None
    ignore: list[str] | None = None
    severity: list[str] | None = None
    fail_on: FailOn | None = None
    form: ReportFormat | None = None
    output: Path | None = None
    reports: list[str] | None = None
    most: int = 5
    config: Path | None = None
    look: bool = True
    force_exclude: bool = False
    jobs: int | None = None
    together: bool = False
    archives: Archives | None = None
    stdin_name: str | None = None
    exit_zero: bool = False
    quiet: bool = False
    no_color: bool = False
    kind: str = field(default="data", kw_only=True)
    suffixes: tuple[str, ...] | None = field(default=None, kw_only=True)
    """How the names of files end that are looked for in folders."""

    def run(self) -> int:
        """Check the files, write the report; the exit code."""
        from imgcif_map.project.batch import run as run_batch
        from imgcif_map.project.inputs import SUFFIXES, expand
        from imgcif_map.project.nearest import Projects

        projects = Projects(self.config, look=self.look)
        here = projects.here()
        suffixes = self.suffixes or SUFFIXES
        names = expand(self.files, projects, suffixes=suffixes, force_exclude=self.force_exclude)
        also = written(self.reports)
        outputs.check(map(Path, names), [self.output, *(file for _, file in also)])
        with common.progress(self.quiet or len(names) < 2, self.no_color) as progress:
            batch = run_batch(
                names,
                projects,
                self._given(),
                kind=self.kind,
                jobs=next(n for n in (self.jobs, here.jobs, 0) if n is not None),
                together=self.together,
                stdin_name=self.stdin_name,
                progress=progress,
                describe=ReportFormat.HTML in self._forms(here, also),
            )
        self._tell(batch, here, also)
        if batch.unreadable:
            return common.FAILED
        return common.FOUND if batch.failed and not self.exit_zero else common.OK

    def _given(self) -> Overrides:
        from imgcif_map.findings import Severity
        from imgcif_map.project.settings import Labels, Overrides

        return Overrides(
            tuple(self.dictionaries or ()),
            tuple(self.import_paths or ()),
            self.profile,
            Labels(codes(self.select), codes(self.ignore), levels(self.severity)),
            Severity(self.fail_on.value) if self.fail_on else None,
            self.archives,
        )

    def _forms(self, here: Project, also: list[tuple[ReportFormat, Path]]) -> set[ReportFormat]:
        """The formats that are to be written."""
        return {self.form or ReportFormat(here.format or "text"), *(form for form, _ in also)}

    def _tell(self, batch: Batch, here: Project, also: list[tuple[ReportFormat, Path]]) -> None:
        """The report to stdout or a file, what else there is to say to stderr."""
        form = self.form or ReportFormat(here.format or "text")
        files = [*also, *([(form, self.output)] if self.output else [])]
        threshold = self._given().fail_on or here.fail_on
        more: dict[str, Any] = {"fail_on": threshold} if threshold else {}
        more |= {"most": self.most, "unreadable": batch.unreadable}
        texts = [(f, [reports.rendered(batch.report, x, True, None, **more)]) for x, f in files]
        if texts:
            outputs.write_all(texts)
        said = batch.report.files or (form is not ReportFormat.TEXT and batch.unreadable)
        if self.output is None and said:
            reports.show(batch.report, form, self.no_color, **more)
        if not self.quiet:
            for message, hint in batch.remarks:
                common.complain(f"warning: {message}", hint)
            if self.output not in (None, outputs.STDOUT):
                common.complain(f"{self.output}: {_counts(batch)}")
        for error in batch.unreadable:
            common.complain(f"error: {error.message}", error.hint)


def _counts(batch: Batch) -> str:
    """``3 files: 1 error, 2 warnings, 0 notes``."""
    number = len(batch.report.files)
    said = (f"{n} {name}{'s' * (n != 1)}" for name, n in batch.report.summary().items())
    return f"{number} file{'s' * (number != 1)}: {', '.join(said)}"


def looking(
    archives: bool,
    substitute: list[str] | None,
    online: bool,
    allow_private: bool,
    images: str | None,
) -> Archives | None:
    """How archives are to be looked at; None if nobody asked. Raises UsageError."""
    if allow_private and not online:
        raise UsageError("--allow-private says which addresses --online may ask: give that, too")
    if not (archives or substitute or online or images is not None):
        return None
    from imgcif_map.archives.request import make_archives

    return make_archives(
        substitute or (),
        online=online,
        images=1 if images is None else images,
        allow_private=allow_private,
    )


def codes(given: Iterable[str] | None) -> tuple[str, ...]:
    """``["DDL,CIF", "IMG"]`` as three codes."""
    parts = (part.strip() for text in given or () for part in text.split(","))
    return tuple(part for part in parts if part)


def levels(given: Iterable[str] | None) -> tuple[tuple[str, str], ...]:
    """``["DDL001=error,IMG=off"]`` as two pairs; UsageError for anything else."""
    found = []
    for part in codes(given):
        label, equals, level = (piece.strip() for piece in part.partition("="))
        if not (label and equals and level):
            raise UsageError(
                f"--severity {part}: not of the form CODE=LEVEL",
                hint="for example --severity DDL001=error",
            )
        found.append((label, level))
    return tuple(found)


def written(given: Iterable[str] | None) -> list[tuple[ReportFormat, Path]]:
    """``["sarif=x.sarif"]`` as format and file; UsageError for anything else."""
    found = []
    for text in given or ():
        form, equals, file = text.partition("=")
        if not equals or not file or form not in tuple(ReportFormat):
            raise UsageError(
                f"--report {text}: not of the form FORMAT=FILE",
                hint=f"for example --report sarif=report.sarif; formats: {', '.join(ReportFormat)}",
            )
        found.append((ReportFormat(form), Path(file)))
    return found
