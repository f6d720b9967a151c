"""IMG014."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.addresses import COMPRESSIONS, archive_format, endings, file_name
from imgcif_map.rules.img.tables import Table, more, tables

_Said = tuple[str, str | None, str | None]


class FileNameMismatch(Rule):
    """The name of an image file tells another format or compression than the one stated.

    What
        The file, in an archive or by itself, has an ending that only files of
        another `format` have (`.cbf`, `.h5`, `.tiff` ...), or ends with `.gz`
        or `.bz2` while `file_compression` does not say so.

    Why
        Programs read a file as what it is said to be.

    Fails
        _array_data_external_data.id      1
        _array_data_external_data.format  HDF5
        _array_data_external_data.uri     https://example.org/scan_0001.cbf

    Passes
        _array_data_external_data.id                1
        _array_data_external_data.format            CBF
        _array_data_external_data.file_compression  GZ
        _array_data_external_data.uri               https://example.org/scan_0001.cbf.gz
    """

    code = "IMG014"
    name = "file-name-mismatch"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_data_external_data"):
            if not any(_other(one, part) for one in _possible(table) for part in (0, 1)):
                continue
            said = _said(table)
            for item, part in (("format", 0), ("file_compression", 1)):
                wrong = {one: told for one in set(said) if (told := _other(one, part))}
                if not wrong:
                    continue
                rows = [row for row, one in enumerate(said) if one in wrong]
                one = said[rows[0]]
                stated = f"{item} is {one[part + 1]}" if one[part + 1] else f"no {item} is given"
                yield self.finding(
                    f"{_name(table, rows[0])}{more(len(rows))}: {stated}, "
                    f"the name says {wrong[one]}",
                    table.at(item, "uri"),
                    rows,
                    hint=f"{item} {wrong[one]}",
                )


def _possible(table: Table) -> Iterator[_Said]:
    """Whatever may be said in a row: the combinations of all that is said in any."""
    columns = (table.column(item) for item in ("uri", "archive_path"))
    endings = {ending for column in columns if column for ending in _endings(column)}
    parts: list[Iterable[str | None]] = [endings]
    for item in ("format", "file_compression"):
        column = table.column(item)
        parts.append({None} if column is None else {*column.values, None})
    for ending, stated, compression in product(*parts):
        yield ending or "", stated, compression


def _endings(column: DataColumn) -> set[str]:
    ending = _ending(column.texts[0])
    if len(column) > 1 and ending.count(".") == 1 and ending not in COMPRESSIONS:
        # Mostly all files are of one kind, which is soon seen.
        joined = column.joined
        if joined is not None and joined.count(ending + "\n") == len(column):
            return {ending}
    return {_ending(name) for name in column.distinct}


def _said(table: Table) -> list[_Said]:
    """For each row the last two endings of the file's name, its format and its compression."""
    names = [_ending(text) for text in _names(table)]
    formats, compressions = table.values("format"), table.values("file_compression")
    return list(zip(names, formats, compressions, strict=True))


def _names(table: Table) -> list[str]:
    uri, path = table.column("uri"), table.column("archive_path")
    if path is None:
        return uri.texts if uri is not None else [""] * len(table)
    others = uri.texts if uri is not None else [""] * len(table)
    inside = table.given("archive_path").tolist()
    pairs = zip(path.texts, others, inside, strict=True)
    return [text if within else other for text, other, within in pairs]


def _ending(name: str) -> str:
    # Names differ in their numbers; what tells something is behind the last points.
    cut = name.rfind(".")
    if name[cut:].casefold() in (".gz", ".bz2"):
        cut = name.rfind(".", 0, cut)
    return name[cut:] if cut >= 0 else ""


def _other(one: _Said, part: int) -> str:
    """What the name tells against what is stated; "" if there is nothing to say."""
    name = file_name(one[0])
    if archive_format(name) is not None:
        return ""
    told = endings(name)[part]
    if part == 0 and one[1] is None:
        return ""
    return told if told != one[part + 1] else ""


def _name(table: Table, row: int) -> str:
    return _names(table)[row]
