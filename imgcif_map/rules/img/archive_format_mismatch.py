"""IMG013."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.addresses import archive_format, file_name
from imgcif_map.rules.img.tables import more, tables


class ArchiveFormatMismatch(Rule):
    """The name of an archive tells another format than the one stated.

    What
        `_array_data_external_data.uri` ends like an archive (`.zip`, `.tar.gz`,
        `.tbz` ...), and `archive_format` is another or says that there is none.

    Why
        Programs open an archive as the kind it is said to be.

    Fails
        _array_data_external_data.id              1
        _array_data_external_data.uri             https://example.org/images.tar.gz
        _array_data_external_data.archive_format  ZIP
        _array_data_external_data.archive_path    images/scan_0001.cbf

    Passes
        _array_data_external_data.id              1
        _array_data_external_data.uri             https://example.org/images.tar.gz
        _array_data_external_data.archive_format  TGZ
        _array_data_external_data.archive_path    images/scan_0001.cbf
    """

    code = "IMG013"
    name = "archive-format-mismatch"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_data_external_data"):
            uri, formats = table.column("uri"), table.column("archive_format")
            if uri is None:
                continue
            stated = formats.canonical if formats is not None else [None] * len(table)
            wrong = {
                (text, given): right
                for text, given in set(zip(uri.texts, stated, strict=True))
                if (right := archive_format(file_name(text))) and right != given
            }
            if not wrong:
                continue
            pairs = zip(uri.texts, stated, strict=True)
            rows = [row for row, pair in enumerate(pairs) if pair in wrong]
            row = rows[0]
            given, right = stated[row], wrong[uri.texts[row], stated[row]]
            said = f"archive_format is {given}" if given else "no archive_format is given"
            yield self.finding(
                f"{uri.texts[row]}{more(len(rows))}: {said}, the name says {right}",
                formats if formats is not None else uri,
                rows,
                hint=f"archive_format {right}",
            )
