"""ARC002."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class UnreachableArchive(FaultRule):
    """An archive or file cannot be reached or opened.

    What
        A local path is not there, an archive is damaged, or, with `--online`, an
        address does not answer: it is not found, asks for a login, redirects without
        end, leads into a private network, or takes too long. What is asked is HEAD,
        and one byte by GET where HEAD is refused.

    Why
        Images that nobody can fetch are as good as lost.

    Fails
        _array_data_external_data.id              1
        _array_data_external_data.uri             other.tgz
        _array_data_external_data.archive_format  TGZ
        _array_data_external_data.archive_path    run/img_0001.cbf

    Passes
        _array_data_external_data.id              1
        _array_data_external_data.uri             scan.tgz
        _array_data_external_data.archive_format  TGZ
        _array_data_external_data.archive_path    run/img_0001.cbf
    """

    code = "ARC002"
    name = "unreachable-archive"
    kind = "unreachable-archive"
