"""SARIF 2.1.0, the OASIS format that code scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Report
from imgcif_map.report.excerpt import Source
from imgcif_map.report.fingerprints import Fingerprints
from imgcif_map.report.json import dumps
from imgcif_map.report.options import Options
from imgcif_map.report.places import advice
from imgcif_map.report.plain import safe
from imgcif_map.report.sarif_places import ROOT, Artifacts, LogicalLocations, region
from imgcif_map.report.sarif_rules import Rules
from imgcif_map.version import VERSION

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(report: Report, options: Options) -> str:
    """One run with all files, the rules that found something, and every finding."""
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, options).data()]})


class _Run:
    """Collects what results refer to by index while they are made."""

    def __init__(self, report: Report, options: Options) -> None:
        self.report = report
        self.options = options
        self.rules = Rules()
        self.artifacts = Artifacts()
        self.logical = LogicalLocations()

    def data(self) -> dict[str, Any]:
        """The run object."""
        for file in self.report.files:
            self.artifacts.location(file.path)
        results = [result for file in self.report.files for result in self._results(file)]
        return {
            "tool": {"driver": self._driver(), "extensions": self._dictionaries()},
            "invocations": [self._invocation()],
            "originalUriBaseIds": {
                ROOT: {"description": {"text": "The folder in which the program was run."}}
            },
            "artifacts": self.artifacts.entries,
            "logicalLocations": self.logical.entries,
            "columnKind": "unicodeCodePoints",
            "results": results,
        }

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "imgcif-map",
            "version": VERSION,
            "semanticVersion": VERSION,
            "language": "en",
            "rules": self.rules.entries,
        }

    def _dictionaries(self) -> list[dict[str, Any]]:
        """The dictionaries are what a driver's extensions are: they say what the rules check."""
        unique = dict.fromkeys(self.report.dictionaries)
        return [
            {
                "name": safe(stamp.title),
                "version": safe(stamp.version),
                "properties": {"sha256": stamp.sha256},
            }
            for stamp in unique
        ]

    def _invocation(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "executionSuccessful": not self.options.unreadable,
            "exitCode": self.options.ending(self.report),
        }
        if self.options.unreadable:
            found["toolExecutionNotifications"] = [
                _notification(error) for error in self.options.unreadable
            ]
        return found

    def _results(self, file: FileReport) -> Iterator[dict[str, Any]]:
        fingerprints = Fingerprints()
        source = Source(file.path, _lines(file))
        for suppressed, found in ((False, file.findings), (True, file.suppressed)):
            for finding in found:
                result = self._result(finding, file, source)
                result["partialFingerprints"] = {Fingerprints.NAME: fingerprints.of(finding)}
                if self.report.suppressed:  # then every result says whether it is
                    result["suppressions"] = [_suppression(finding)] if suppressed else []
                yield result

    def _result(self, finding: Finding, file: FileReport, source: Source) -> dict[str, Any]:
        at = finding.location
        places = list(dict.fromkeys([(at.line, at.column), *finding.positions]))
        physical = self._physical(finding, file, places, source)
        first = {"physicalLocation": physical[0]} if physical else {}
        logical = self.logical.of(at)
        if logical:
            first["logicalLocations"] = [logical]
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": self.rules.index(finding),
            "level": finding.severity.value,
            "message": {"text": _message(finding)},
            "locations": [first] if first else [],
            "occurrenceCount": max(1, finding.count),
        }
        if physical[1:]:
            result["relatedLocations"] = [
                {"id": number, "physicalLocation": place, "message": {"text": "The same here."}}
                for number, place in enumerate(physical[1:], 1)
            ]
        if finding.value is not None:
            result["properties"] = {"value": finding.value}
        return result

    def _physical(
        self, finding: Finding, file: FileReport, places: list[tuple[int, int]], source: Source
    ) -> list[Any]:
        """The positions of a finding as physicalLocations; none for a document without a file."""
        path = finding.location.path or file.path
        found = self.artifacts.location(path)
        if not found:
            return []
        text = source if path == file.path else Source("", ())
        regions = [region(finding, line, column, text) for line, column in places]
        return [
            {"artifactLocation": found} | ({"region": where} if where else {}) for where in regions
        ]


def _lines(file: FileReport) -> Iterator[int]:
    """All lines of a file that findings name."""
    for finding in (*file.findings, *file.suppressed):
        yield finding.location.line
        yield from (line for line, _ in finding.positions)


def _suppression(finding: Finding) -> dict[str, Any]:
    reason = {"justification": safe(finding.suppressed_by)} if finding.suppressed_by else {}
    return {"kind": "inSource", **reason}


def _message(finding: Finding) -> str:
    """The message as its first paragraph, then reason and hint.

    Braces are doubled (section 3.11.5 takes ``{0}`` for a placeholder), and what
    would look like a link (3.11.6) is kept from being one.
    """
    parts = [finding.message, *(f"{label.capitalize()}: {text}" for label, text in advice(finding))]
    text = "\n\n".join(safe(part) for part in parts)
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _notification(error: UnreadableInput) -> dict[str, Any]:
    text = safe(error.message) + (f"\n\nHint: {safe(error.hint)}" if error.hint else "")
    return {"level": "error", "message": {"text": text.replace("{", "{{").replace("}", "}}")}}
