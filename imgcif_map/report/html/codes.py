"""What the codes in the report mean: the text of each rule, to be opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.findings import Report
from imgcif_map.report.html.markup import details, escaped, heading, link
from imgcif_map.rules.codes import Page, pages


def codes_section(report: Report) -> Iterator[str]:
    """A section with the page of each code that occurs; nothing without findings."""
    found = {f.code: f for f in report.findings}
    if not found:
        return
    known = pages()
    yield '<section class="codes" aria-labelledby="codes">'
    yield heading(2, "What the codes mean", "codes")
    for code in sorted(found):
        page = known.get(code) or Page(code, found[code].name, found[code].severity)
        yield from _code(page)
    yield "</section>"


def _code(page: Page) -> Iterator[str]:
    title = f"<strong>{escaped(page.code)}</strong> {escaped(page.name.replace('-', ' '))}"
    yield from details(title, _text(page), f"code-{escaped(page.code)}")


def _text(page: Page) -> Iterator[str]:
    if page.summary:
        yield f"<p>{_prose(page.summary)}</p>"
    for label, text in (("What", page.what), ("Why", page.why), ("What to do", page.hint)):
        if text:
            yield f"<p><strong>{label}</strong></p>"
            yield from (f"<p>{_prose(part)}</p>" for part in re.split(r"\n\s*\n", text))
    for label, text in (("Fails", page.fails), ("Passes", page.passes)):
        if text:
            lines = "\n".join(escaped(line) for line in text.splitlines())
            yield f"<p><strong>{label}</strong></p><pre>{lines}</pre>"
    if page.spec_url.startswith(("http://", "https://")):
        yield f"<p>{link(page.spec_url, 'Specification')}</p>"


def _prose(text: str) -> str:
    """Text with ``names`` in backquotes."""
    plain = escaped(" ".join(text.split()))
    return re.sub(r"`{1,2}([^`]+)`{1,2}", r"<code>\1</code>", plain)
