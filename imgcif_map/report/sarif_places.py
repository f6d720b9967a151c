"""Where SARIF results are: files as URIs, regions, and the places in a CIF file's structure."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from imgcif_map.findings import Finding, Location
from imgcif_map.report.excerpt import Source, marked
from imgcif_map.report.plain import safe

ROOT = "%SRCROOT%"


def uri(path: str) -> str:
    """The URI reference of a path: relative as it is, else of the scheme ``file``.

    A path that leaves the folder (``../x.cif``) is made absolute, as section
    3.10.2 asks: what it means depends on links. Bytes of the name that are no
    UTF-8 are kept.
    """
    try:
        pure = PurePath(path)
        if ".." in pure.parts:
            pure = PurePath(os.path.realpath(path))
        if pure.is_absolute():
            return pure.as_uri()
        return quote(os.fsencode(pure.as_posix()))
    except ValueError:  # no file can have this name; the report may be made by hand
        return quote(safe(path))


def region(finding: Finding, line: int, column: int, source: Source) -> dict[str, Any]:
    """What a finding is about at one of its positions; empty if the line is not known.

    Where the source line begins with the value or the data name there, the
    region ends with it; else it goes to the end of the line.
    """
    if not line:
        return {}
    found: dict[str, Any] = {"startLine": line}
    if column:
        found["startColumn"] = column
        rest = (source.line(line) or "")[column - 1 :]
        length = marked(rest, finding)
        if rest and (length > 1 or rest[:length] == finding.value):
            found["endColumn"] = column + length
            found["snippet"] = {"text": rest[:length]}
    return found


class Artifacts:
    """The files of a run: each once, in the order they are asked for."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._known: dict[str, dict[str, Any]] = {}

    def location(self, path: str) -> dict[str, Any]:
        """The artifactLocation of a path; empty for a document without a file."""
        if not path:
            return {}
        if path not in self._known:
            found: dict[str, Any] = {"uri": uri(path)}
            if not found["uri"].startswith("file:"):
                found["uriBaseId"] = ROOT
            same = [entry["location"] for entry in self.entries]
            if found not in same:
                self.entries.append({"location": found, "roles": ["analysisTarget"]})
                same.append(found)
            self._known[path] = {**found, "index": same.index(found)}
        return dict(self._known[path])


class LogicalLocations:
    """Data blocks, save frames, categories and data names of a run, each below its parent."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._known: dict[tuple[str, str, int], int] = {}

    def of(self, at: Location) -> dict[str, Any]:
        """The innermost logical location; empty if a finding has none.

        Inside a raw file it is the path or key of a record.
        """
        steps = (
            ("dataBlock", at.block, "data_"),
            ("saveFrame", at.frame, "save_"),
            ("category", at.category, ""),
            ("dataName", at.item, ""),
        )
        parent, full = -1, ""
        if at.source:
            parent, full = self._entry("record", safe(at.source), safe(at.source), -1)
        for kind, name, prefix in steps:
            if name:
                said = f"{prefix}{safe(name)}"
                parent, full = self._entry(kind, said, f"{full}/{said}" if full else said, parent)
        return {"fullyQualifiedName": full, "index": parent} if full else {}

    def _entry(self, kind: str, name: str, full: str, parent: int) -> tuple[int, str]:
        key = (kind, full, parent)
        if key not in self._known:
            entry = {"name": name, "fullyQualifiedName": full, "kind": kind}
            self._known[key] = len(self.entries)
            self.entries.append(entry | ({"parentIndex": parent} if parent >= 0 else {}))
        return self._known[key], full
