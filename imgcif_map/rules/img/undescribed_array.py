"""IMG037."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import is_covered, known_keys, listed
from imgcif_map.rules.img.tables import tables


class UndescribedArray(Rule):
    """There are images of an array whose dimensions nobody gives.

    What
        An `array_id` of `ARRAY_DATA` has no row in `ARRAY_STRUCTURE_LIST`, although
        other arrays have.

    Why
        Without dimensions the pixels have no places.

    Fails
        loop_
          _array_structure.id
            A
            B
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
          _array_structure_list.dimension
          _array_structure_list.precedence
          _array_structure_list.direction
            A 1 512 1 increasing
            A 2 512 2 increasing
        loop_
          _array_data.array_id
          _array_data.binary_id
            A 1
            B 1

    Passes
        loop_
          _array_structure.id
            A
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
          _array_structure_list.dimension
          _array_structure_list.precedence
          _array_structure_list.direction
            A 1 512 1 increasing
            A 2 512 2 increasing
        loop_
          _array_data.array_id
          _array_data.binary_id
            A 1
    """

    code = "IMG037"
    name = "undescribed-array"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for images in tables(context, "array_data"):
            if is_covered(context, images, "array_id", "array_structure_list", "array_id"):
                continue
            known = known_keys(context, images.block, "array_structure_list", ("array_id",))
            if not known:
                continue
            structures = known_keys(context, images.block, "array_structure", ("id",))
            values = images.values("array_id")
            lost = {value for value in set(values) if value and (value,) not in known}
            rows = [row for row, value in enumerate(values) if value in lost] if lost else []
            if structures is not None:
                # An array that is nowhere is found as a link that leads nowhere.
                rows = [row for row in rows if (values[row],) in structures]
            elif images.column("array_id") is not None:
                rows = []
            if rows:
                yield self.finding(
                    f"array {listed(values[row] for row in rows)}: {len(rows)} images, and no "
                    "dimensions in ARRAY_STRUCTURE_LIST",
                    images.at("array_id", "binary_id"),
                    rows,
                )
