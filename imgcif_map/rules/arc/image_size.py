"""ARC011."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from imgcif_map.findings import Finding
from imgcif_map.rules.arc.base import ImageRule

if TYPE_CHECKING:
    from imgcif_map.rules.arc.seen import Seen

_LIST = "_array_structure_list."


class ImageSize(ImageRule):
    """An image has another size than its array.

    What
        The pixels along a row of the image are compared with
        `_array_structure_list.dimension` of the index whose precedence is 1, its
        rows with that of precedence 2.

    Why
        With fast and slow exchanged every reflection is looked for in the wrong
        place, and a program may read the image all the same.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
          _array_structure_list.precedence
          _array_structure_list.dimension
            1 1 1 3
            1 2 2 4

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
          _array_structure_list.precedence
          _array_structure_list.dimension
            1 1 1 4
            1 2 2 3
    """

    code = "ARC011"
    name = "image-size"

    def compare(self, seen: Seen) -> Iterator[Finding]:
        from imgcif_map.rules.arc.seen import cells

        found = seen.described(f"{_LIST}dimension", f"{_LIST}array_id")
        if found is None:
            return
        column, rows = found
        block = next(b for b in seen.blocks if b.column(f"{_LIST}dimension") is column)
        order = cells(block, f"{_LIST}precedence", len(column))
        stated = {order[row]: row for row in reversed(rows)}
        if not {"1", "2"} <= set(stated):
            return
        sizes = [column.numbers[stated[place]] for place in ("1", "2")]
        image = seen.image
        real = [image.fast, image.slow]
        wrong = [row for row, size, pixels in zip((stated["1"], stated["2"]), sizes, real,
                 strict=True) if size != pixels]  # fmt: skip
        if not wrong:
            return
        hint = ""
        if sizes == real[::-1]:
            hint = "precedence 1 belongs to the index that runs along a row of the image"
        yield self.finding(
            f"{image.name} has {image.fast} pixels in a row (fast) and {image.slow} rows (slow), "
            f"and {seen.label} has {sizes[0]:g} (precedence 1) and {sizes[1]:g} (precedence 2)",
            column,
            sorted(wrong),
            hint=hint,
        )
