"""Archives of images from the command line: links, local copies, manifests."""

from __future__ import annotations

import csv
from pathlib import Path

import h5py
import pytest

from imgcif_map.cif.reader import read_cif
from imgcif_map.sample import build
from tests.acceptance.test_workflow import column, findings
from tests.cli.outcome import check_message
from tests.support.make_minicbf import minicbf
from tests.support.packed import KINDS, Link, pack

EXTERNAL = "_array_data_external_data."
FILES = ["sample_data_000001.h5", "sample_data_000002.h5"]
LEGAL = {"ZIP", "TGZ", "TBZ"}


def distinct(path: Path, name: str) -> list[str]:
    return list(dict.fromkeys(column(path, EXTERNAL + name)))


def gaps(path: Path, kind: str) -> str:
    return "\n".join(f["message"] for f in findings(path) if f["name"] == kind)


def packed(tmp_path: Path, kind: str, prefix: str = "run/", files=FILES, **more: object) -> Path:
    return pack(tmp_path / "scan", kind, {**{prefix + name: b"x" for name in files}, **more})


@pytest.mark.parametrize("kind", KINDS)
def test_members_of_every_kind_of_archive(invoke, master, tmp_path, kind):
    """HDF5 files inside archives: archive path, path in the file and frame together."""
    path = packed(tmp_path, kind)
    uri = "https://x.org/raw/{file}" if kind == "folder" else "https://x.org/raw"
    invoke(
        "convert", master, "-o", "o.cif", "--gaps", "g.json",
        "--archive-uri", uri, "--local-archive", path,
    )  # fmt: skip
    inside = [f"run/{name}" for name in FILES]
    if kind == "folder":
        assert distinct(tmp_path / "o.cif", "uri") == [f"https://x.org/raw/{n}" for n in inside]
        assert distinct(tmp_path / "o.cif", "archive_path") == []
        assert distinct(tmp_path / "o.cif", "archive_format") == []
    else:
        assert distinct(tmp_path / "o.cif", "uri") == ["https://x.org/raw"]
        assert distinct(tmp_path / "o.cif", "archive_path") == inside
        state = kind if kind in LEGAL else "?"
        assert distinct(tmp_path / "o.cif", "archive_format") == [state]
    assert bool(gaps(tmp_path / "g.json", "no-target").count("archive_format")) == (
        kind in ("TAR", "TXZ")
    )
    assert set(column(tmp_path / "o.cif", EXTERNAL + "path")) == {"/entry/data/data"}
    assert column(tmp_path / "o.cif", EXTERNAL + "frame") == ["1", "2", "3", "4", "5"] * 2
    assert f"{FILES[0]} is run/{FILES[0]}" in gaps(tmp_path / "g.json", "assumption")
    assert invoke("validate", "o.cif").code == 0


def test_a_virtual_data_set_with_files_that_are_only_in_the_archive(invoke, tmp_path):
    """The data files are not here; how many images each holds, the master says."""
    master = tmp_path / "m.h5"
    build(tmp_path, "sample").rename(master)
    layout = h5py.VirtualLayout((10, 120, 160), "uint16")
    for number, name in enumerate(FILES):
        source = h5py.VirtualSource(name, "entry/data/data", (5, 120, 160))
        layout[5 * number : 5 * number + 5] = source
        (tmp_path / name).unlink()
    with h5py.File(master, "r+") as file:
        for name in list(file["entry/data"]):
            if name.startswith("data"):
                del file["entry/data"][name]
        file["entry/data"].create_virtual_dataset("data", layout)
    path = packed(tmp_path, "TGZ", "")
    invoke("convert", master, "-o", "o.cif", "--archive-uri", "https://x.org/a.tgz",
           "--local-archive", path, "--gaps", "g.json")  # fmt: skip
    assert column(tmp_path / "o.cif", EXTERNAL + "archive_path") == [FILES[0]] * 5 + [FILES[1]] * 5
    assert column(tmp_path / "o.cif", EXTERNAL + "frame") == ["1", "2", "3", "4", "5"] * 2
    assert "local archive" not in gaps(tmp_path / "g.json", "conflict")


@pytest.mark.parametrize(
    "options", [("--archive-format", "TXZ"), ("--archive-format", "tar.xz"), ()]
)
def test_option_and_suffix_say_the_same_of_what_the_dictionary_lacks(
    invoke, master, tmp_path, options
):
    outcome = invoke(
        "convert", master, "-o", "o.cif", "--archive-uri", "https://x.org/a.tar.xz", *options
    )
    assert "the dictionary has no such archive_format, only ZIP, TGZ, TBZ" in outcome.said
    assert distinct(tmp_path / "o.cif", "archive_format") == ["?"]
    assert distinct(tmp_path / "o.cif", "archive_path") == FILES
    assert invoke("validate", "o.cif").code == 0


def test_an_unknown_format_is_refused(invoke, master):
    outcome = invoke("convert", master, "--archive-uri", "https://x.org/a", "--archive-format", "x")
    check_message(outcome, "unknown archive format 'x'", "TXZ")


def test_a_missing_member_is_a_conflict(invoke, master, tmp_path):
    path = packed(tmp_path, "TGZ", files=FILES[:1])
    outcome = invoke("convert", master, "-o", "o.cif", "--gaps", "g.json", "--archive-uri",
                     "https://x.org/a.tgz", "--local-archive", path)  # fmt: skip
    assert outcome.code == 1
    conflicts = gaps(tmp_path / "g.json", "conflict")
    assert f"not in the local archive scan.tar.gz: {FILES[1]}" in conflicts
    assert (
        column(tmp_path / "o.cif", EXTERNAL + "archive_path") == ["run/" + FILES[0]] * 5 + ["?"] * 5
    )
    assert set(column(tmp_path / "o.cif", EXTERNAL + "archive_format")) == {"TGZ"}


def test_links_and_names_that_lead_out_are_reported_and_never_used(invoke, master, tmp_path):
    hostile = {FILES[1]: Link("/etc/passwd"), f"../{FILES[1]}": b"x", f"/{FILES[1]}": b"x"}
    path = packed(tmp_path, "TAR", "", FILES[:1], **hostile)
    invoke("convert", master, "-o", "o.cif", "--gaps", "g.json", "--archive-uri",
           "https://x.org/a.tgz", "--local-archive", path)  # fmt: skip
    assert f"{FILES[1]} is a link" in gaps(tmp_path / "g.json", "conflict")
    assert "3 members of scan.tar" in gaps(tmp_path / "g.json", "unmapped-source")
    assert distinct(tmp_path / "o.cif", "archive_path") == [FILES[0], "?"]


@pytest.mark.parametrize("kind", ["ZIP", "TAR", "TGZ", "TBZ", "TXZ"])
def test_a_damaged_archive_ends_the_conversion(invoke, master, tmp_path, kind):
    path = packed(tmp_path, kind, big=bytes(range(256)) * 100)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    for command in ("convert", "gaps"):
        check_message(invoke(command, master, "--local-archive", path), "damaged or truncated")


def test_what_is_no_archive_ends_the_conversion(invoke, master, tmp_path):
    check_message(
        invoke("convert", master, "--local-archive", "no.tgz"), "no such archive", "no.tgz"
    )
    check_message(invoke("convert", master, "--local-archive", master), "HDF5 file")


def test_outputs_never_replace_a_local_archive(invoke, master, tmp_path):
    path = packed(tmp_path, "ZIP")
    for text in (path, f"https://x.org/a.zip={path}"):
        outcome = invoke("convert", master, "--local-archive", text, "-o", path)
        check_message(outcome, "would overwrite an input")
    check_message(invoke("archive", "manifest", path, "-o", path), "would overwrite an input")


def test_gaps_checks_archives_too(invoke, master, tmp_path):
    path = packed(tmp_path, "ZIP", files=FILES[:1])
    outcome = invoke(
        "gaps", master, "--archive-uri", "https://x.org/a.zip", "--local-archive", path
    )
    assert f"not in the local archive scan.zip: {FILES[1]}" in " ".join(outcome.out.split())


def test_archives_of_scans_are_counted_through_all_data_blocks(invoke, tmp_path):
    """Two scans in one data block, one of another wavelength in a second."""
    masters = [build(tmp_path / f"run{n}", "sample") for n in (1, 2, 3)]
    with h5py.File(masters[2], "r+") as file:
        file["/entry/instrument/beam/incident_wavelength"][...] = 0.2
    options = [f"--archive-uri=https://x.org/{n}.tgz" for n in (1, 2, 3)]
    local = [pack(tmp_path / f"s{n}", "TGZ", dict.fromkeys(FILES, b"x")) for n in (1, 2, 3)]
    options += [f"--local-archive={path}" for path in local]
    outcome = invoke("convert", *masters, "-o", "o.cif", *options)
    blocks = [
        list(dict.fromkeys(block.column(EXTERNAL + "uri").texts()))
        for block in read_cif(tmp_path / "o.cif").blocks
    ]
    assert blocks == [["https://x.org/1.tgz", "https://x.org/2.tgz"], ["https://x.org/3.tgz"]]
    assert "archive URIs for" not in outcome.said
    outcome = invoke("convert", *masters, "-o", "o.cif", *options[:2])
    assert "no archive URI for scan 3 (SCAN1): 2 given" in outcome.said
    outcome = invoke("convert", *masters[:1], "-o", "o.cif", *options[:2])
    assert outcome.code == 1
    assert "2 archive URIs for 1 scan: one for each is expected" in outcome.said


def test_files_of_the_same_name_in_two_folders_stay_apart(invoke, tmp_path):
    masters = [build(tmp_path / f"run{n}", "sample") for n in (1, 2)]
    inside = [f"run{n}/{name}" for n in (1, 2) for name in FILES]
    invoke("convert", *masters, "-o", "o.cif")
    assert distinct(tmp_path / "o.cif", "uri") == inside
    path = pack(tmp_path / "scan", "TGZ", {f"top/{name}": b"x" for name in inside})
    invoke("convert", *masters, "-o", "o.cif", "--archive-uri", "https://x.org/a.tgz",
           "--local-archive", path)  # fmt: skip
    assert distinct(tmp_path / "o.cif", "archive_path") == [f"top/{name}" for name in inside]
    flat = pack(tmp_path / "flat", "TGZ", dict.fromkeys(FILES, b"x"))
    outcome = invoke("convert", *masters, "-o", "o.cif", "--archive-uri", "https://x.org/a.tgz",
                     "--local-archive", flat)  # fmt: skip
    assert "two files of images would be one member" in outcome.said
    assert distinct(tmp_path / "o.cif", "archive_path") == [*FILES, "?"]


def test_one_data_set_in_several_archives(invoke, master, tmp_path):
    local = [pack(tmp_path / f"part{n}", "TGZ", {f"p{n}/{name}": b"x"})
             for n, name in enumerate(FILES)]  # fmt: skip
    options = [f"--local-archive=https://x.org/{n}.tgz={path}" for n, path in enumerate(local)]
    invoke("convert", master, "-o", "o.cif", *options)
    assert distinct(tmp_path / "o.cif", "uri") == ["https://x.org/0.tgz", "https://x.org/1.tgz"]
    assert distinct(tmp_path / "o.cif", "archive_path") == [f"p{n}/{FILES[n]}" for n in (0, 1)]


def test_a_manifest_from_an_archive_serves_the_conversion(invoke, master, tmp_path):
    one = pack(tmp_path / "one", "TGZ", {f"a, b/{FILES[0]}": b"12345", "l": Link("x")})
    two = pack(tmp_path / "two", "folder", {f"sub/{FILES[1]}": b"x"})
    outcome = invoke("archive", "manifest", f"https://x.org/1.tgz={one}",
                     f"https://x.org/raw={two}", "-o", "m.csv")  # fmt: skip
    assert outcome.code == 0
    assert "1 members of one.tar.gz" in outcome.said
    with (tmp_path / "m.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["uri", "member", "size", "format"],
            ["https://x.org/1.tgz", f"a, b/{FILES[0]}", "5", "TGZ"],
            [f"https://x.org/raw/sub/{FILES[1]}", "", "1", ""],
        ]
    invoke("convert", master, "-o", "o.cif", "--archive-manifest", "m.csv")
    assert distinct(tmp_path / "o.cif", "uri") == [
        "https://x.org/1.tgz", f"https://x.org/raw/sub/{FILES[1]}",
    ]  # fmt: skip
    assert distinct(tmp_path / "o.cif", "archive_path") == [f"a, b/{FILES[0]}", "."]
    assert distinct(tmp_path / "o.cif", "archive_format") == ["TGZ", "."]
    assert invoke("archive", "manifest", one).out.splitlines()[1].startswith("one.tar.gz,")


@pytest.mark.parametrize("kind", KINDS)
def test_images_read_from_an_archive_are_linked_to_in_it(invoke, tmp_path, kind):
    images = {f"run/x_{n:04}.cbf": minicbf(n / 10) for n in (1, 2, 3)}
    path = pack(tmp_path / "scan", kind, images)
    invoke("convert", path, "-o", "o.cif", "--archive-uri", "https://x.org/a", "--gaps", "g.json",
           *(["--archive-format", "TGZ"] if kind == "folder" else []))  # fmt: skip
    assert distinct(tmp_path / "o.cif", "uri") == ["https://x.org/a"]
    paths = column(tmp_path / "o.cif", EXTERNAL + "archive_path")
    inside = list(images) if kind != "folder" else [Path(name).name for name in images]
    assert [name[-len(inside[0]) :] for name in paths] == inside
    assert ("taken to have" in gaps(tmp_path / "g.json", "assumption")) == (kind == "folder")
    outcome = invoke("convert", path, "-o", "o.cif")
    assert "no URI of the images is known" in outcome.said
    if kind != "folder":
        assert distinct(tmp_path / "o.cif", "uri") == [path.name]
        assert column(tmp_path / "o.cif", EXTERNAL + "archive_path") == list(images)


def test_images_read_from_two_archives_are_linked_to_in_theirs(invoke, tmp_path):
    paths = [
        pack(tmp_path / f"s{s}", "TGZ", {f"s{s}/x{s}_{n:04}.cbf": minicbf(n / 10) for n in (1, 2)})
        for s in (1, 2)
    ]
    outcome = invoke("convert", *paths, "-o", "o.cif")
    assert "no URI of the images is known" in outcome.said
    links = zip(
        column(tmp_path / "o.cif", EXTERNAL + "uri"),
        column(tmp_path / "o.cif", EXTERNAL + "archive_path"),
        strict=True,
    )
    assert sorted(set(links)) == [
        (f"s{s}.tar.gz", f"s{s}/x{s}_{n:04}.cbf") for s in (1, 2) for n in (1, 2)
    ]


def test_nothing_is_fetched(invoke, master, tmp_path, monkeypatch):
    def refuse(*arguments: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    for uri in ("rsync://x.org/a.tgz", "ftp://x.org/{file}", "s3://bucket/a.zip", "a b.tgz"):
        invoke("convert", master, "-o", "o.cif", "--archive-uri", uri)
    assert distinct(tmp_path / "o.cif", "uri") == ["a%20b.tgz"]
