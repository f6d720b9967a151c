"""Markdown pages of all codes for the reference manual, generated from the rules."""

from __future__ import annotations

from imgcif_map.rules.codes import Page, pages

_FAMILIES = {
    "CIF": "Syntax",
    "DDL": "Data against the dictionary",
    "DIC": "Dictionaries",
    "IMG": "What an imgCIF has to say",
    "GAP": "Gaps of a conversion",
    "CAT": "What a catalogue needs of a data set",
    "MAP": "Mapping files",
    "ARC": "Archives and images",
    "SUP": "Comments that keep findings out",
    "INT": "Faults of the program itself",
}


def rule_pages() -> dict[str, str]:
    """File name -> Markdown: ``index.md`` and ``<CODE>.md`` for every code."""
    known = pages()
    made = {f"{code}.md": _page(page) for code, page in known.items()}
    return {"index.md": _index(known), **made}


def _page(page: Page) -> str:
    lines = [f"# {page.code}: {page.name}", ""]
    facts = [f"Severity: **{page.severity.value}**"]
    facts += [f"also called {', '.join(f'`{name}`' for name in page.aliases)}"] * bool(page.aliases)
    facts += [f"since {page.since}"] * bool(page.since)
    facts += [f"[specification]({page.spec_url})"] * bool(page.spec_url)
    lines += [" · ".join(facts), ""]
    lines += [page.summary, ""] if page.summary else []
    for heading, text in (("What", page.what), ("Why", page.why), ("What to do", page.hint)):
        lines += [f"## {heading}", "", text, ""] if text else []
    for heading, text in (("Fails", page.fails), ("Passes", page.passes)):
        lines += [f"## {heading}", "", "```cif", text, "```", ""] if text else []
    return "\n".join(lines).rstrip() + "\n"


def _index(known: dict[str, Page]) -> str:
    lines = [
        "# Codes of findings",
        "",
        "Codes are stable and never reused. Severity is the one without a profile.",
        "",
    ]
    for family, title in _FAMILIES.items():
        members = [page for code, page in known.items() if code.startswith(family)]
        if not members:
            continue
        lines += [f"## {family}: {title}", "", "| Code | Name | Severity |", "|---|---|---|"]
        lines += [f"| [{p.code}]({p.code}.md) | {p.name} | {p.severity.value} |" for p in members]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
