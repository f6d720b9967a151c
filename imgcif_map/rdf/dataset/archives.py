"""Where the data are: ARRAY_DATA_EXTERNAL_DATA summed up by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from imgcif_map.rdf.dataset.columns import Columns
from imgcif_map.rules.columns import DataColumn

_CATEGORY = "_array_data_external_data"
LISTED = 1000
"""So many addresses are kept apart."""


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
    """The addresses in order of first appearance; of very many their folders, or their hosts."""
    rows: Counter[tuple[str, str, str]] = Counter()
    for uris in columns.columns(f"{_CATEGORY}.uri"):
        block = next(b for b in columns.blocks if b.name == uris.block)
        beside = [block.column(f"{_CATEGORY}.{item}") for item in ("archive_format", "format")]
        packings, formats = (_texts(column, len(uris)) for column in beside)
        rows.update(zip(uris.texts, packings, formats, strict=True))
    for null in (".", "?", ""):
        for key in [key for key in rows if key[0] == null]:
            del rows[key]
    if len(rows) <= LISTED:
        return _single(rows)
    starts = [uri.rpartition("/")[0] for uri, _, _ in rows]
    if len(set(starts)) > LISTED:
        starts = [_host(uri) for uri, _, _ in rows]
    return _by_start(rows, starts)


def _single(rows: Mapping[tuple[str, str, str], int]) -> tuple[Archive, ...]:
    found: dict[str, Archive] = {}
    for (uri, packing, form), count in rows.items():
        known = found.get(uri) or Archive(uri, 0)
        forms = dict.fromkeys((*known.formats, *((form,) if form else ())))
        found[uri] = Archive(
            uri, known.images + count, known.packing or packing.upper(), tuple(forms)
        )
    return tuple(found.values())


def _folder(uri: str) -> str:
    return uri.rpartition("/")[0]


def _host(uri: str) -> str:
    return "/".join(uri.split("/", 3)[:3])


def _by_start(
    rows: Mapping[tuple[str, str, str], int], starts: Sequence[str]
) -> tuple[Archive, ...]:
    """Addresses summed up by their beginning; the first of very many beginnings."""
    files = Counter(starts)
    images = Counter[str]() if max(rows.values()) > 1 else files
    if images is not files:
        for start, count in zip(starts, rows.values(), strict=True):
            images[start] += count
    formats: dict[str, dict[str, None]] = {}
    for start, form in dict.fromkeys(zip(starts, (key[2] for key in rows), strict=True)):
        if form:
            formats.setdefault(start, {})[form] = None
    kept = files if len(files) <= LISTED else dict(files.most_common(LISTED))
    return tuple(
        Archive(f"{start}/", images[start], "", tuple(formats.get(start, ())), files[start])
        for start in kept
    )


def _texts(column: DataColumn | None, count: int) -> Iterable[str]:
    if column is None or len(column) != count:
        return repeat("", count)
    nulls = column.nulls
    if nulls is None:
        return column.texts
    return ["" if null else text for text, null in zip(column.texts, nulls.tolist(), strict=True)]


def summed(archives: tuple[Archive, ...], most: int) -> tuple[Archive, ...]:
    """So many members at most: those of one folder, then of one host, become one; then the
    greatest are kept.
    """
    for start in (_folder, _host):
        if len(archives) <= most:
            return archives
        archives = _joined(archives, start)
    return tuple(sorted(archives, key=lambda archive: -archive.images)[:most])


def _joined(archives: Iterable[Archive], start: Callable[[str], str]) -> tuple[Archive, ...]:
    groups: dict[str, list[Archive]] = {}
    for archive in archives:
        groups.setdefault(start(archive.uri.rstrip("/")), []).append(archive)
    return tuple(
        members[0]
        if len(members) == 1
        else Archive(
            f"{of}/",
            sum(member.images for member in members),
            "",
            tuple(dict.fromkeys(form for member in members for form in member.formats)),
            sum(member.files for member in members),
        )
        for of, members in groups.items()
    )
