"""OAI-PMH without a program on the server: answers as files, and a static repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.site import Site
from imgcif_map.bundle.xmltext import HEAD, element, holding

OAI = "http://www.openarchives.org/OAI/2.0/"
STATIC = "http://www.openarchives.org/OAI/2.0/static-repository"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LARGEST = 5000
"""Data sets up to which there is a static repository, which is a single file."""
FORMATS: Mapping[str, tuple[str, str, str]] = {
    "oai_datacite": (
        "datacite.xml",
        "http://schema.datacite.org/oai/oai-1.1/oai.xsd",
        "http://schema.datacite.org/oai/oai-1.1/",
    ),
    "oai_dc": (
        "dc.xml",
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
    ),
}
"""File of a data set, schema and namespace by metadata prefix."""


def identify(site: Site, earliest: str, day: str) -> str:
    """The answer to ``Identify``."""
    return _answer(site, day, 'verb="Identify"', _identify(site, earliest, f"{site.base}oai"))


def formats(site: Site, day: str) -> str:
    """The answer to ``ListMetadataFormats``."""
    return _answer(site, day, 'verb="ListMetadataFormats"', _formats())


def sets(site: Site, day: str) -> str:
    """The answer to ``ListSets``: there are none."""
    told = '<error code="noSetHierarchy">There are no sets.</error>'
    return _envelope(site, day, 'verb="ListSets"', told)


def bad_verb(site: Site, day: str) -> str:
    """The answer to anything else."""
    return _envelope(site, day, "", '<error code="badVerb">This verb is not answered.</error>')


def nothing(site: Site, day: str, verb: str, prefix: str) -> str:
    """The answer of a list without members."""
    told = '<error code="noRecordsMatch">There are no records.</error>'
    return _envelope(site, day, f'verb="{verb}" metadataPrefix="{prefix}"', told)


def record(site: Site, entry: Entry, prefix: str, metadata: str) -> str:
    """A record; ``metadata`` is the data set's file of that form."""
    body = metadata.partition("?>")[2].strip()
    if prefix == "oai_datacite":
        body = (
            '<oai_datacite xmlns="http://schema.datacite.org/oai/oai-1.1/">'
            f"<schemaVersion>4</schemaVersion><payload>{body}</payload></oai_datacite>"
        )
    return f"<record>{header(site, entry)}<metadata>{body}</metadata></record>"


def header(site: Site, entry: Entry) -> str:
    """The header of a record."""
    return holding(
        "header",
        [element("identifier", site.oai(entry.name)), element("datestamp", entry.changed)],
    )


def token(prefix: str, number: int) -> str:
    """What a harvester asks for the next page with."""
    return f"{prefix}-{number}"


def listing(
    site: Site,
    day: str,
    verb: str,
    prefix: str,
    records: Sequence[str],
    place: tuple[int, int, int],
) -> str:
    """A page of ``ListRecords`` or ``ListIdentifiers``; number, page size and number of all."""
    number, size, total = place
    cursor = (number - 1) * size
    more = cursor + len(records) < total
    end = ""
    if more or number > 1:
        named = token(prefix, number + 1) if more else ""
        end = (f'<resumptionToken completeListSize="{total}" cursor="{cursor}">{named}'
               "</resumptionToken>")  # fmt: skip
    asked = f'verb="{verb}" ' + (
        f'metadataPrefix="{prefix}"' if number == 1
        else f'resumptionToken="{token(prefix, number)}"'
    )  # fmt: skip
    return _answer(site, day, asked, "\n".join([*records, end]))


def repository(
    site: Site, earliest: str, records: Mapping[str, Sequence[tuple[Entry, str]]]
) -> Iterator[str]:
    """A static repository, for gateways; records by metadata prefix."""
    base = f"{site.base}oai/static-repository.xml"
    yield HEAD
    yield f'<Repository xmlns="{STATIC}" xmlns:oai="{OAI}" xmlns:xsi="{XSI}" '
    yield f'xsi:schemaLocation="{STATIC} {STATIC}.xsd">\n'
    yield f"<Identify>{_identify(site, earliest, base, 'oai:')}</Identify>\n"
    yield f"<ListMetadataFormats>{_formats('oai:')}</ListMetadataFormats>\n"
    for prefix, members in records.items():
        yield f'<ListRecords metadataPrefix="{prefix}">\n'
        for entry, metadata in members:
            told = record(site, entry, prefix, metadata)
            for tag in ("record", "header", "identifier", "datestamp", "metadata"):
                told = _prefixed(told, tag)
            yield told + "\n"
        yield "</ListRecords>\n"
    yield "</Repository>\n"


def _prefixed(told: str, tag: str) -> str:
    """The first ``<tag>`` and its end in the namespace of OAI: those of the record itself."""
    told = told.replace(f"<{tag}>", f"<oai:{tag}>", 1)
    end = f"</{tag}>"
    if tag in ("record", "metadata"):  # they end last
        before, _, after = told.rpartition(end)
        return f"{before}</oai:{tag}>{after}"
    return told.replace(end, f"</oai:{tag}>", 1)


def _identify(site: Site, earliest: str, base: str, mark: str = "") -> str:
    pairs = (
        ("repositoryName", site.title),
        ("baseURL", base),
        ("protocolVersion", "2.0"),
        ("adminEmail", site.email),
        ("earliestDatestamp", earliest),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DD"),
    )
    return "".join(element(f"{mark}{name}", value) for name, value in pairs)


def _formats(mark: str = "") -> str:
    return "".join(
        holding(f"{mark}metadataFormat", [
            element(f"{mark}metadataPrefix", prefix),
            element(f"{mark}schema", schema),
            element(f"{mark}metadataNamespace", space),
        ])
        for prefix, (_, schema, space) in FORMATS.items()
    )  # fmt: skip


def _answer(site: Site, day: str, asked: str, body: str) -> str:
    verb = asked.split('"')[1]
    return _envelope(site, day, asked, f"<{verb}>\n{body}\n</{verb}>")


def _envelope(site: Site, day: str, asked: str, body: str) -> str:
    return (
        f'{HEAD}<OAI-PMH xmlns="{OAI}" xmlns:xsi="{XSI}" '
        f'xsi:schemaLocation="{OAI} {OAI}OAI-PMH.xsd">\n'
        f"<responseDate>{day}T00:00:00Z</responseDate>\n"
        f"<request{' ' + asked if asked else ''}>{site.base}oai</request>\n{body}\n</OAI-PMH>\n"
    )
