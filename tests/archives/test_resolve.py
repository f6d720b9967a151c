"""What URIs lead to: substitutes, the folder of the file, addresses, nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.request import Archives, make_archives, split_substitute
from imgcif_map.archives.resolve import Local, Remote, Resolver
from imgcif_map.errors import UsageError

SUBSTITUTES = {
    "https://x.org/a.tgz": "a.tgz",
    "https://x.org/raw": "raw",
    "https://x.org/raw/deep/": "deep",
    "data.h5": "h5",
}
ARCHIVES = Archives(tuple((uri, Path(path)) for uri, path in SUBSTITUTES.items()))
HERE = Path("here")


def where(uri: str, folder: Path | None = HERE) -> object:
    found = Resolver(ARCHIVES, folder)(uri)
    return found.kind if isinstance(found, Fault) else found


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        ("https://x.org/a.tgz", Local(Path("a.tgz"))),
        ("https://x.org/raw", Local(Path("raw"))),
        ("https://x.org/raw/b%20c/d.cbf?x=1#y", Local(Path("raw"), "b c/d.cbf")),
        ("https://x.org/raw/deep/d.cbf", Local(Path("deep"), "d.cbf")),
        ("https://x.org/rawer/d.cbf", Remote("https://x.org/rawer/d.cbf")),
        ("HTTP://y.org", Remote("HTTP://y.org")),
        ("data.h5", Local(Path("h5"))),
        ("./run/d.cbf", Local(HERE, "run/d.cbf", near=True)),
        ("run/d.cbf", Local(HERE, "run/d.cbf", near=True)),
        ("https://x.org/raw/../d.cbf", Kind.UNSAFE),
        ("https://x.org/raw/%2e%2E/d.cbf", Kind.UNSAFE),
        ("https://x.org/raw/a%00b", Kind.UNSAFE),
        ("../d.cbf", Kind.UNSAFE),
        ("/etc/passwd", Kind.UNSAFE),
        ("C:\\\\data\\\\d.cbf", Kind.UNSAFE),
        ("file:///etc/passwd", Kind.UNSAFE),
        ("file://host/d.cbf", Kind.UNSAFE),
        ("file://[x/d.cbf", Kind.UNSAFE),
        ("s3://b/d.cbf", Kind.NOT_EXAMINED),
        ("doi:10.5281/zenodo.1", Kind.NOT_EXAMINED),
    ],
)
def test_places(uri, place):
    assert where(uri) == place


def test_a_file_uri_into_the_folder(tmp_path):
    uri = (tmp_path / "run" / "a b.cbf").as_uri()
    assert where(uri, tmp_path) == Local(tmp_path, "run/a b.cbf", near=True)
    assert where(uri.replace("run", "run/../.."), tmp_path) is Kind.UNSAFE


def test_what_was_read_from_no_file():
    assert where("run/d.cbf", None) is Kind.NOT_EXAMINED
    assert where("data.h5", None) == Local(Path("h5"))


PARTS = st.sampled_from(["https:", "", "x.org", "raw", "deep", "a.tgz", "..", ".", "%2e%2e", "b?c",
                         "d#e", "data.h5", "file:", "s3:", "img_1.cbf", "a b"])  # fmt: skip


@given(st.lists(st.lists(PARTS, min_size=1, max_size=6).map("/".join), max_size=8))
def test_what_was_asked_before_makes_no_difference(uris):
    together = Resolver(ARCHIVES, HERE)
    for uri in uris:
        found, alone = together(uri), Resolver(ARCHIVES, HERE)(uri)
        if isinstance(found, Fault):
            assert isinstance(alone, Fault)
            assert (found.kind, found.message) == (alone.kind, alone.message)
        else:
            assert found == alone


@given(st.lists(PARTS, min_size=1, max_size=6).map("/".join))
def test_no_uri_leads_out(uri):
    found = Resolver(ARCHIVES, HERE)(uri)
    if isinstance(found, Local):
        assert ".." not in found.inside.split("/")
        assert not found.inside.startswith("/")


def test_substitutes_as_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a", "a=b"):
        Path(name).touch()
    assert split_substitute("https://x.org/?id=1=a=b") == ("https://x.org/?id=1", Path("a=b"))
    assert split_substitute("https://x.org/?id=a") == ("https://x.org/?id", Path("a"))
    for text in ("a", "=a", "a="):
        with pytest.raises(UsageError, match="URI=PATH"):
            split_substitute(text)


def test_what_makes_no_sense(tmp_path):
    with pytest.raises(UsageError, match="no such archive"):
        make_archives({"https://x.org": tmp_path / "no"})
    with pytest.raises(UsageError, match="needs a URI"):
        make_archives({" ": tmp_path})
    with pytest.raises(UsageError, match="timeout"):
        make_archives(timeout=0)
    with pytest.raises(UsageError, match="'all'"):
        make_archives(images="few")
    assert make_archives(images="all").images is None
    assert hash(make_archives({"https://x.org": tmp_path}))
