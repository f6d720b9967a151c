"""ARC006."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class DamagedData(FaultRule):
    """A file of images is truncated, damaged or no image at all.

    What
        A file that is named is empty, or one that was to be decoded (the first image
        of each array in each scan, or as many as `--images` says) ends too soon, does
        not have the bytes that were written (MD5 digest) or cannot be decoded.

    Why
        Copies break off without notice, and transfers as text change images.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  cut.cbf

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
    """

    code = "ARC006"
    name = "damaged-data"
    kind = "damaged-data"
