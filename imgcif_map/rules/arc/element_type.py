"""ARC012."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from imgcif_map.findings import Finding
from imgcif_map.rules.arc.base import ImageRule

if TYPE_CHECKING:
    from imgcif_map.rules.arc.seen import Seen

_STRUCTURE = "_array_structure."


class ElementType(ImageRule):
    """The pixels of an image have another type than stated.

    What
        The element type of the image is not the one that
        `_array_structure.encoding_type` of its array says.

    Why
        The type bounds what a detector can count, and programs reserve memory by
        it.

    Fails
        _array_data_external_data.id     1
        _array_data_external_data.uri    img_0001.cbf
        _array_structure.id              1
        _array_structure.encoding_type   'unsigned 16-bit integer'

    Passes
        _array_data_external_data.id     1
        _array_data_external_data.uri    img_0001.cbf
        _array_structure.id              1
        _array_structure.encoding_type   'signed 32-bit integer'
    """

    code = "ARC012"
    name = "element-type"

    def compare(self, seen: Seen) -> Iterator[Finding]:
        from imgcif_map.archives.pixels import ENCODINGS

        found = seen.described(f"{_STRUCTURE}encoding_type", f"{_STRUCTURE}id")
        if found is None or seen.has_stated_type:
            return
        column, rows = found
        stated, state = column.texts[rows[0]], ENCODINGS.get(seen.image.dtype)
        hint = f"encoding_type '{state}'" if state else "the dictionary has no state for it"
        yield self.finding(
            f"{seen.image.name} has pixels of type {seen.image.dtype}, and {seen.label} says "
            f"{stated}",
            column,
            rows[:1],
            hint=hint,
        )
