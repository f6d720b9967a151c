"""ARC003."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class UnsafePath(FaultRule):
    """A name leads out of the archive or folder.

    What
        A URI, a name inside an archive or a link in an HDF5 file is absolute, has
        `..` in it or a drive letter, or what it names is a link. Nothing of the kind
        is opened.

    Why
        Unpacking such an archive writes over files elsewhere, and following such a
        name reads files that are none of the data set.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  ../img_0001.cbf

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
    """

    code = "ARC003"
    name = "unsafe-path"
    kind = "unsafe-path"
