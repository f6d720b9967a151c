"""IMG016."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import Table, more, tables
from imgcif_map.rules.img.tables import table as table_of

_PLACE = ("uri", "archive_path", "path", "frame")


class RepeatedImage(Rule):
    """Two images of an array are one and the same place in one and the same file.

    What
        Two rows of `ARRAY_DATA_EXTERNAL_DATA` agree in `uri`, `archive_path`, `path` and
        `frame` (1 where it is not given), unless images of different arrays are there; or
        two rows of `ARRAY_DATA` with different `binary_id` point at the same external
        data.

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
            rows = _of_one_array(context, table, _repeated(table, _PLACE, "uri"))
            if rows:
                frame = ", frame 1 as none is given" if columns[-1] is None else ""
                yield self.finding(
                    f"{len(rows)} of {len(table)} rows point at an image that another row points "
                    f"at, first {_shown(table, rows[0])}{frame}",
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


def _of_one_array(context: Context, files: Table, rows: list[int]) -> list[int]:
    """Of some rows those whose place another row of the same array has; a file may hold several."""
    images = table_of(context, files.block, "array_data") if rows else None
    if images is None or images.column("array_id") is None:
        return rows
    pairs = zip(images.values("external_data_id"), images.values("array_id"), strict=True)
    arrays = {file: array for file, array in pairs if file is not None}
    own = [arrays.get(file or "") for file in files.values("id")]
    return _repeated(files, _PLACE, "uri", own)


def _repeated(
    table: Table, items: Sequence[str], needed: str, apart: Sequence[str | None] = ()
) -> list[int]:
    """Rows that say again what a row before them says; rows without the needed item do not.

    Rows that differ in ``apart`` are not compared with each other.
    """
    if _all_differ([table.values(item) for item in items if _varies(table, item)]):
        return []
    columns = [table.values(item) for item in items] + ([list(apart)] if apart else [])
    given, at = table.given(needed).tolist(), items.index(needed)
    seen: set[tuple[str | None, ...]] = set()
    found = []
    for row, key in enumerate(zip(*columns, strict=True)):
        if key[at] is not None and given[row]:
            if key in seen:
                found.append(row)
            seen.add(key)
    return found


def _all_differ(columns: Sequence[Sequence[str | None]]) -> bool:
    """True if all rows of some columns differ, which numbers tell sooner than texts."""
    codes = np.zeros(len(columns[0]) if columns else 0, np.int64)
    for column in columns:
        index = {value: code for code, value in enumerate(dict.fromkeys(column))}
        codes = codes * len(index) + np.fromiter(map(index.__getitem__, column), np.int64)
        codes = np.unique(codes, return_inverse=True)[1]
    return bool(columns) and bool(codes.max(initial=0) == len(codes) - 1)


def _varies(table: Table, item: str) -> bool:
    column = table.column(item)
    return column is not None and len(column.distinct) > 1


def _shown(table: Table, row: int) -> str:
    texts = (table.text(item, row) for item in _PLACE)
    return " ".join(text for text in texts if text not in ("", ".", "?"))
