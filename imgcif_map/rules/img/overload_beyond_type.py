"""IMG038."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import more, shown, tables

_INTEGER = re.compile(r"(un)?signed (\d+)-bit integer")


class OverloadBeyondType(Rule):
    """Pixels count as overloaded from a number on that they cannot hold.

    What
        `_array_intensities.overload` of an array is greater than the largest number of
        its `_array_structure.encoding_type`.

    Why
        Overloaded pixels are never recognised. Either the number or the type is that
        of another detector or another mode.

    Fails
        _array_structure.id             IMAGE
        _array_structure.encoding_type  'unsigned 16-bit integer'
        _array_intensities.array_id     IMAGE
        _array_intensities.overload     120000

    Passes
        _array_structure.id             IMAGE
        _array_structure.encoding_type  'unsigned 16-bit integer'
        _array_intensities.array_id     IMAGE
        _array_intensities.overload     65535
    """

    code = "IMG038"
    name = "overload-beyond-type"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        types: dict[object, dict[str | None, str]] = {}
        for table in tables(context, "array_structure"):
            if table.column("encoding_type") is not None:
                pairs = zip(table.values("id"), table.values("encoding_type"), strict=True)
                types[table.block] = {array: kind for array, kind in pairs if kind is not None}
        for table in tables(context, "array_intensities") if types else ():
            column = table.column("overload")
            if column is None:
                continue
            known: dict[str | None, str] = {}
            for block in (table.block, *context.siblings(table.block)):
                known = {**types.get(block, {}), **known}
            limits = [_largest(known.get(array, "")) for array in table.values("array_id")]
            numbers = column.numbers.tolist()
            rows = [r for r, limit in enumerate(limits) if limit is not None and numbers[r] > limit]
            if rows:
                row = rows[0]
                array = table.values("array_id")[row]
                yield self.finding(
                    f"array {array}{more(len(rows))}: overload {shown(numbers[row])}, the largest "
                    f"{known[array]} is {limits[row]}",
                    column,
                    rows,
                )


def _largest(encoding: str) -> int | None:
    """The largest number of a type of integer; None for another type."""
    found = _INTEGER.fullmatch(encoding)
    if found is None:
        return None
    bits = int(found[2])
    return int(2**bits - 1) if found[1] else int(2 ** (bits - 1) - 1)
