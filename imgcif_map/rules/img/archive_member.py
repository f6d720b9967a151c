"""IMG012."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.addresses import archive_format, file_name
from imgcif_map.rules.img.tables import Table, more, tables


class ArchiveMember(Rule):
    """An archive without the file in it that is meant, or such a file without archive.

    What
        A row of `ARRAY_DATA_EXTERNAL_DATA` has `archive_format` but no
        `archive_path`, or the other way round. An unknown format (`?`) passes, as the
        dictionary has no state for some archives, unless the URI ends like one of
        those for which it has.

    Why
        An archive holds many files. And without its format, `archive_path` says
        nothing: the default is "no archive".

    Fails
        _array_data_external_data.id              1
        _array_data_external_data.uri             https://example.org/images.zip
        _array_data_external_data.archive_format  ZIP

    Passes
        _array_data_external_data.id              1
        _array_data_external_data.uri             https://example.org/images.zip
        _array_data_external_data.archive_format  ZIP
        _array_data_external_data.archive_path    images/scan_0001.cbf
    """

    code = "IMG012"
    name = "archive-member"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_data_external_data"):
            packed, path = table.given("archive_format"), table.given("archive_path")
            without_path = np.flatnonzero(packed & ~path).tolist()
            if without_path:
                row = without_path[0]
                yield self.finding(
                    f"{_image(table, row)}{more(len(without_path))}: archive_format is "
                    f"{table.text('archive_format', row)}, and archive_path is not given",
                    table.at("archive_format"),
                    without_path,
                    hint="give the name of the file inside the archive",
                )
            loose = [row for row in np.flatnonzero(path & ~packed).tolist() if _asks(table, row)]
            if loose:
                row = loose[0]
                yield self.finding(
                    f"{_image(table, row)}{more(len(loose))}: archive_path is "
                    f"{table.text('archive_path', row)}, and archive_format is not given",
                    table.at("archive_path"),
                    loose,
                    hint="archive_format is ZIP, TGZ or TBZ",
                )


def _image(table: Table, row: int) -> str:
    return f"external data {table.text('id', row) or row + 1}"


def _asks(table: Table, row: int) -> bool:
    """False for an archive of a format that the dictionary may have no word for."""
    unknown = table.text("archive_format", row) == "?"
    return not (unknown and not archive_format(file_name(table.text("uri", row))))
