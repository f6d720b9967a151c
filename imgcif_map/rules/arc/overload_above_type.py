"""ARC015."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from imgcif_map.findings import Finding
from imgcif_map.rules.arc.base import ImageRule

if TYPE_CHECKING:
    from imgcif_map.rules.arc.seen import Seen

_INTENSITIES = "_array_intensities."


class OverloadAboveType(ImageRule):
    """A count is given as the first saturated one that no pixel can have.

    What
        `_array_intensities.overload` of an array is larger than the largest value of
        the element type of its image. Where `_array_structure.encoding_type` states
        that very type, IMG038 says the same without looking at the image.

    Why
        No pixel would ever count as saturated.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  saturated.img
        _array_intensities.array_id    1
        _array_intensities.binary_id   1
        _array_intensities.overload    65536

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  saturated.img
        _array_intensities.array_id    1
        _array_intensities.binary_id   1
        _array_intensities.overload    65535
    """

    code = "ARC015"
    name = "overload-above-type"

    def compare(self, seen: Seen) -> Iterator[Finding]:
        limit = seen.image.limit
        found = seen.described(f"{_INTENSITIES}overload", f"{_INTENSITIES}array_id")
        if found is None or limit is None or seen.has_stated_type:
            return
        column, rows = found
        wrong = [row for row in rows if column.numbers[row] > limit]
        if wrong:
            yield self.finding(
                f"overload {column.texts[wrong[0]]} of {seen.label} is above {limit}, the most "
                f"that {seen.image.dtype} can hold ({seen.image.name})",
                column,
                wrong,
                hint=f"a value up to {limit}",
            )
