"""The report as one page that people read: verdict, experiment, findings, provenance.

The page needs nothing else: its style, its script and its figures are in it, and a
Content-Security-Policy keeps a browser from asking for anything. The same report gives
the same bytes. Without the script all of it can be read.
"""

from __future__ import annotations

from imgcif_map.findings import Report
from imgcif_map.report.html.asked import asked_section
from imgcif_map.report.html.codes import codes_section
from imgcif_map.report.html.file import File, file_sections
from imgcif_map.report.html.index import index_section, unreadable_section
from imgcif_map.report.html.origin import origin_section
from imgcif_map.report.html.page import page
from imgcif_map.report.options import Options

__all__ = ["render"]


def render(report: Report, options: Options) -> str:
    """The whole page. What files describe is told where it was asked for (``FileReport.about``)."""
    files = [File(file, number) for number, file in enumerate(report.files, 1)]
    alone = len(files) == 1
    title = f"Check of {files[0].name}" if alone else f"Check of {len(files)} files"
    body: list[str] = []
    links: list[tuple[str, str]] = []
    if options.unreadable:
        body += unreadable_section(options.unreadable)
        links.append(("unreadable", "Not read"))
    if not alone:
        body += index_section(files)
        links.append(("files", "Files"))
    for file in files:
        body += file_sections(file, 2 if alone else 3, alone)
    if alone:
        links += files[0].links()
    body += codes_section(report)
    body += asked_section(files)
    body += origin_section(report, files)
    links += [("codes", "Codes")] * bool(report.findings) + [("origin", "Provenance")]
    return page(title, links, body)
