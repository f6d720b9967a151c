"""Archive functions with archives at hand: what is written, and what is said."""

from __future__ import annotations

import tarfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.mapping.archive import ArchivePlan, make_plan
from imgcif_map.mapping.archiving import count, folders, read, with_own
from imgcif_map.mapping.functions import archives
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.quantity import NOT_KNOWN, Quantity
from imgcif_map.sources.record import Origin
from tests.support.packed import KINDS, Link, add, pack

from .test_source_functions import FakeCall, texts

PACKED = [kind for kind in KINDS if kind != "folder"]


def columns(call: FakeCall, *names: str, n: int = 1) -> tuple[list[Any], list[Any], list[Any]]:
    """URI, path and format that the functions give for the files of one scan."""
    made = [
        function(call, texts(*names), f"S{n}", n)
        for function in (archives.archive_uri, archives.archive_path, archives.archive_format)
    ]
    return tuple([None] * len(names) if q is None else q.data.tolist() for q in made)  # type: ignore[return-value]


def said(call: FakeCall, kind: str) -> str:
    """All messages of a kind."""
    return "\n".join(message for found, message in call.reports if found == kind)


URI = "https://x.org/scan"


def planned(path: Path, kind: str = "TGZ", uri: str = URI) -> FakeCall:
    return FakeCall(make_plan(uri, format=kind, local=str(path)))


@pytest.mark.parametrize("kind", PACKED)
def test_names_that_are_there_need_no_assumption(kind: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "x", kind, {"r/a.h5": b"1", "r/b.h5": b"2"})
    call = planned(path, kind)
    _, paths, _ = columns(call, "r/a.h5", "r/b.h5")
    assert paths == ["r/a.h5", "r/b.h5"]
    assert set(call.kinds) <= {"no-target"}


@pytest.mark.parametrize("kind", PACKED)
def test_names_under_another_folder_are_taken_and_said_once(kind: str, tmp_path: Path) -> None:
    names = [f"f{n}.h5" for n in range(5)]
    path = pack(tmp_path / "x", kind, {f"top/{name}": b"1" for name in names})
    call = planned(path, kind)
    uris, paths, _ = columns(call, *names)
    assert uris == [URI] * 5
    assert paths == [f"top/{name}" for name in names]
    message = said(call, "assumption")
    assert message.count("\n") == 0
    assert f"local archive {path.name}: f0.h5 is top/f0.h5" in message
    assert "and 2 more" in message


@pytest.mark.parametrize("kind", PACKED)
def test_names_that_are_not_there_are_conflicts(kind: str, tmp_path: Path) -> None:
    members = {"a.h5": b"1", "r1/b.h5": b"1", "r2/b.h5": b"1", "c.h5": Link("a.h5"), "E.H5": b"1"}
    call = planned(pack(tmp_path / "x", kind, members), kind)
    uris, paths, _ = columns(call, "a.h5", "b.h5", "c.h5", "d.h5", "e.h5")
    assert uris == [URI] * 5
    assert paths == ["a.h5", NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, "E.H5"]
    conflicts = said(call, "conflict")
    assert "not in the local archive" in conflicts
    assert "d.h5" in conflicts
    assert "b.h5 (r1/b.h5, r2/b.h5)" in conflicts
    assert "c.h5 (c.h5 is a link)" in conflicts
    assert "e.h5 is E.H5" in said(call, "assumption")


def test_two_files_are_never_one_member(tmp_path: Path) -> None:
    call = planned(pack(tmp_path / "x", "TGZ", {"a.h5": b"1"}))
    assert columns(call, "r1/a.h5", n=1)[1] == ["a.h5"]
    assert columns(call, "r2/a.h5", n=2)[1] == [None]
    assert "r1/a.h5 and r2/a.h5 (a.h5)" in said(call, "conflict")


def test_a_member_that_is_there_twice_is_said(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as tar:
        for _ in range(2):
            add(tar, "a.h5", b"1")
    call = planned(tmp_path / "x.tgz")
    assert columns(call, "a.h5")[1] == ["a.h5"]
    assert "two members of this very name: a.h5" in said(call, "conflict")


@pytest.mark.parametrize("packing", ["TAR", "TXZ", "TZST", "TLZ", "7Z", "RAR"])
@pytest.mark.parametrize("by", ["option", "suffix"])
def test_packings_that_the_dictionary_lacks(packing: str, by: str) -> None:
    suffix = {"TAR": ".tar", "TXZ": ".tar.xz", "TZST": ".tar.zst", "TLZ": ".tar.lz"}
    uri = URI + (suffix.get(packing, "." + packing.lower()) if by == "suffix" else "")
    call = FakeCall(make_plan(uri, format=packing if by == "option" else None))
    assert columns(call, "a.h5", "b.h5") == ([uri] * 2, ["a.h5", "b.h5"], [NOT_KNOWN] * 2)
    message = said(call, "no-target")
    assert f"({packing})" in message
    assert "only ZIP, TGZ, TBZ" in message
    assert "repack" in message


def test_a_scalar_keeps_an_unknown_format() -> None:
    call = FakeCall(make_plan(URI + ".tar"))
    found = archives.archive_format(call, Quantity("a.h5"), "S", 1)
    assert found is not None
    assert found.data is NOT_KNOWN


def test_every_scan_has_its_packing() -> None:
    plan = make_plan(["https://x/1.zip", "https://x/2.tar.xz", "https://x/{file}"])
    assert columns(FakeCall(plan), "a.h5", n=1)[2] == ["ZIP"]
    assert columns(FakeCall(plan), "a.h5", n=2)[1:] == (["a.h5"], [NOT_KNOWN])
    assert columns(FakeCall(plan), "a.h5", n=3) == (["https://x/a.h5"], [None], [None])
    call = FakeCall(plan)
    assert columns(call, "a.h5", n=4) == ([None], [None], [None])
    assert "no archive URI for scan 4 (S4): 3 given" in said(call, "missing-recommended")


def test_local_archives_in_the_order_of_scans(tmp_path: Path) -> None:
    paths = [str(pack(tmp_path / f"s{n}", "TGZ", {f"s{n}/a.h5": b"1"})) for n in (1, 2)]
    for uris in (["https://x/{n}.tgz"], ["https://x/1.tgz", "https://x/2.tgz"]):
        call = FakeCall(make_plan(uris, local=paths))
        for n in (1, 2):
            assert columns(call, "a.h5", n=n) == ([f"https://x/{n}.tgz"], [f"s{n}/a.h5"], ["TGZ"])
    named = [f"https://x/2.tgz={paths[1]}", f"https://x/1.tgz={paths[0]}"]
    call = FakeCall(make_plan(["https://x/1.tgz", "https://x/2.tgz"], local=named))
    assert columns(call, "a.h5", n=1)[1] == ["s1/a.h5"]
    assert columns(call, "a.h5", n=2)[1] == ["s2/a.h5"]


def test_without_a_local_archive_for_a_scan_names_stay_an_assumption(tmp_path: Path) -> None:
    paths = [str(pack(tmp_path / f"s{n}", "TGZ", {"a.h5": b"1"})) for n in (1, 2)]
    call = FakeCall(make_plan("https://x/{n}.tgz", local=paths))
    assert columns(call, "q.h5", n=3)[1] == ["q.h5"]
    assert "taken to have the names they have here" in said(call, "assumption")


def test_archives_with_uris_are_searched(tmp_path: Path) -> None:
    """Several archives for one data set: each file is where it is found."""
    one = pack(tmp_path / "one", "TGZ", {"r/a.h5": b"1", "c.h5": b"1", "e.h5": b"1"})
    two = pack(tmp_path / "two", "ZIP", {"b.h5": b"1", "x/c.h5": b"1", "e.h5": b"1"})
    three = pack(tmp_path / "three", "folder", {"f g.h5": b"1"})
    named = [f"https://x/1.tgz={one}", f"https://x/2={two}", f"https://x/3/={three}"]
    call = FakeCall(make_plan(local=named))
    uris, paths, formats = columns(call, "a.h5", "b.h5", "c.h5", "d.h5", "e.h5", "f g.h5")
    assert uris == [
        "https://x/1.tgz", "https://x/2", "https://x/1.tgz", NOT_KNOWN, NOT_KNOWN,
        "https://x/3/f%20g.h5",
    ]  # fmt: skip
    assert paths == ["r/a.h5", "b.h5", "c.h5", NOT_KNOWN, NOT_KNOWN, None]
    assert formats == ["TGZ", "ZIP", "TGZ", NOT_KNOWN, NOT_KNOWN, None]
    conflicts = said(call, "conflict")
    assert "d.h5" in conflicts
    assert "e.h5 (in one.tar.gz, two.zip)" in conflicts


def test_a_folder_that_will_be_packed(tmp_path: Path) -> None:
    path = pack(tmp_path / "f", "folder", {"sub/a.h5": b"1"})
    assert columns(planned(path), "a.h5") == ([URI], ["sub/a.h5"], ["TGZ"])


def test_a_folder_that_is_served_as_it_is(tmp_path: Path) -> None:
    path = pack(tmp_path / "f", "folder", {"sub 1/a.h5": b"1", "b.h5": b"1"})
    call = FakeCall(make_plan("rsync://x.org/raw/{file}", local=path))
    assert columns(call, "a.h5", "b.h5", "c.h5") == (
        ["rsync://x.org/raw/sub%201/a.h5", "rsync://x.org/raw/b.h5", NOT_KNOWN],
        [None] * 3,
        [None] * 3,
    )
    assert "not in the local archive f: c.h5" in said(call, "conflict")


@pytest.mark.parametrize(
    ("kind", "uri", "path"), [("TGZ", "x%20y.tar.gz", "r/a.h5"), ("folder", "r/a.h5", None)]
)
def test_a_local_archive_alone_is_named_relatively(
    kind: str, uri: str, path: str | None, tmp_path: Path
) -> None:
    call = FakeCall(make_plan(local=str(pack(tmp_path / "x y", kind, {"r/a.h5": b"1"}))))
    assert columns(call, "a.h5")[:2] == ([uri], [path])
    assert "--archive-uri" in said(call, "missing-recommended")


@pytest.mark.parametrize(
    ("uri", "format_", "words"),
    [
        ("https://x/a.zip", None, "https://x/a.zip: ZIP, local archive x.tar.gz: TGZ"),
        ("https://x/a", "TXZ", "local archive x.tar.gz: TGZ, --archive-format: TXZ"),
        ("https://x/a.tgz", None, ""),
        ("https://x/a", None, ""),
    ],
)
def test_contradictory_packings(uri: str, format_: str | None, words: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "TGZ", {"a.h5": b"1"})
    call = FakeCall(make_plan(uri, format=format_, local=str(path)))
    columns(call, "a.h5")
    assert words in said(call, "conflict")
    assert bool(words) == bool(said(call, "conflict"))


def test_option_and_suffix_that_differ() -> None:
    call = FakeCall(make_plan("https://x/a.tgz", format="ZIP"))
    assert columns(call, "a.h5")[2] == ["ZIP"]
    assert "https://x/a.tgz: TGZ, --archive-format: ZIP" in said(call, "conflict")


def test_the_members_of_a_manifest_are_checked(tmp_path: Path) -> None:
    one = pack(tmp_path / "one", "TGZ", {"top/a.h5": b"1"})
    two = pack(tmp_path / "two", "TGZ", {"b.h5": b"1"})
    (tmp_path / "m.csv").write_text(
        "uri,member\nhttps://x/1.tgz,a.h5\nhttps://x/2.tgz,b.h5\nhttps://x/2.tgz,c.h5\n"
    )
    for local in ([str(one), str(two)], [f"https://x/2.tgz={two}", f"https://x/1.tgz={one}"]):
        call = FakeCall(make_plan(manifest=tmp_path / "m.csv", local=local))
        assert columns(call, "a.h5", "b.h5", "c.h5")[1] == ["top/a.h5", "b.h5", NOT_KNOWN]
        assert "not in the local archive two.tar.gz: c.h5" in said(call, "conflict")
        assert "a.h5 is top/a.h5" in said(call, "assumption")


@pytest.mark.parametrize(
    ("file", "uri", "path"),
    [
        ("s/a.h5", "https://x/s/a.h5", "s/a.h5"),
        ("/data/s/a.h5", "https://x/a.h5", "a.h5"),
        ("C:\\data\\a.h5", "https://x/a.h5", "a.h5"),
        ("../s/a.h5", "https://x/s/a.h5", "s/a.h5"),
        ("./s/a.h5", "https://x/s/a.h5", "s/a.h5"),
    ],
)
def test_names_that_lead_out_of_the_data_set(file: str, uri: str, path: str) -> None:
    call = FakeCall(make_plan("https://x/{file}"))
    assert columns(call, file)[0] == [uri]
    assert bool(call.reports) == (uri != f"https://x/{file}")
    assert columns(FakeCall(make_plan(URI + ".zip")), file)[1] == [path]


def test_how_local_archives_are_named(tmp_path: Path) -> None:
    odd = tmp_path / "https:=x"
    odd.mkdir(parents=True)
    pack(odd / "a=b", "ZIP", {})
    path = odd / "a=b.zip"
    plan = make_plan(local=[str(path), f"doi:10.5281/zenodo.1={path}", f"https://x/?a=b={path}"])
    assert [local.path for local in plan.local] == [path] * 3
    assert [local.uri for local in plan.local] == [
        "", "https://doi.org/10.5281/zenodo.1", "https://x/?a=b",
    ]  # fmt: skip
    with pytest.raises(UnreadableInput, match="no such archive or folder"):
        make_plan(local="https://x/a.tgz=nothing.tgz")
    with pytest.raises(UnreadableInput, match="no such archive or folder"):
        make_plan(local=tmp_path / "nothing")
    with pytest.raises(UsageError, match="nothing can be filled in"):
        make_plan(local=f"https://x/{{n}}.tgz={path}")
    with pytest.raises(UsageError, match="without a URI"):
        make_plan(format="TGZ", local=tmp_path)


def test_archives_that_are_too_many_for_the_scans(tmp_path: Path) -> None:
    path = str(pack(tmp_path / "x", "ZIP", {}))
    for plan, words in (
        (make_plan(["https://x/1.zip", "https://x/2.zip"]), "2 archive URIs for 1 scan"),
        (make_plan("https://x/1.zip", local=[path] * 3), "3 local archives for 1 scan"),
    ):
        gaps = GapLog()
        count(plan, 1, gaps)
        assert [words in f.message for f in gaps.findings()] == [True]
        gaps = GapLog()
        count(plan, 3, gaps)
        assert not gaps.findings()


def test_what_no_file_may_be_is_reported_once(tmp_path: Path) -> None:
    members = {"a.h5": b"1", **{f"l{n}": Link("a.h5") for n in range(5)}, "../up.h5": b"1"}
    plan = make_plan(URI, local=str(pack(tmp_path / "x", "TAR", members)))
    gaps, told = GapLog(), []
    read(plan, gaps, told.append)
    (finding,) = gaps.findings()
    assert finding.severity.name == "NOTE"
    assert "6 members of x.tar" in finding.message
    assert "'l0' (a link)" in finding.message
    assert told == ["reading the names in x.tar"]


def test_a_tar_file_without_end_is_reported(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "TAR", {"a": b""})
    path.write_bytes(path.read_bytes()[:512])
    gaps = GapLog()
    read(make_plan(URI, local=str(path)), gaps, lambda what: None)
    assert "may have been cut off" in gaps.findings()[0].message


def test_nothing_is_read_before_it_is_needed(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "TAR", {"a": b"1" * 2000})
    path.write_bytes(path.read_bytes()[:1000])
    plan = make_plan(URI, local=str(path))
    with pytest.raises(UnreadableInput, match="damaged or truncated"):
        read(plan, GapLog(), lambda what: None)


def roots(*paths: str) -> tuple[Any, ...]:
    """Roots of sources as far as their places go."""
    return tuple(SimpleNamespace(origin=Origin(path, "/")) for path in paths)


def test_folders_seen_from_the_common_one(tmp_path: Path) -> None:
    one, two, top = (str(tmp_path / name) for name in ("r/1/m.h5", "r/2/m.h5", "r/m.h5"))
    assert folders(roots(one)) == {}
    assert folders(roots(one, str(tmp_path / "r/1/n.h5"))) == {}
    assert folders(roots(one, two)) == {one: "1", two: "2"}
    assert folders(roots(one, top)) == {one: "1", top: "."}


@pytest.mark.parametrize(
    ("name", "seen"),
    [("a.h5", "1/a.h5"), ("../x/a.h5", "x/a.h5"), ("/d/a.h5", "/d/a.h5"), ("C:\\a", "C:\\a")],
)
def test_names_seen_from_the_common_folder(name: str, seen: str) -> None:
    class Folders(FakeCall):
        def option(self, name: str) -> Any:
            return {"/r/1/m.h5": "1"} if name == "folders" else None

    (of,) = roots("/r/1/m.h5")
    (other,) = roots("/elsewhere/m.h5")
    assert archives.from_common_folder(Folders(), texts(name), of).data.tolist() == [seen]
    assert archives.from_common_folder(Folders(), texts(name), other).data.tolist() == [name]
    assert archives.from_common_folder(Folders(), texts(name)).data.tolist() == [name]


def test_archives_that_images_were_read_from(tmp_path: Path) -> None:
    one, two = (pack(tmp_path / name, "ZIP", {}) for name in ("o n.e", "two"))
    inside = [SimpleNamespace(archives=(one,)), SimpleNamespace(archives=(two, one))]
    assert with_own(None, [*inside, SimpleNamespace()]) is None
    (local,) = with_own(None, inside[:1]).local  # type: ignore[union-attr]
    assert (local.path, local.uri) == (one, "")
    both = with_own(None, inside)
    assert both is not None
    assert [(copy.path, copy.uri) for copy in both.local] == [
        (one, "o%20n.e.zip"),
        (two, "two.zip"),
    ]
    assert both.searched
    assert not both.addressed
    asked = make_plan("https://x/{n}.zip")
    assert with_own(asked, inside) is asked
    assert [copy.path for copy in with_own(asked, inside[:1]).local] == [one]  # type: ignore[union-attr]
    named = make_plan(URI, local=str(two))
    assert with_own(named, inside[:1]) is named


def test_a_plan_is_empty_without_options() -> None:
    assert ArchivePlan().copy("https://x", 1) is None
    assert not ArchivePlan().searched
