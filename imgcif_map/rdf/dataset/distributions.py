"""Where the bytes are: one ``dcat:Distribution`` for each archive or file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from imgcif_map.errors import UsageError
from imgcif_map.findings import Finding, Location
from imgcif_map.mapping.uris import encoded_uri
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.catalogue.values import REMOTE, WEB, address, doi
from imgcif_map.rdf.dataset.archives import Archive
from imgcif_map.rdf.dataset.builder import Builder, whole
from imgcif_map.rdf.dataset.media import media_type, wrapping
from imgcif_map.rdf.dataset.provenance import file_name
from imgcif_map.rdf.terms import Iri, Literal, iri
from imgcif_map.rdf.vocabulary import DCAT, DCT, SCHEMA, SPDX, XSD

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
RELATIVE = "relative"
IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file at hand."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Download:
    """Something that can be downloaded, or a folder of such things."""

    name: str
    url: str
    """Where it is; "" if that cannot be published."""
    media: str
    title: str
    description: str = ""
    single: bool = True
    """False for a folder."""
    known: FileFacts | None = None
    package: str = ""
    """Media type of the package format, and of the compression."""
    compression: str = ""


def downloads(
    archives: tuple[Archive, ...],
    record: Catalogue,
    files: Mapping[str, FileFacts],
    path: str,
    findings: list[Finding],
) -> Iterator[Download]:
    """What there is to download; addresses that nobody else can use are findings."""
    unusable: list[str] = []
    unchecked: list[str] = []
    for number, archive in enumerate(archives, 1):
        url, why = published(archive.uri, record.base_url)
        if why:
            unusable.append(f"{archive.uri[:80]} ({why})")
        known = files.get(archive.uri)
        if known is None:
            unchecked.append(archive.uri[:80])
        yield _download(archive, number, url, known)
    if unusable:
        findings.append(
            finding(
                "unpublishable-address",
                f"{unusable[0]}{_more(unusable)}: not published",
                location=_at(path),
                hint="base_url: in the catalogue: block says where relative addresses start; or "
                "convert again with --archive-uri",
                count=len(unusable),
            )
        )
    if unchecked:
        findings.append(
            finding(
                "no-checksum",
                f"size and SHA-256 of {unchecked[0]}{_more(unchecked)} are not known",
                location=_at(path),
                hint="--substitute URI=PATH for files that are at hand",
                count=len(unchecked),
            )
        )


def _more(members: list[str]) -> str:
    return f" and {len(members) - 1} more" if len(members) > 1 else ""


def _at(path: str) -> Location:
    name = "_array_data_external_data.uri"
    return Location(path, category=name[1:-4], item=name)


def published(uri: str, base_url: str) -> tuple[str, str]:
    """The address as others can use it, or why there is none."""
    text = uri.strip()
    if text.lower().startswith("doi:"):
        try:
            return doi(text), ""
        except UsageError as error:
            return "", error.message
    if text.lower().startswith("file:") or re.match(r"[A-Za-z]:[\\/]|[\\/]", text):
        return "", "a path of one computer"
    if not _SCHEME.match(text):
        if not base_url:
            return "", RELATIVE
        text = urljoin(base_url, encoded_uri(text.replace("\\", "/")))
    try:
        return address(text, REMOTE), ""
    except UsageError as error:
        return "", error.message


def public(uri: str, base_url: str = "") -> str:
    """An address as it may be shown to others: without the folders of one computer."""
    if uri.startswith(("https://", "http://")) and uri.isascii() and "@" not in uri:
        return uri
    url, why = published(uri, base_url)
    return url or (uri if why == RELATIVE else file_name(uri))


def _download(archive: Archive, number: int, url: str, known: FileFacts | None) -> Download:
    name = re.split(r"[?#]", archive.uri.rstrip("/"))[0].replace("\\", "/").rsplit("/", 1)[-1]
    forms = ", ".join(archive.formats[:5])
    images = f"{archive.images} image{'s' * (archive.images != 1)}"
    described = f"Raw diffraction data: {images}{f' in {forms} format' if forms else ''}"
    if archive.files > 1:
        described += f", {archive.files} files at addresses that begin with this one"
    package, compression = wrapping(archive.packing)
    return Download(
        f"distribution-{number}",
        url,
        media_type(archive.packing, archive.formats, name) if archive.files == 1 else "",
        name[:200] or "data",
        described,
        archive.files == 1,
        known,
        package,
        compression,
    )


def describe(builder: Builder, given: Download, record: Catalogue) -> bool:
    """One distribution; False if no address leads to it."""
    page = record.landing_page or (record.doi if record.doi else "")
    access = given.url or page
    if not access:
        return False
    node, add, text = builder.node(given.name), builder.add, builder.text
    add(builder.dataset, DCAT.distribution, node)
    add(builder.dataset, SCHEMA.distribution, node)
    builder.types(node, DCAT.Distribution, SCHEMA.DataDownload)
    for predicate in (DCT.title, SCHEMA.name):
        text(node, predicate, given.title)
    text(node, DCT.description, given.description)
    text(node, SCHEMA.description, given.description)
    builder.link(node, DCAT.accessURL, access)
    if given.single and given.url:
        builder.link(node, DCAT.downloadURL, given.url)
        if given.url.startswith(tuple(f"{scheme}:" for scheme in WEB)):
            builder.link(node, SCHEMA.contentUrl, given.url)
    for predicate, media in (
        (DCAT.mediaType, given.media),
        (DCAT.packageFormat, given.package),
        (DCAT.compressFormat, given.compression),
    ):
        _media(builder, node, predicate, media)
    text(node, SCHEMA.encodingFormat, given.media)
    if record.licence is not None:
        builder.link(node, DCT.license, record.licence.iri)
        builder.link(node, SCHEMA.license, record.licence.iri)
    if given.known is not None:
        _content(builder, node, given.known)
    return True


def _media(builder: Builder, node: Iri, predicate: Iri, media: str) -> None:
    if media:
        kind = iri(IANA + media)
        builder.add(node, predicate, kind)
        builder.types(kind, DCT.MediaType, DCT.MediaTypeOrExtent)


def _content(builder: Builder, node: Iri, known: FileFacts) -> None:
    builder.add(node, DCAT.byteSize, whole(known.size))
    builder.text(node, SCHEMA.contentSize, f"{known.size} B")
    builder.text(node, SCHEMA.sha256, known.sha256)
    checksum = builder.blanks.new()
    builder.add(node, SPDX.checksum, checksum)
    builder.types(checksum, SPDX.Checksum)
    builder.add(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    builder.add(checksum, SPDX.checksumValue, Literal(known.sha256, XSD.hexBinary))
    builder.types(SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm)
