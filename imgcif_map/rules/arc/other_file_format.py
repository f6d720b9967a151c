"""ARC008."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class OtherFileFormat(FaultRule):
    """A file of images has another format than stated.

    What
        The first bytes of a file that was decoded are those of another format than
        `_array_data_external_data.format` says.

    Why
        Programs choose a reader by it.

    Fails
        _array_data_external_data.id      1
        _array_data_external_data.uri     img_0001.cbf
        _array_data_external_data.format  SMV

    Passes
        _array_data_external_data.id      1
        _array_data_external_data.uri     img_0001.cbf
        _array_data_external_data.format  CBF
    """

    code = "ARC008"
    name = "other-file-format"
    kind = "other-file-format"
