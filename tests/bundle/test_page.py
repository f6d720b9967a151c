"""docs/how-to/publish-a-catalogue.md does what it shows; the command as a user runs it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from imgcif_map.sample import build
from tests.bundle.data import put
from tests.cli.conftest import invoke as invoke

PAGE = (Path(__file__).parents[2] / "docs/how-to/publish-a-catalogue.md").read_text("utf-8")
BASE = ("--base-url", "https://example.org/", "-o", "site")


def blocks(kind):
    found = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.M | re.S)
    return [text for name, text in found if name == kind]


def commands():
    return [shlex.split(line)[1:] for text in blocks("") for line in text.splitlines()]


@pytest.fixture
def data(invoke):
    """The folder of the page, made from the embedded sample."""
    master = build(Path("raw"))
    Path("data/run1").mkdir(parents=True)
    invoke("convert", master, "-o", "data/run1/scan.cif", "-q",
           "--provenance", "data/run1/scan.prov.json", "--archive-uri", "scan.tgz")  # fmt: skip
    shared, own = blocks("yaml")
    Path("data/catalogue.yaml").write_text(shared)
    Path("data/run1/scan.catalogue.yaml").write_text(own)
    listed = [line.strip() for line in blocks("text")[0].splitlines()[1:]]
    assert all((Path("data") / name).is_file() for name in listed)
    return invoke


def test_the_page(data):
    pytest.importorskip("pyoxigraph")
    first, load, wavelength, without = commands()
    done = data(*first)
    assert done.code == 0, done
    assert "1 data set: 1 written" in done.err
    assert data(*load).code == 0
    assert "zenodo.1234567" in data(*wavelength).out
    assert data(*without).out.strip() == "dataset,title"
    text = next(Path("site/dataset").glob("*/metadata.ttl")).read_text("utf-8")
    for words in ("https://data.example.org/archives/scan.tgz", "mapping/nxmx", "PaNET01102"):
        assert words in text
    identify = Path("site/oai/Identify.xml").read_text("utf-8")
    assert "data@example.org" in identify


def test_files_named_on_the_page_are_there(data):
    data(*commands()[0])
    table = PAGE[PAGE.index("| File |") : PAGE.index("`--files`")]
    cells = re.findall(r"^\| (`.*?) \|", table, re.M)
    named = [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]
    for name in named:
        pattern = name.replace("dataset/…/", "dataset/*/").replace("/…", "/*")
        if name.startswith("catalog-2") or name.startswith("."):
            continue
        assert list(Path("site").rglob(Path(pattern).name)), name
    assert len(named) > 15


def test_a_broken_file_is_reported_with_code_1(invoke):
    put(Path("in"), 1)
    Path("in/bad.cif").write_bytes(b"\x00\x01")
    done = invoke("rdf", "bundle", "in", *BASE)
    assert done.code == 1
    assert "bad.cif" in done.err
    assert done.out == ""
    assert len(list(Path("site/dataset").iterdir())) == 1


def test_what_is_missing_is_found_again_the_second_time(invoke):
    put(Path("in"), 1, block="catalogue: {title: x}")
    assert invoke("rdf", "bundle", "in", *BASE).code == 1
    assert invoke("rdf", "bundle", "in", *BASE, "-q").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("in", "-o", "site"),
        ("in", "--base-url", "example.org", "-o", "site"),
        ("none", *BASE),
        ("in", *BASE, "--page-size", "0"),
        ("in", *BASE, "--date", "yesterday"),
        ("in", *BASE, "--email", "nobody"),
        ("in", "--base-url", "https://example.org/", "-o", "in"),
        ("in", "--base-url", "https://example.org/", "-o", "in/d1/scan.cif"),
    ],
)
def test_calls_that_make_no_sense(invoke, arguments):
    put(Path("in"), 1)
    done = invoke("rdf", "bundle", *arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_the_day_of_a_build(invoke, monkeypatch):
    put(Path("in"), 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert invoke("rdf", "bundle", "in", *BASE, "-q").code == 0
    assert "<lastmod>1970-01-01</lastmod>" in Path("site/sitemap.xml").read_text()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert invoke("rdf", "bundle", "in", *BASE, "-q").code == 2
