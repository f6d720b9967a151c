"""``sitemap.xml`` and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.site import Site
from imgcif_map.bundle.xmltext import HEAD, element, holding

MOST = 50_000
"""Addresses that one sitemap may have."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(entries: Sequence[Entry], site: Site, most: int = MOST) -> Iterator[tuple[str, str]]:
    """Sitemaps by name; an index of them if there is more than one."""
    parts = [entries[at : at + most] for at in range(0, len(entries), most)] or [()]
    if len(parts) == 1:
        yield "sitemap.xml", _urls(parts[0], site)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _urls(part, site)
    lines = [
        holding("sitemap", [element("loc", site.url(name)),
                            element("lastmod", max(entry.changed for entry in part))])
        for name, part in zip(names, parts, strict=True)
    ]  # fmt: skip
    body = "\n".join(lines)
    yield "sitemap.xml", f'{HEAD}<sitemapindex xmlns="{_SPACE}">\n{body}\n</sitemapindex>\n'


def _urls(entries: Sequence[Entry], site: Site) -> str:
    lines = [
        holding("url", [element("loc", site.url(e.page)), element("lastmod", e.changed)])
        for e in entries
    ]
    body = "\n".join(lines)
    return f'{HEAD}<urlset xmlns="{_SPACE}">\n{body}\n</urlset>\n'


def robots(site: Site) -> str:
    """Everybody is welcome; it counts where the bundle is at the root of its server."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.url('sitemap.xml')}\n"
