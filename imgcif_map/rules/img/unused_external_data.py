"""IMG033."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import is_covered, listed, loose_rows
from imgcif_map.rules.img.tables import tables


class UnusedExternalData(Rule):
    """A file of images is listed and not used.

    What
        `_array_data_external_data.id` has a value that no
        `_array_data.external_data_id` refers to, although there are rows of `ARRAY_DATA`.

    Why
        An image that the archive has is missing from the experiment, or the ids of
        the two categories do not agree.

    Fails
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 1
        loop_
          _array_data_external_data.id
          _array_data_external_data.uri
            1 https://example.org/scan_0001.cbf
            2 https://example.org/scan_0002.cbf

    Passes
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 1
            2 2
        loop_
          _array_data_external_data.id
          _array_data_external_data.uri
            1 https://example.org/scan_0001.cbf
            2 https://example.org/scan_0002.cbf
    """

    code = "IMG033"
    name = "unused-external-data"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for files in tables(context, "array_data_external_data"):
            if is_covered(context, files, "id", "array_data", "external_data_id"):
                continue
            rows = loose_rows(context, files, ("id",), "array_data", ("external_data_id",))
            if rows:
                names = listed(files.values("id")[row] for row in rows)
                yield self.finding(
                    f"{len(rows)} of {len(files)} rows of external data are not used: {names}",
                    files.at("id", "uri"),
                    rows,
                )
