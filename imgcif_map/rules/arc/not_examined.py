"""ARC001."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.rules.arc.base import FaultRule


class NotExamined(FaultRule):
    """Archives or images were not looked at.

    What
        Archives were to be looked at, and some could not be: a remote address without
        a local copy of what is there, an address that is neither http nor https, an
        image in a CIF that was not read from a file. `--online` asks remote addresses
        whether they answer, and downloads nothing; `--substitute URI=PATH` gives a
        local archive, folder or file in place of a URI or of the beginning of URIs.

    Why
        Without this note a report that finds nothing would look as if all had been
        looked at.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  https://example.org/img_0001.cbf

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
    """

    code = "ARC001"
    name = "not-examined"
    severity = Severity.NOTE
    kind = "not-examined"
