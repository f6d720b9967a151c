"""The list of all data sets, for people, in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgcif_map.bundle.catalogpages import numbered
from imgcif_map.bundle.frame import page
from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.site import Site
from imgcif_map.report.html.markup import items, link, said, table

_CUT = 120


def list_page(site: Site, pages: Sequence[Sequence[Entry]], number: int) -> str:
    """One page of the list."""
    head = (
        '<link rel="alternate" type="text/turtle" href="catalog.ttl">',
        '<link rel="alternate" type="application/ld+json" href="catalog.jsonld">',
        '<link rel="describedby" type="text/turtle" href="void.ttl">',
        f'<link rel="item" href="{numbered("catalog", ".ttl", number)}">',
    )
    return page(site.title, _body(pages, number), head)


def _body(pages: Sequence[Sequence[Entry]], number: int) -> Iterator[str]:
    total = sum(len(one) for one in pages)
    yield f"<p>{total} data set{'s' * (total != 1)}. Page {number} of {len(pages)}.</p>"
    rows = (_row(entry) for entry in pages[number - 1])
    yield from table("Data sets", ("Title", "Authors", "DOI", "Published", "Access"), rows)
    steps = [("Previous page", number - 1), ("Next page", number + 1)]
    found = [
        f'<a href="{numbered("index", ".html", to)}">{words}</a>'
        for words, to in steps
        if 1 <= to <= len(pages)
    ]
    if found:
        yield '<nav aria-label="Pages">'
        yield from items(found)
        yield "</nav>"
    yield '<p>For machines: <a href="catalog.ttl">Turtle</a>, <a href="catalog.jsonld">JSON-LD</a>,'
    yield '<a href="sitemap.xml">sitemap</a>, <a href="oai/Identify.xml">OAI-PMH</a>,'
    yield '<a href="ro-crate-metadata.json">RO-Crate</a>.</p>'


def _row(entry: Entry) -> list[str]:
    title = entry.title if len(entry.title) <= _CUT else entry.title[: _CUT - 1] + "…"
    people = ", ".join(entry.creators[:3]) + (" et al." if len(entry.creators) > 3 else "")
    return [
        f'<a href="dataset/{entry.name}/">{said(title)}</a>',
        said(people or "–"),
        link(entry.doi, entry.doi.removeprefix("https://doi.org/")) if entry.doi else "–",
        said(entry.issued or "–"),
        said(entry.access or "–"),
    ]
