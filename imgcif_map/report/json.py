"""The report as JSON, format version 1."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from imgcif_map.findings import Finding, Report

FORMAT_VERSION = 1


def render(report: Report, *, color: bool = False) -> str:
    """Stable JSON: the same report gives the same text. ``color`` has no effect."""
    return json.dumps(to_dict(report), indent=2, ensure_ascii=False) + "\n"


def to_dict(report: Report) -> dict[str, Any]:
    """The report as plain data, in the order the format states."""
    return {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "imgcif-map", "version": tool_version()},
        "dictionaries": [
            {"title": d.title, "version": d.version, "sha256": d.sha256}
            for d in report.dictionaries
        ],
        "files": [
            {"path": file.path, "findings": [finding_dict(f) for f in file.findings]}
            for file in report.files
        ],
        "summary": report.summary(),
    }


def finding_dict(finding: Finding) -> dict[str, Any]:
    """One finding; lines and columns are null where they are not known.

    Gaps carry ``source``, ``looked`` and ``why``, too; other findings leave
    them out where they are empty.
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
    return data


def tool_version() -> str:
    """Version of the installed package; ``0`` if it is not installed."""
    try:
        return version("imgcif-map")
    except PackageNotFoundError:
        return "0"
