"""ARC004."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class OtherPacking(FaultRule):
    """An archive or file is packed in another way than stated.

    What
        What an archive is, its first bytes tell: it differs from
        `_array_data_external_data.archive_format`, or a single file is compressed and
        `_array_data_external_data.file_compression` says otherwise. A folder in place
        of an archive is not compared.

    Why
        Programs choose how to unpack by what these items say.

    Fails
        _array_data_external_data.id              1
        _array_data_external_data.uri             scan.tgz
        _array_data_external_data.archive_format  ZIP
        _array_data_external_data.archive_path    run/img_0001.cbf

    Passes
        _array_data_external_data.id              1
        _array_data_external_data.uri             scan.tgz
        _array_data_external_data.archive_format  TGZ
        _array_data_external_data.archive_path    run/img_0001.cbf
    """

    code = "ARC004"
    name = "other-packing"
    kind = "other-packing"
