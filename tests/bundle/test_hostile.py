"""Text of others stays text in every format and every file name."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import html5lib
import pytest
from rdflib import Graph

from imgcif_map.bundle.site import make_site, slug
from imgcif_map.errors import UsageError
from tests.bundle.data import CIF, Page, made, put, tree

TEXTS = {
    "html": "<img src=x onerror=alert(1)><b>bold</b>",
    "script": "</script><script>alert(1)</script><!--",
    "quotes": "\"'`} , title = {x} \\end{x}",
    "lines": 'one\r\nTY  - BOOK\nER  - \n\n<x>; rel="cite-as"',
    "direction": "abc\u202egnp.exe\u2066\u200f",
    "long": "x" * 30_000,
    "path": "../../../etc/passwd\x00/..\\..\\con",
    "xml": "]]></description><record/>&lol;<?pi?>",
    "spaces": "\u2028\u2029\ufeff\x85",
}
ALLOWED = {"html", "head", "meta", "title", "link", "script", "style", "body", "a", "header", "p",
           "h1", "h2", "bdi", "main", "dl", "div", "dt", "dd", "br", "small", "table", "caption",
           "thead", "tbody", "tr", "th", "td", "code", "figure", "figcaption", "svg", "desc", "g",
           "polyline", "polygon", "circle", "text", "ul", "li", "nav"}  # fmt: skip


def block(text: str) -> str:
    said = json.dumps(text)
    return (
        f"catalogue:\n  title: {said}\n  description: {said}\n  keywords: [{said}]\n"
        f"  licence: CC-BY-4.0\n  publisher: {{name: {said}}}\n  version: {said}\n"
        f"  issued: 2026-01-01\n  access: open\n  creators: [{{name: {said}}}]\n"
        f"  contact: {{name: {said}}}\n  funding: [{{funder: {said}, award: {said}}}]\n"
        f"  instrument: {{name: {said}}}\n"
        f"  publications: [{{doi: 10.1107/S1, title: {said}}}]\n"
    )


@pytest.fixture(scope="module", params=TEXTS)
def hostile(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    text = TEXTS[request.param]
    written = text.replace("\x00", " ") if request.param == "path" else text
    put(root / "in", 1, block=block(written))
    quoted = CIF.replace("'Example 1M'", f"\n;{written[:1500]}\n;\n")
    put(root / "in", 2, cif=quoted, block=block(written))
    built = made(root / "in", root / "out")
    assert built.entries
    return root / "out"


def test_pages_hold_no_element_of_others(hostile):
    for path in hostile.rglob("*.html"):
        text = path.read_text("utf-8")
        page = Page(text)
        assert {tag for tag, _ in page.tags} <= ALLOWED
        assert not [at for _, at in page.tags if any(name.startswith("on") for name in at)]
        scripts = [at for tag, at in page.tags if tag == "script"]
        assert all(at == {"type": "application/ld+json"} for at in scripts)
        for _, at in page.tags:
            for name in ("href", "src"):
                assert not re.match(r"\s*(?:javascript|data|vbscript):", at.get(name, ""), re.I)
        assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", text)
        (policy,) = (at["content"] for tag, at in page.tags if "http-equiv" in at)
        assert "default-src 'none'" in policy
        html5lib.HTMLParser(strict=False).parse(text)
        for script in page.scripts:
            json.loads(script)


def test_graphs_can_be_read_and_are_the_same(hostile):
    for folder in (hostile / "dataset").iterdir():
        read = [Graph().parse(folder / f"metadata.{end}", format=form) for end, form in
                (("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt"))]  # fmt: skip
        assert len({len(graph) for graph in read}) == 1
    assert len(Graph().parse(hostile / "catalog.ttl", format="turtle")) > 100
    assert len(Graph().parse(hostile / "catalog.jsonld", format="json-ld")) > 100


def test_xml_is_well_formed(hostile):
    for path in hostile.rglob("*.xml"):
        root = ET.parse(path).getroot()
        if path.name.startswith("ListRecords"):
            assert sum(1 for tag in root.iter() if tag.tag.endswith("}record")) == 2


def test_json_is_json(hostile):
    for end in ("json", "jsonld"):
        paths = list(hostile.rglob(f"*.{end}"))
        assert len(paths) >= 3
        for path in paths:
            assert isinstance(json.loads(path.read_bytes()), dict | list)


def test_citations_keep_their_lines(hostile):
    for folder in (hostile / "dataset").iterdir():
        lines = (folder / "cite.ris").read_bytes().decode().split("\r\n")
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
        assert sum(line.startswith(("TY  -", "ER  -")) for line in lines) == 2
        bib = (folder / "cite.bib").read_text("utf-8")
        depth = 0
        for sign in re.sub(r"\\[{}]", "", bib):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0
        assert depth == 0
        assert bib.count("\n@") == 0


def test_headers_keep_their_lines(hostile):
    for name in ("nginx.conf", "apache.conf"):
        data = (hostile / "servers" / name).read_bytes()
        assert data.isascii()
        assert b"\r" not in data
        assert b"alert" not in data


def test_names_of_files_are_harmless(hostile):
    for path in tree(hostile):
        assert re.fullmatch(r"(?:[a-z0-9][a-z0-9-]*/)*[A-Za-z0-9_.-]+", path), path
        assert len(path) < 150


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_folders_of_data_sets(text):
    found = slug(text, text)
    assert re.fullmatch(r"[a-z0-9-]{10,71}", found)
    assert slug(text + " ", text) != found


@pytest.mark.parametrize(
    "name", ["a b", "x..", "con", "$(x)", "x\"'<b>", "\u202eabc", "x;y\n", "\udcff"]
)
def test_names_of_input_files(tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"{name}.cif").write_text("data_x\n_cell.length_a 1\n")
    (entry,) = made(tmp_path / "in", tmp_path / "out").entries
    assert re.fullmatch(r"[a-z0-9-]+", entry.name)
    for path in (tmp_path / "out").rglob("*.html"):
        assert {tag for tag, _ in Page(path.read_text("utf-8")).tags} <= ALLOWED


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_addresses_that_run_something_are_no_links(tmp_path, address):
    cif = CIF.replace("https://example.org/scan.tgz", address)
    text = (
        f"catalogue: {{title: x, file_url: '{address}', publisher: {{name: x, id: '{address}'}}}}"
    )
    put(tmp_path / "in", 1, cif, text)
    made(tmp_path / "in", tmp_path / "out")
    for path, data in tree(tmp_path / "out").items():
        for before in (b'href="', b"<", b'"@id": "', b'"url": "', b'URL">'):
            assert before + address.encode() not in data, path


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    put(tmp_path / "secret", 1)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.cif").symlink_to(tmp_path / "secret" / "d1" / "scan.cif")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "secret")
    assert made(tmp_path / "in", tmp_path / "out").entries == ()


@pytest.mark.parametrize(
    "base",
    ["", "example.org", "ftp://example.org/", "javascript:alert(1)", "https://u:p@example.org/",
     "https://example.org/?q", "https://example.org/#x", "https://exam ple.org/", "https:///x",
     "https://example.org/\"><script>", "https://example.org/a/../b", "https://example.org/$x",
     "https://example.org/;x", "https://ex\u00e4mple.org/"],
)  # fmt: skip
def test_addresses_that_no_bundle_can_be_at(base):
    with pytest.raises(UsageError):
        make_site(base)


def test_a_base_without_a_slash():
    assert make_site("https://example.org/a").base == "https://example.org/a/"
