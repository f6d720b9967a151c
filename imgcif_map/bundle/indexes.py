"""The files of the bundle that list data sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgcif_map.bundle import catalogpages, crate, oai, servers
from imgcif_map.bundle.catalogpages import divided, numbered
from imgcif_map.bundle.folder import Folder
from imgcif_map.bundle.listpages import list_page
from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.site import Site
from imgcif_map.bundle.sitemap import robots, sitemaps


def indexes(
    entries: Sequence[Entry], site: Site, folder: Folder, day: str
) -> Iterator[tuple[str, str]]:
    """Name and text of each; one page is held at a time."""
    latest = max((entry.changed for entry in entries), default=day)
    pages = divided(entries, site.size)
    for number, page in enumerate(pages, 1):
        yield numbered("index", ".html", number), list_page(site, pages, number)
        parts = [folder.read(entry, "metadata.ttl") for entry in page]
        name = numbered("catalog", ".ttl", number)
        yield name, catalogpages.turtle_page(site, pages, number, parts)
        parts = [folder.read(entry, "metadata.jsonld") for entry in page]
        name = numbered("catalog", ".jsonld", number)
        yield name, catalogpages.jsonld_page(site, pages, number, parts)
    yield "void.ttl", catalogpages.description(site, pages)
    yield "robots.txt", robots(site)
    yield from sitemaps(entries, site)
    yield crate.NAME, crate.whole(entries, site, latest)
    yield "servers/nginx.conf", servers.nginx(entries, site)
    yield "servers/apache.conf", servers.apache(entries, site)
    yield from _harvested(entries, pages, site, folder, latest)


def _harvested(
    entries: Sequence[Entry], pages: Sequence[Sequence[Entry]], site: Site, folder: Folder, day: str
) -> Iterator[tuple[str, str]]:
    earliest = min((entry.changed for entry in entries), default=day)
    yield "oai/Identify.xml", oai.identify(site, earliest, day)
    yield "oai/ListMetadataFormats.xml", oai.formats(site, day)
    yield "oai/ListSets.xml", oai.sets(site, day)
    yield "oai/badVerb.xml", oai.bad_verb(site, day)
    for prefix, (file, _, _) in oai.FORMATS.items():
        for number, page in enumerate(pages, 1):
            place = (number, site.size, len(entries))
            records = [oai.record(site, e, prefix, folder.read(e, file)) for e in page]
            headers = [oai.header(site, entry) for entry in page]
            for verb, members in (("ListRecords", records), ("ListIdentifiers", headers)):
                if members:
                    text = oai.listing(site, day, verb, prefix, members, place)
                else:
                    text = oai.nothing(site, day, verb, prefix)
                yield f"oai/{verb}-{prefix}-{number}.xml", text
    if 0 < len(entries) <= oai.LARGEST:
        known = {
            prefix: [(entry, folder.read(entry, file)) for entry in entries]
            for prefix, (file, _, _) in oai.FORMATS.items()
        }
        yield "oai/static-repository.xml", "".join(oai.repository(site, earliest, known))
