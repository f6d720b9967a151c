"""IMG031."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import is_covered, known_keys, listed, loose_rows
from imgcif_map.rules.img.tables import Table, table, tables

_KEY = ("array_id", "binary_id")


class ImageWithoutFrame(Rule):
    """An image belongs to no frame.

    What
        A row of `ARRAY_DATA` has an `array_id` and a `binary_id` that no row of
        `DIFFRN_DATA_FRAME` refers to, although there are such rows.

    Why
        How the axes stood when the image was taken cannot be known.

    Fails
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 1
            2 2
        _diffrn_data_frame.id         F1
        _diffrn_data_frame.binary_id  1

    Passes
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 1
            2 2
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.binary_id
            F1 1
            F2 2
    """

    code = "IMG031"
    name = "image-without-frame"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for images in tables(context, "array_data"):
            if _all_of_one_array(context, images):
                continue
            rows = loose_rows(context, images, _KEY, "diffrn_data_frame", _KEY)
            arrays = known_keys(context, images.block, "array_structure", ("id",)) if rows else None
            if arrays:
                # Images of an array that is nowhere are found as links that lead nowhere.
                own = images.values("array_id")
                rows = [row for row in rows if (own[row],) in arrays]
            if rows:
                names = listed(
                    f"array {images.values('array_id')[row]} binary {binary}"
                    for row in rows
                    for binary in (images.values("binary_id")[row],)
                )
                yield self.finding(
                    f"{len(rows)} of {len(images)} images belong to no frame: {names}",
                    images.at("binary_id", "array_id"),
                    rows,
                )


def _all_of_one_array(context: Context, images: Table) -> bool:
    """True if all images and frames are of one array and images have frames, as is easy to see."""
    frames = table(context, images.block, "diffrn_data_frame")
    mine, theirs = images.column("array_id"), frames.column("array_id") if frames else None
    return (
        mine is not None
        and theirs is not None
        and len(mine.values) == 1
        and mine.values == theirs.values
        and is_covered(context, images, "binary_id", "diffrn_data_frame", "binary_id")
    )
