"""Provenance: the file, the dictionaries, the profile and the program that judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from imgcif_map.figures.numbers import whole
from imgcif_map.findings import Report
from imgcif_map.report.html.file import File
from imgcif_map.report.html.markup import facts, heading, said, table
from imgcif_map.version import VERSION


def origin_section(report: Report, files: Sequence[File]) -> Iterator[str]:
    """The section; it says nothing of when and where, so that it can be made again."""
    yield '<section class="origin" aria-labelledby="origin">'
    yield heading(2, "Provenance", "origin")
    yield from facts([("Program", f"imgcif-map {VERSION}", False)])
    names = Counter(file.name for file in files)
    rows = (
        [said(file.name if names[file.name] == 1 else file.report.path), *_file(file)]
        for file in files
    )
    yield from table("Files", ("File", "Bytes", "SHA-256", "Profile"), rows)
    stamps = (
        [said(d.title), said(d.version) if d.version else "–", f"<code>{said(d.sha256)}</code>"]
        for d in report.dictionaries
    )
    yield from table("Dictionaries", ("Dictionary", "Version", "SHA-256"), stamps)
    yield "</section>"


def _file(file: File) -> list[str]:
    account = file.account
    if account is None:
        return ["–", "–", "–"]
    profile = said(account.asked.id) if account.asked else "none"
    size = "–" if account.bytes is None else whole(account.bytes)
    checksum = f"<code>{account.sha256}</code>" if account.sha256 else "not a file on disk"
    return [size, checksum, profile]
