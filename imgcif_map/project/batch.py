"""Validates many files, each under the project file that is responsible for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import DictionaryStamp, FileReport, Report, Severity
from imgcif_map.project.inputs import STDIN
from imgcif_map.project.judge import Judge, Task
from imgcif_map.project.nearest import Projects
from imgcif_map.project.outcomes import Outcomes
from imgcif_map.project.settings import DATA, DICTIONARY, Overrides, settings_for
from imgcif_map.validator import stamps

STDIN_NAME = "<stdin>"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Batch:
    """One report on all files that can be read, and what is wrong with the others."""

    report: Report
    unreadable: tuple[UnreadableInput, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    """Messages with hints on what was asked for: unknown data names in a profile."""
    failed: bool = False
    """True if a file has a finding at least as severe as its threshold."""


def run(
    names: Iterable[str],
    projects: Projects | None = None,
    given: Overrides | None = None,
    *,
    kind: str = DATA,
    jobs: int = 1,
    together: bool = False,
    stdin_name: str | None = None,
    progress: Progress | None = None,
    describe: bool = False,
) -> Batch:
    """Validate files (``-`` is standard input) under their projects, in the order given.

    ``kind`` is ``data``, or ``dictionary`` for DDLm dictionaries that are checked
    themselves; among data, a DDLm dictionary called ``*.dic`` is checked so, too,
    unless dictionaries are given. With ``together`` the data form one data set.
    ``jobs`` is the most processes to work side by side, 0 for all processors; the
    result does not depend on it. With ``describe`` reports say what the files describe, too
    (``FileReport.about``). Raises UsageError for a faulty project file,
    profile, code or dictionary; files that cannot be read are listed.
    """
    projects, overrides = projects or Projects(), given or Overrides()
    tasks: list[Task] = []
    thresholds: list[Severity] = []
    for name in names:
        if name == STDIN and kind != DATA:
            raise UsageError("a dictionary is read from a file, beside which its imports lie")
        place = (stdin_name or STDIN_NAME) if name == STDIN else name
        project = projects.of_file(place)
        one = DICTIONARY if kind == DATA and _defines(name, overrides) else kind
        tasks.append(Task(name, settings_for(place, project, overrides, one), describe))
        thresholds.append(overrides.fail_on or project.fail_on or Severity.ERROR)
    judge = Judge()
    dictionaries, remarks = _prepared(judge, tasks)
    files: list[FileReport] = []
    unreadable: list[UnreadableInput] = []
    failed = False
    source = Outcomes(tasks, judge, stdin_name or STDIN_NAME)
    with closing(source.together() if together else source.one_by_one(jobs)) as found:
        for number, (outcome, threshold) in enumerate(zip(found, thresholds, strict=True), 1):
            if isinstance(outcome, UnreadableInput):
                unreadable.append(outcome)
            else:
                files.append(outcome)
                failed |= any(f.severity.rank >= threshold.rank for f in outcome.findings)
            if progress:
                progress("validating", number, len(tasks))
    return Batch(Report(tuple(files), dictionaries), tuple(unreadable), remarks, failed)


def _defines(name: str, given: Overrides) -> bool:
    """True for a DDLm dictionary, which no dictionary of data describes."""
    if given.dictionaries or not name.lower().endswith(".dic"):
        return False
    try:
        return b"_dictionary.title" in Path(name).read_bytes().lower()
    except OSError:
        return False  # which is said when the file's turn comes


def _prepared(
    judge: Judge, tasks: Iterable[Task]
) -> tuple[tuple[DictionaryStamp, ...], tuple[tuple[str, str], ...]]:
    """The dictionaries in use, and remarks on what was asked for; raises what is wrong with it."""
    found: dict[DictionaryStamp, None] = {}
    remarks: dict[tuple[str, str], None] = {}
    for settings in dict.fromkeys(task.settings for task in tasks):
        judge.prepare(settings)
        found.update(dict.fromkeys(stamps(judge.dictionary(settings))))
        remarks.update(dict.fromkeys(judge.remarks(settings)))
    return tuple(found), tuple(remarks)
