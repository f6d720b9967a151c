"""JUnit XML as GitLab, Jenkins and others read it: a suite per file, a test case per code.

A finding at least as severe as ``fail_on`` makes its code fail in this file;
other findings are the output of a case that passes, suppressed ones of a case
that is skipped. A clean file is one passing case. Names carry no line numbers,
so that a case is the same one in the next run. There are no times: the same
report gives the same text.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Report
from imgcif_map.report.options import Options
from imgcif_map.report.places import advice, place, times
from imgcif_map.report.plain import safe

_CLEAN = "nothing to report"
_UNREADABLE = "unreadable inputs"


class Case(NamedTuple):
    """One test case: ``kind`` is the element it has, ``body`` its text."""

    name: str
    kind: str = ""
    message: str = ""
    code: str = ""
    body: str = ""
    line: int = 0
    file: str = ""
    """If it is another one than the suite's name says."""
    seconds: float = 0.0


def render(report: Report, options: Options) -> str:
    """The report as one XML document."""
    suites = [(file.path or "(document)", list(_cases(file, options))) for file in report.files]
    if options.unreadable:
        suites.append((_UNREADABLE, [_unreadable(error) for error in options.unreadable]))
    return document(suites)


def document(suites: Iterable[tuple[str, list[Case]]]) -> str:
    """Suites by name as one XML document."""
    root = ET.Element("testsuites", name="imgcif-map")
    for name, cases in suites:
        _suite(root, safe(name), cases)
    for what in ("tests", "failures", "errors", "skipped"):
        root.set(what, str(sum(int(suite.get(what, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(file: FileReport, options: Options) -> Iterator[Case]:
    """The findings of a file by code, in the order the codes appear."""
    for found in _by_code(file.findings):
        first = found[0]
        fails = any(f.severity.rank >= options.fail_on.rank for f in found)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield Case(
            f"{first.code} {first.name}",
            "failure" if fails else "system-out",
            first.message + more,
            first.code,
            "\n".join(_text(finding, file) for finding in found),
            first.location.line,
        )
    for found in _by_code(file.suppressed):
        first = found[0]
        name = f"{first.code} {first.name} (suppressed)"
        reasons = dict.fromkeys(f.suppressed_by for f in found if f.suppressed_by)
        line = first.location.line
        yield Case(name, "skipped", "; ".join(reasons) or "suppressed", line=line)
    if not file.findings:
        yield Case(_CLEAN)


def _by_code(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    return list(groups.values())


def _text(finding: Finding, file: FileReport) -> str:
    """Everything about a finding: readers show this text and hardly anything else."""
    at = finding.location
    where = at.source if at.source and not at.line else place(at, file.path)
    head = f"{finding.severity.value} {finding.code} {finding.message}"
    lines = [f"{where}: {head}" if where else head]
    lines += [f"    {times(finding)}"] if finding.count > 1 else []
    lines += [f"    {label}: {text}" for label, text in advice(finding)]
    return "\n".join(safe(line) for line in lines)


def _unreadable(error: UnreadableInput) -> Case:
    body = safe(error.message) + (f"\n    hint: {safe(error.hint)}" if error.hint else "")
    return Case(error.message, "error", error.message, "unreadable", body)


def _suite(root: ET.Element, name: str, cases: list[Case]) -> None:
    kinds = [case.kind for case in cases]
    suite = ET.SubElement(
        root,
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(kinds.count("failure")),
        errors=str(kinds.count("error")),
        skipped=str(kinds.count("skipped")),
        time=_time(sum(case.seconds for case in cases)),
    )
    for case in cases:
        element = ET.SubElement(suite, "testcase", classname=name, name=safe(case.name))
        if case.kind != "error":
            element.set("file", safe(case.file) or name)
        if case.line:
            element.set("line", str(case.line))
        element.set("time", _time(case.seconds))
        if case.kind:
            _add(element, case)


def _add(element: ET.Element, case: Case) -> None:
    below = ET.SubElement(element, case.kind)
    if case.kind != "system-out":
        below.set("message", safe(case.message))
    if case.code and case.kind != "system-out":
        below.set("type", case.code)
    if case.body:
        below.text = case.body


def _time(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds else "0"
