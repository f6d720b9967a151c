"""The table of images and what its columns mean; the full dump."""

from __future__ import annotations

import csv
import io
import json
import re

from imgcif_map.cif.reader import parse_cif
from imgcif_map.rdf.dataset.csvw import metadata
from imgcif_map.rdf.dataset.frames import frame_table
from tests.rdf.dataset.data import CIF, dictionary, summed


def table(cif: str = CIF, base_url: str = ""):
    return frame_table(parse_cif(cif), dictionary(), base_url)


def read(cif: str = CIF, base_url: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(table(cif, base_url).text()), newline="")))


def test_rows():
    rows = read()
    assert len(rows) == 3
    assert rows[1] == {
        "scan_id": "S1", "frame_number": "2", "frame_id": "F2", "integration_time": "0.5",
        "angle_omega": "10.1", "displacement_trans": "200.0", "array_id": "1", "binary_id": "2",
        "uri": "https://example.org/scan.tgz", "format": "CBF", "archive_format": "TGZ",
        "archive_path": "s_0002.cbf",
    }  # fmt: skip


def test_images_that_are_not_listed_are_counted():
    cif = CIF[: CIF.index("loop_\n_diffrn_scan_frame")]
    rows = read(cif)
    assert [(row["frame_number"], row["angle_omega"]) for row in rows] == [
        ("1", "10.0"), ("2", "10.1"), ("3", "10.2"),
    ]  # fmt: skip


def test_two_blocks_are_told_apart():
    second = CIF.partition("data_scan")[2].replace("S1", "S2")
    rows = read(f"{CIF}data_other{second}")
    assert [row["data_block"] for row in rows] == ["scan"] * 3 + ["other"] * 3
    assert {row["scan_id"] for row in rows} == {"S1", "S2"}


def test_hostile_texts_stay_in_their_cells():
    for text in ('=cmd|"/c calc"!A1', '"x",y', "+1", "@x", "a\nb"):
        rows = read(CIF.replace("s_0002.cbf", f"\n;{text}\n;\n"))
        assert len(rows) == 3
        shown = rows[1]["archive_path"]
        assert shown.removeprefix("'") == text
        assert shown[0] not in "=+@"


def test_paths_of_one_computer_are_not_published():
    cif = CIF.replace("https://example.org/scan.tgz", "file:///data/here/scan.tgz")
    assert {row["uri"] for row in read(cif)} == {"scan.tgz"}
    cif = CIF.replace("https://example.org/scan.tgz", "x/scan.tgz")
    assert {row["uri"] for row in read(cif, "https://a.org/")} == {"https://a.org/x/scan.tgz"}


def check_csvw(found: dict, text: str) -> None:
    """What CSVW asks of a table: names, datatypes, header, key (Metadata Vocabulary, 2015)."""
    assert found["@context"][0] == "http://www.w3.org/ns/csvw"
    columns = found["tableSchema"]["columns"]
    names = [column["name"] for column in columns]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"(?:[A-Za-z0-9.]|%[0-9A-F]{2})(?:\w|[.]|%[0-9A-F]{2})*", n, re.A)
               for n in names)  # fmt: skip
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == [column["titles"] for column in columns]
    kinds = {
        "integer": r"[+-]?\d+",
        "double": r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?",
        "string": r"(?s).*",
        "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    }
    for row in rows[1:]:
        assert len(row) == len(columns)
        for cell, column in zip(row, columns, strict=True):
            assert cell == "" or re.fullmatch(kinds[column["datatype"]], cell)
    key = [names.index(name) for name in found["tableSchema"].get("primaryKey", [])]
    if key:
        assert len({tuple(row[at] for at in key) for row in rows[1:]}) == len(rows) - 1
    known = {"@context", "url", "dialect", "tableSchema"}
    assert all(name in known or ":" in name for name in found)
    for column in columns:
        own = {"name", "titles", "propertyUrl", "datatype"}
        assert all(name in own or ":" in name for name in column)


def test_the_metadata_fit_the_table():
    dated = CIF.replace("_diffrn_scan_frame.integration_time\n", "_diffrn_scan_frame.date\n")
    dated = dated.replace(" 0.5\n", " 2026-01-02T03:04:05.5\n")
    odd = CIF.replace("omega ", "'ö m' ").replace("S1 omega", "S1 'ö m'")
    for cif in (CIF, dated, odd):
        made = table(cif)
        found = json.loads("".join(metadata(made, "x.frames.csv", summed(cif))))
        check_csvw(found, "".join(made.text()))
        assert found["dc:isPartOf"] == {"@id": "https://doi.org/10.5281/zenodo.1234567"}
    by_name = {column["name"]: column for column in found["tableSchema"]["columns"]}
    assert by_name["frame_number"]["propertyUrl"].endswith("#_diffrn_scan_frame.frame_number")
    assert "angle_%C3%B6%20m" in by_name
