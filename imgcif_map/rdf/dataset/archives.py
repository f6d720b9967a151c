"""Where the data are: ARRAY_DATA_EXTERNAL_DATA summed up by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat

from imgcif_map.rdf.dataset.columns import Columns
from imgcif_map.rules.columns import DataColumn

_CATEGORY = "_array_data_external_data"


@dataclass(frozen=True, slots=True)
class Archive:
    """One address of data, or many with the same beginning."""

    uri: str
    """As the file has it; of many the beginning, ending in ``/``."""
    images: int
    """Rows that point at it."""
    packing: str = ""
    """ZIP, TGZ, TBZ; "" for a file that is no archive."""
    formats: tuple[str, ...] = ()
    files: int = 1
    """Number of addresses; more than one if summed up."""


def read_archives(columns: Columns) -> tuple[Archive, ...]:
    """The addresses in order of first appearance."""
    rows: Counter[tuple[str, str, str]] = Counter()
    for uris in columns.columns(f"{_CATEGORY}.uri"):
        block = next(b for b in columns.blocks if b.name == uris.block)
        beside = [block.column(f"{_CATEGORY}.{item}") for item in ("archive_format", "format")]
        packings, formats = (_texts(column, len(uris)) for column in beside)
        rows.update(zip(uris.texts, packings, formats, strict=True))
    found: dict[str, Archive] = {}
    for (uri, packing, form), count in rows.items():
        if uri in (".", "?", ""):
            continue
        known = found.get(uri)
        if known is None:
            forms = (form,) if form else ()
            found[uri] = Archive(uri, count, packing.upper(), forms)
        else:
            forms = tuple(dict.fromkeys((*known.formats, *((form,) if form else ()))))
            found[uri] = Archive(uri, known.images + count, known.packing or packing.upper(), forms)
    return tuple(found.values())


def _texts(column: DataColumn | None, count: int) -> Iterable[str]:
    if column is None or len(column) != count:
        return repeat("", count)
    nulls = column.nulls
    if nulls is None:
        return column.texts
    return ["" if null else text for text, null in zip(column.texts, nulls.tolist(), strict=True)]


def summed(archives: tuple[Archive, ...], most: int) -> tuple[Archive, ...]:
    """The same with at most so many members: those of one folder become one, then the smallest."""
    if len(archives) <= most:
        return archives
    folders = _joined(archives, lambda archive: archive.uri.rpartition("/")[0])
    if len(folders) > most:
        folders = _joined(archives, _host)
    return tuple(sorted(folders, key=lambda a: -a.images)[:most])


def _host(archive: Archive) -> str:
    return "/".join(archive.uri.split("/")[:3])


def _joined(archives: Iterable[Archive], key) -> tuple[Archive, ...]:  # type: ignore[no-untyped-def]
    groups: dict[str, list[Archive]] = {}
    for archive in archives:
        groups.setdefault(key(archive), []).append(archive)
    return tuple(
        members[0]
        if len(members) == 1
        else Archive(
            f"{start}/",
            sum(member.images for member in members),
            "",
            tuple(dict.fromkeys(form for member in members for form in member.formats)),
            len(members),
        )
        for start, members in groups.items()
    )
