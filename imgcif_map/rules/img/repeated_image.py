"""IMG016."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import Table, more, tables

_PLACE = ("uri", "archive_path", "path", "frame")


class RepeatedImage(Rule):
    """Two images of an array are one and the same place in one and the same file.

    What
        Two rows of `ARRAY_DATA_EXTERNAL_DATA` agree in `uri`, `archive_path`, `path` and
        `frame` (1 where it is not given), or two rows of `ARRAY_DATA` with different
        `binary_id` point at the same external data.

    Why
        One of them should be another image; as it is, one image is processed twice
        and another not at all.

    Fails
        loop_
          _array_data_external_data.id
          _array_data_external_data.format
          _array_data_external_data.uri
            1 CBF https://example.org/scan_0001.cbf
            2 CBF https://example.org/scan_0001.cbf

    Passes
        loop_
          _array_data_external_data.id
          _array_data_external_data.format
          _array_data_external_data.uri
            1 CBF https://example.org/scan_0001.cbf
            2 CBF https://example.org/scan_0002.cbf
    """

    code = "IMG016"
    name = "repeated-image"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_data_external_data"):
            # Where one part of the address differs in every row, so does the whole.
            columns = [table.column(item) for item in _PLACE]
            if any(column is not None and column.all_differ for column in columns):
                continue
            rows = _repeated(table, _PLACE, "uri")
            if rows:
                frame = ", frame 1 as none is given" if columns[-1] is None else ""
                yield self.finding(
                    f"{len(rows)} rows point at an image that another row points at, "
                    f"first {_shown(table, rows[0])}{frame}",
                    table.at(*_PLACE),
                    rows,
                )
        for table in tables(context, "array_data"):
            column = table.column("external_data_id")
            if column is None or column.all_differ:
                continue
            rows = _repeated(table, ("array_id", "external_data_id"), "external_data_id")
            if rows:
                yield self.finding(
                    f"external data {column.texts[rows[0]]}{more(len(rows))} serves several "
                    "images of one array",
                    column,
                    rows,
                )


def _repeated(table: Table, items: Sequence[str], needed: str) -> list[int]:
    """Rows that say again what a row before them says; rows without the needed item do not."""
    varied = [item for item in items if _varies(table, item)]
    if varied and len(set(zip(*(table.values(x) for x in varied), strict=True))) == len(table):
        return []
    keys = list(zip(*(table.values(item) for item in items), strict=True))
    at, given = items.index(needed), table.given(needed).tolist()
    seen: Counter[tuple[str | None, ...]] = Counter()
    found = []
    for row, key in enumerate(keys):
        if key[at] is not None and given[row]:
            seen[key] += 1
            if seen[key] > 1:
                found.append(row)
    return found


def _varies(table: Table, item: str) -> bool:
    column = table.column(item)
    return column is not None and len(column.distinct) > 1


def _shown(table: Table, row: int) -> str:
    texts = (table.text(item, row) for item in _PLACE)
    return " ".join(text for text in texts if text not in ("", ".", "?"))
