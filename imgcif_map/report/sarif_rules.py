"""The rules of a SARIF run: the pages that ``explain`` shows, of the codes that occur."""

from __future__ import annotations

from typing import Any

from imgcif_map.findings import Finding, Severity
from imgcif_map.report.plain import safe
from imgcif_map.rules.codes import Page, pages

_PROBLEM = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "recommendation",
}
_FAMILIES = {
    "ARC": "archive",
    "CIF": "syntax",
    "DDL": "data",
    "DIC": "dictionary",
    "GAP": "gap",
    "CAT": "catalogue",
    "IMG": "imgCIF",
    "INT": "internal",
    "MAP": "mapping",
    "SUP": "suppression",
}


class Rules:
    """The reportingDescriptors of a run, in the order the codes occur."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._index: dict[str, int] = {}
        self._pages: dict[str, Page] | None = None

    def index(self, finding: Finding) -> int:
        """Index of the finding's rule, which is added the first time."""
        if finding.code not in self._index:
            if self._pages is None:
                self._pages = pages()
            page = self._pages.get(finding.code) or Page(
                finding.code, finding.name, finding.severity, spec_url=finding.spec_url
            )
            self._index[finding.code] = len(self.entries)
            self.entries.append(descriptor(page))
        return self._index[finding.code]


def descriptor(page: Page) -> dict[str, Any]:
    """A code's page as a reportingDescriptor."""
    short = _one_line(page.summary) or _one_line(page.what) or page.name
    found: dict[str, Any] = {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": _one_line(page.what) or short},
        "defaultConfiguration": {"level": page.severity.value},
        "help": {"text": _help(page, markdown=False), "markdown": _help(page, markdown=True)},
        "properties": {
            "tags": [_FAMILIES[page.code[:3]]] if page.code[:3] in _FAMILIES else [],
            "problem.severity": _PROBLEM[page.severity],
        },
    }
    if page.spec_url.startswith(("https://", "http://")):
        found["helpUri"] = page.spec_url
    return found


def _help(page: Page, *, markdown: bool) -> str:
    """The sections of the page; examples stay as they are written."""
    parts = [f"{page.code} {page.name}"] if not markdown else []
    for heading, text in (("What", page.what), ("Why", page.why), ("What to do", page.hint)):
        if text:
            said = " ".join(text.split()) if markdown else _one_line(text)
            parts.append(f"**{heading}.** {said}" if markdown else f"{heading}: {said}")
    for heading, example in (("Fails", page.fails), ("Passes", page.passes)):
        if example.strip():
            example = example.strip("\n")
            parts.append(
                f"**{heading}**\n\n````\n{example}\n````" if markdown else f"{heading}:\n{example}"
            )
    return "\n\n".join(parts) or page.name


def _one_line(text: str) -> str:
    return safe(" ".join(text.replace("`", "").split()))
