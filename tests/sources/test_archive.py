from __future__ import annotations

import json
import re
import string
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.mapping.archive import (
    doi_uri,
    make_plan,
    normalise_doi,
    parse_template,
    relative_uri,
)
from imgcif_map.mapping.located import locate
from imgcif_map.mapping.manifest import read_manifest
from imgcif_map.mapping.packing import ARCHIVE_FORMATS, LACKING, checked_packing
from imgcif_map.rules.uris import URI_REFERENCE


@pytest.mark.parametrize(
    ("template", "uri"),
    [
        ("https://x.org/a.tgz", "https://x.org/a.tgz"),
        ("https://x.org/{file}", "https://x.org/sub/d%201.h5"),
        ("https://x.org/{stem}.zip", "https://x.org/d%201.zip"),
        ("https://x.org/{scan}/{n}/{n:03}?a=b", "https://x.org/S%2F1/7/007?a=b"),
        ("{{literal}}", "%7Bliteral%7D"),
        ("https://x.org/a b", "https://x.org/a%20b"),
        ("doi:10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"),
    ],
)
def test_templates(template: str, uri: str) -> None:
    assert parse_template(template).fill("sub/d 1.h5", "S/1", 7) == uri


@pytest.mark.parametrize(
    ("template", "uri"),
    [
        ("rsync://user@h.org:873/raw/my scan.tgz", "rsync://user@h.org:873/raw/my%20scan.tgz"),
        ("ftp://h.org/raw/{file}", "ftp://h.org/raw/sub/d%201.h5"),
        ("s3://bucket/raw/{scan}.tar.gz", "s3://bucket/raw/S%2F1.tar.gz"),
        ("https://[2001:db8::1]/{stem}.zip", "https://[2001:db8::1]/d%201.zip"),
        ("https://h.org/a[1].tgz?x=[2]#[3]", "https://h.org/a%5B1%5D.tgz?x=%5B2%5D#%5B3%5D"),
        ("https://h.org/a#b#c", "https://h.org/a#b%23c"),
        ("https://h.org/a%20b/100%/ü", "https://h.org/a%20b/100%25/%C3%BC"),
        ("raw/{file}", "raw/sub/d%201.h5"),
        ("../raw/a b.tgz", "../raw/a%20b.tgz"),
        ('https://h.org/a\\b|<c>^`"{{', "https://h.org/a%5Cb%7C%3Cc%3E%5E%60%22%7B"),
    ],
)
def test_any_scheme_is_passed_through(template: str, uri: str) -> None:
    assert parse_template(template).fill("sub/d 1.h5", "S/1", 7) == uri
    assert re.fullmatch(URI_REFERENCE, uri)


@pytest.mark.parametrize("text", ["C:\\data\\a.zip", "d:/data/{file}"])
def test_a_path_with_a_drive_is_no_uri(text: str) -> None:
    with pytest.raises(UsageError, match="path of one computer"):
        parse_template(text)


@settings(deadline=None, max_examples=300)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"])), name=st.text(min_size=1))
def test_what_is_written_is_a_uri(text: str, name: str) -> None:
    template = "https://h.org/" + text.replace("{", "{{").replace("}", "}}") + "{file}{scan}{n:03}"
    name = name.encode("utf-8", "replace").decode()
    assert re.fullmatch(URI_REFERENCE, parse_template(template).fill(name, name, 3))


@pytest.mark.parametrize(
    "template",
    [
        "",
        " ",
        "{",
        "a}",
        "{}",
        "{x}",
        "{file.__class__}",
        "{file!r}",
        "{file[0]}",
        "{n:x}",
        "{n:999999999}",
        "{file:03}",
        "{0}",
        "{n:{n}}",
    ],
)
def test_wrong_templates(template: str) -> None:
    with pytest.raises(UsageError):
        parse_template(template)


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_file_names_survive_in_uris(name: str) -> None:
    uri = parse_template("https://x.org/{file}").fill(name)
    assert unquote(uri) == "https://x.org/" + name
    assert set(uri) <= set(string.ascii_letters + string.digits + "-._~%/:")


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a/b.h5", "a/b.h5"),
        ("a b#1.cbf", "a%20b%231.cbf"),
        ("c:d.h5", "c%3Ad.h5"),
        ("/data/a b.cbf", "file:///data/a%20b.cbf"),
        ("C:\\data\\a.cbf", "file:///C:/data/a.cbf"),
    ],
)
def test_relative_uri(name: str, uri: str) -> None:
    assert relative_uri(name) == uri


@pytest.mark.parametrize(
    "text",
    [
        "10.5281/zenodo.1234",
        "doi:10.5281/zenodo.1234",
        "DOI: 10.5281/zenodo.1234",
        "https://doi.org/10.5281/zenodo.1234",
        " http://dx.doi.org/10.5281/zenodo.1234 ",
    ],
)
def test_dois(text: str) -> None:
    assert normalise_doi(text) == "10.5281/zenodo.1234"
    assert doi_uri(text) == "https://doi.org/10.5281/zenodo.1234"


@pytest.mark.parametrize("text", ["", "zenodo.1", "10.5281", "https://x.org/10.5281/z", "10.1/a b"])
def test_no_dois(text: str) -> None:
    with pytest.raises(UsageError, match="not a DOI"):
        normalise_doi(text)


@pytest.mark.parametrize(
    ("text", "packing"),
    [("TXZ", "TXZ"), ("tar", "TAR"), ("7z", "7Z"), ("tar.xz", "TXZ"), (".tar.gz", "TGZ")],
)
def test_formats_may_be_named_by_suffix_and_lack_in_the_dictionary(text: str, packing: str) -> None:
    assert make_plan("https://x.org/a", format=text).format == packing


@pytest.mark.parametrize("text", ["gz", "cab", "", " "])
def test_unknown_formats(text: str) -> None:
    with pytest.raises(UsageError, match="ZIP, TGZ, TBZ; known, but not to the dictionary: TAR"):
        checked_packing(text)


def test_what_is_said_to_be_lacking_lacks_in_the_dictionary() -> None:
    definition = load_dictionary().item("_array_data_external_data.archive_format")
    states = {state.upper() for state in definition.states} - {"."}
    assert states == set(ARCHIVE_FORMATS)
    assert not states & set(LACKING)


@pytest.mark.parametrize(
    ("uri", "given", "format_"),
    [
        ("https://x/a.tar.gz", None, "TGZ"),
        ("https://x/a.TGZ?download=1", None, "TGZ"),
        ("https://x/a.tar.bz2", None, "TBZ"),
        ("https://x/a.zip#x", None, "ZIP"),
        ("https://x/{file}", None, None),
        ("https://x/a", "zip", "ZIP"),
        ("https://x/a.tar.xz", None, "TXZ"),
        ("https://x/a.tar?x=.zip", None, "TAR"),
    ],
)
def test_format_from_option_or_suffix(uri: str, given: str | None, format_: str | None) -> None:
    assert make_plan(uri, format=given).format == format_


def test_a_format_needs_a_uri() -> None:
    with pytest.raises(UsageError, match="without a URI"):
        make_plan(format="ZIP")


CSV = """uri,member,size,checksum,format
https://x/1.tgz,run1/a.h5,12,md5:1,
https://x/1.tgz,run2/a.h5,,,
https://x/2.zip,b.h5,,,ZIP
https://x/c%20d.h5,,,,
"""


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_manifest(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"manifest.{kind}"
    text = CSV
    if kind == "json":
        head, *lines = CSV.splitlines()
        text = json.dumps([dict(zip(head.split(","), r.split(","), strict=True)) for r in lines])
    path.write_text("\ufeff" * (kind == "csv") + text, encoding="utf-8")
    plan = make_plan(manifest=path)
    member = plan.member("run1/a.h5")
    assert not isinstance(member, str)
    assert (member.uri, member.path, member.size) == ("https://x/1.tgz", "run1/a.h5", 12)
    assert locate(plan, "run1/a.h5", 1, "", {}).packing == "TGZ"
    assert locate(plan, "b.h5", 1, "", {}).packing == "ZIP"
    assert locate(plan, "c d.h5", 1, "", {}).packing is None
    assert "2 files" in str(plan.member("a.h5"))
    assert "not in" in str(plan.member("z.h5"))
    deep = plan.member("/gpfs/x/run2/a.h5")
    assert not isinstance(deep, str)
    assert deep.path == "run2/a.h5"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "file,size\na,1\n",
        "uri\n",
        "uri,member\n,a\n",
        "uri,size\nhttp://x,big\n",
        'uri\n"unclosed\n',
        "[1]",
        '{"uri": "x"}',
        "[",
        '[{"uri": ["x"]}]',
        '[{"member": "x"}]',
        "[" * 100_000,
        "uri\nhttp://x y\n",
    ],
)
def test_wrong_manifests(text: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    path.write_text(text)
    with pytest.raises(UnreadableInput, match="manifest"):
        read_manifest(path)


def test_unreadable_manifests(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("missing", "binary", "."):
        with pytest.raises(UnreadableInput, match="manifest"):
            read_manifest(tmp_path / name)


def test_wrong_format_in_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("uri,format\nhttps://x/a.cab,CAB\n")
    with pytest.raises(UsageError, match="CAB"):
        make_plan(manifest=tmp_path / "m.csv")
