"""ARC017."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.rules.arc.base import FaultRule


class UnendedArchive(FaultRule):
    """A tar file has no end mark.

    What
        The last member of a tar archive is whole, and the blocks of zeros that end
        such a file are not there.

    Why
        The archive was perhaps cut off between two members, and some are missing.

    Fails
        _array_data_external_data.id            1
        _array_data_external_data.uri           unended.tar
        _array_data_external_data.archive_format ?
        _array_data_external_data.archive_path  run/img_0001.cbf

    Passes
        _array_data_external_data.id            1
        _array_data_external_data.uri           scan.tgz
        _array_data_external_data.archive_format TGZ
        _array_data_external_data.archive_path  run/img_0001.cbf
    """

    code = "ARC017"
    name = "unended-archive"
    severity = Severity.WARNING
    kind = "unended-archive"
