"""ARC014."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.arc.base import ImageRule

if TYPE_CHECKING:
    from imgcif_map.rules.arc.seen import Seen

_INTENSITIES = "_array_intensities."


class OverloadNotGiven(ImageRule):
    """An image seems to have saturated pixels, and nothing says at which count.

    What
        More pixels have the largest value of their type than have one less, so that
        it looks like a limit, `_array_intensities.overload` of the array is not given,
        and that value is not its `_array_intensities.undefined_value` either.

    Why
        A saturated pixel that is taken for a count makes strong reflections weak.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  saturated.img

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  saturated.img
        _array_intensities.array_id    1
        _array_intensities.binary_id   1
        _array_intensities.overload    65535
    """

    code = "ARC014"
    name = "overload-not-given"
    severity = Severity.WARNING

    def compare(self, seen: Seen) -> Iterator[Finding]:
        image = seen.image
        if image.at_limit <= image.below_limit:
            return
        if seen.described(f"{_INTENSITIES}overload", f"{_INTENSITIES}array_id"):
            return
        undefined = seen.described(f"{_INTENSITIES}undefined_value", f"{_INTENSITIES}array_id")
        if undefined and undefined[0].numbers[undefined[1][0]] == image.limit:
            return
        yield self.finding(
            f"{image.at_limit} pixels of {image.name} have {image.limit}, the most that "
            f"{image.dtype} can hold, {image.below_limit} have one less, and "
            f"{_INTENSITIES}overload of {seen.label} is not given",
            seen.column,
            [seen.row],
            hint=f"give {_INTENSITIES}overload, or, if {image.limit} marks pixels without a "
            f"measurement, {_INTENSITIES}undefined_value",
        )
