"""ARC016."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.rules.arc.base import FaultRule


class NotDecoded(FaultRule):
    """An image was found, and its pixels were not decoded.

    What
        The image is in a format or compression that is not decoded here, or decoding
        it needs a library that is not installed (`pip install "imgcif-map[images]"`).
        What its header says was compared all the same, where there is a header.

    Why
        Without this note a report that finds nothing would look as if the pixels had
        been looked at.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  packed.cbf

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
    """

    code = "ARC016"
    name = "not-decoded"
    severity = Severity.NOTE
    kind = "not-decoded"
