"""ARC010."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class NoSuchFrame(FaultRule):
    """A file has fewer images than a frame number says.

    What
        `_array_data_external_data.frame` counts from 1 and is larger than the number
        of images in the data set or file, or is no such number.

    Why
        Numbers from 0, or through all files of a scan, shift every image or name
        images that are not there.

    Fails
        _array_data_external_data.id      1
        _array_data_external_data.uri     scan.h5
        _array_data_external_data.format  HDF5
        _array_data_external_data.path    /data
        _array_data_external_data.frame   4

    Passes
        _array_data_external_data.id      1
        _array_data_external_data.uri     scan.h5
        _array_data_external_data.format  HDF5
        _array_data_external_data.path    /data
        _array_data_external_data.frame   3
    """

    code = "ARC010"
    name = "no-such-frame"
    kind = "no-such-frame"
