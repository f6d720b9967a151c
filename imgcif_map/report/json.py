"""The report as JSON, format version 1; ``report.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Report
from imgcif_map.report.options import Options
from imgcif_map.version import VERSION

FORMAT_VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, options: Options) -> str:
    """Stable JSON: the same report gives the same text."""
    return dumps(to_dict(report, options.unreadable))


def dumps(data: dict[str, Any]) -> str:
    """Readable JSON that can always be encoded: lone surrogates (file names) are escaped."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what :func:`render` gives."""
    text = Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def to_dict(report: Report, unreadable: tuple[UnreadableInput, ...] = ()) -> dict[str, Any]:
    """The report as plain data, in the order the format states.

    ``unreadable`` is there only if an input could not be read.
    """
    data: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "imgcif-map", "version": VERSION},
        "dictionaries": [
            {"title": d.title, "version": d.version, "sha256": d.sha256}
            for d in report.dictionaries
        ],
        "files": [_file(file) for file in report.files],
        "summary": report.summary(),
    }
    if unreadable:
        data["unreadable"] = [{"message": e.message, "hint": e.hint} for e in unreadable]
    return data


def _file(file: FileReport) -> dict[str, Any]:
    """``suppressed`` is there only where comments of the file suppress something."""
    data: dict[str, Any] = {
        "path": file.path,
        "findings": [finding_dict(finding) for finding in file.findings],
    }
    if file.suppressed:
        data["suppressed"] = [finding_dict(finding) for finding in file.suppressed]
    return data


def finding_dict(finding: Finding) -> dict[str, Any]:
    """One finding; lines and columns are null where they are not known.

    Gaps carry ``source``, ``looked`` and ``why``, too, suppressed findings
    ``suppressed_by``; other findings leave them out where they are empty.
    """
    at = finding.location
    data: dict[str, Any] = {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "line": at.line or None,
        "column": at.column or None,
        "block": at.block,
        "frame": at.frame,
        "category": at.category,
        "item": at.item,
        "value": finding.value,
        "count": finding.count,
        "positions": [list(position) for position in finding.positions],
        "hint": finding.hint,
        "spec_url": finding.spec_url,
    }
    if at.source is not None:
        data["source"] = at.source
    if finding.looked:
        data["looked"] = list(finding.looked)
    if finding.why:
        data["why"] = finding.why
    if finding.suppressed_by:
        data["suppressed_by"] = finding.suppressed_by
    return data
