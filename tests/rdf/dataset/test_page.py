"""docs/how-to/publish-a-data-set.md does what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from imgcif_map.rdf.catalogue.read import KEYS
from imgcif_map.sample import build
from tests.cli.conftest import invoke as invoke

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "publish-a-data-set.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.M | re.S)
    return [text for name, text in found if name == kind]


@pytest.fixture
def scan(invoke, tmp_path):
    """The converted sample, as the page has it."""
    master = build(tmp_path / "raw")
    (tmp_path / "scan.tgz").write_bytes(b"archive")
    done = invoke(
        "convert", master, "-o", "scan.cif", "--provenance", "prov.json", "-q",
        "--archive-uri", "https://example.org/scan.tgz",
    )  # fmt: skip
    assert done.code in (0, 1)
    return invoke


def run(invoke, number: int):
    command = blocks("")[number].replace("\\\n", "")
    return invoke(*shlex.split(command)[1:])


def test_the_page(scan, tmp_path):
    first = run(scan, 0)
    assert first.code == 1
    for line in blocks("text")[0].splitlines():
        assert line in first.said
    (tmp_path / "catalogue.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    second = run(scan, 1)
    assert second.code == 0, second
    assert "error" not in re.sub("0 errors", "", second.err)
    assert (tmp_path / "tables" / "scan.frames.csv").read_bytes().count(b"\r\n") == 11
    text = (tmp_path / "scan.jsonld").read_text(encoding="utf-8")
    for word in ("PaNET01102", "mapping/nxmx", "byteSize", "10.5281/zenodo.2"):
        assert word in text


def test_the_python(scan, capsys):
    exec(blocks("python")[0], {})
    assert "a title is missing" in capsys.readouterr().out


def test_the_keys_are_those_of_the_block():
    table = PAGE[PAGE.index("| Key |") : PAGE.index("Where file and block differ")]
    named = {word for row in re.findall(r"^\| ([^|]*) \|", table, re.M)
             for word in re.findall(r"`(\w+)`", row)}  # fmt: skip
    assert named <= set(KEYS)
    assert len(named) >= 17
