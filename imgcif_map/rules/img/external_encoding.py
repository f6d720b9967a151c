"""IMG039."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.img.tables import more, table, tables


class ExternalEncoding(Rule):
    """Byte order or compression is given for images that are in other files.

    What
        All images of an array are in external files, and `_array_structure.byte_order`
        or `_array_structure.compression_type` has a value (other than `none`) for it.

    Why
        The two describe a binary section in this file. Each external file says itself
        how it is written, and a program that takes the values for it misreads it.

    Fails
        _array_structure.id          IMAGE
        _array_structure.byte_order  little_endian
        _array_data.array_id          IMAGE
        _array_data.binary_id         1
        _array_data.external_data_id  1
        _array_data_external_data.id   1
        _array_data_external_data.uri  https://example.org/scan_0001.cbf

    Passes
        _array_structure.id             IMAGE
        _array_structure.encoding_type  'signed 32-bit integer'
        _array_data.array_id          IMAGE
        _array_data.binary_id         1
        _array_data.external_data_id  1
        _array_data_external_data.id   1
        _array_data_external_data.uri  https://example.org/scan_0001.cbf
    """

    code = "IMG039"
    name = "external-encoding"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for structure in tables(context, "array_structure"):
            outside = _outside(context, structure.block)
            ids = structure.values("id") if outside else []
            for item in ("byte_order", "compression_type"):
                column = structure.column(item)
                if column is None or not outside:
                    continue
                given = structure.given(item).tolist()
                rows = [
                    row
                    for row, array in enumerate(ids)
                    if given[row] and array in outside and column.canonical[row] != "none"
                ]
                if rows:
                    yield self.finding(
                        f"array {ids[rows[0]]}{more(len(rows))}: {item} is "
                        f"{column.texts[rows[0]]}, and the images are in other files",
                        column,
                        rows,
                        hint=f"leave {column.name} out",
                    )


def _outside(context: Context, block: BlockView) -> set[str | None]:
    """Arrays all of whose images are in external files."""
    outside: set[str | None] = set()
    inside: set[str | None] = set()
    for other in (block, *context.siblings(block)):
        images = table(context, other, "array_data")
        if images is None:
            if "array_data" in other.categories:
                return set()
            continue
        data = images.column("data")
        if data is not None and not data.all_null:
            pairs = zip(images.values("array_id"), images.given("data").tolist(), strict=True)
            inside |= {array for array, given in pairs if given}
        linked = images.column("external_data_id")
        if linked is not None and not linked.all_null:
            outside |= set(images.values("array_id"))
    return outside - inside
