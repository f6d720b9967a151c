"""ARC005."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class MissingMember(FaultRule):
    """A file is named that the archive or folder does not have.

    What
        Every row is looked up: `_array_data_external_data.archive_path` among the
        members of the archive, the file that a URI names in its folder, and the files
        that an HDF5 file links to. The report has their number and the first
        positions, and names the member that was perhaps meant.

    Why
        A frame without its image cannot be processed, and one missing frame may end
        the processing of all.

    Fails
        _array_data_external_data.id              1
        _array_data_external_data.uri             scan.tgz
        _array_data_external_data.archive_format  TGZ
        _array_data_external_data.archive_path    img_0001.cbf

    Passes
        _array_data_external_data.id              1
        _array_data_external_data.uri             scan.tgz
        _array_data_external_data.archive_format  TGZ
        _array_data_external_data.archive_path    run/img_0001.cbf
    """

    code = "ARC005"
    name = "missing-member"
    kind = "missing-member"
