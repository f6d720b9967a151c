"""What comes first where there are several files: an index, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import Severity, count_by_severity
from imgcif_map.report.html.file import File
from imgcif_map.report.html.markup import heading, items, said, table
from imgcif_map.report.html.verdict import judged

_WORDS = {"stop": "to be corrected", "look": "to be looked at", "clear": "nothing against it"}


def index_section(files: Sequence[File]) -> Iterator[str]:
    """A table of the files with a link to each."""
    yield '<section aria-labelledby="files">'
    yield heading(2, "Files", "files")
    names = Counter(file.name for file in files)
    if files:
        head = ("File", "Verdict", "Errors", "Warnings", "Notes")
        yield from table(
            "Files of this report", head, (_row(file, names[file.name] > 1) for file in files)
        )
    else:
        yield "<p>No file could be read.</p>"
    yield "</section>"


def _row(file: File, whole: bool) -> list[str]:
    """``whole``: its name is not the only one of its kind."""
    stands, _ = judged(file.report, file.account)
    counts = count_by_severity(file.report.findings)
    numbers = [f"{counts[severity.value]}" for severity in Severity]
    name = f'<a href="#{file.id("file")}">{said(file.report.path if whole else file.name)}</a>'
    return [name, f'<span class="stands {stands}">{_WORDS[stands]}</span>', *numbers]


def unreadable_section(errors: Sequence[UnreadableInput]) -> Iterator[str]:
    """Inputs that are not in the report, and why."""
    yield '<section class="verdict stop" aria-labelledby="unreadable">'
    yield heading(2, "Not read", "unreadable")
    yield "<p>The report says nothing of these:</p>"
    yield from items(said(e.message) + (f"<br>{said(e.hint)}" if e.hint else "") for e in errors)
    yield "</section>"
