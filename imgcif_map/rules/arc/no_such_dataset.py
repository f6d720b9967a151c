"""ARC009."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class NoSuchDataset(FaultRule):
    """An HDF5 file has no images at the path that is given.

    What
        `_array_data_external_data.path` is missing, leads nowhere, or leads to
        something that is no stack of images. The hint has data sets that may be
        meant. Every row that points at an HDF5 file in a folder is checked; of HDF5
        files inside archives, those that are decoded.

    Why
        An HDF5 file holds many things, and only the path says which are the images.

    Fails
        _array_data_external_data.id      1
        _array_data_external_data.uri     scan.h5
        _array_data_external_data.format  HDF5
        _array_data_external_data.path    /entry/data

    Passes
        _array_data_external_data.id      1
        _array_data_external_data.uri     scan.h5
        _array_data_external_data.format  HDF5
        _array_data_external_data.path    /data
    """

    code = "ARC009"
    name = "no-such-dataset"
    kind = "no-such-dataset"
