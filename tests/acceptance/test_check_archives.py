"""validate --archives from the command line: each kind of archive with each kind of fault."""

from __future__ import annotations

import io
import json
import os
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgcif_map.archives.limits import MAX_FILE
from imgcif_map.sample import build
from tests.cli.outcome import check_message
from tests.support.make_image import cbf, hdf5, pixels
from tests.support.packed import SUFFIXES, Link, pack

KINDS = [*SUFFIXES, "folder", "HDF5"]
URI = "https://example.org/raw/scan"
NAMES = [f"run/img_{n:04d}.cbf" for n in (1, 2, 3)]
STATES = {"TAR": "?", "TXZ": "?", "folder": "."}
IMAGE = cbf(pixels())


def scan(folder: Path, kind: str, **changed: bytes | Link | None) -> Path:
    """An archive of three images; ``changed`` by name, None: left out."""
    members: dict[str, Any] = {**dict.fromkeys(NAMES, IMAGE), **changed}
    members = {name: content for name, content in members.items() if content is not None}
    return pack(folder / "scan", kind, members)


def write_cif(folder: Path, kind: str, names: list[str]) -> Path:
    """A CIF file of so many images in one archive, or at addresses of their own."""
    rows = []
    for number, name in enumerate(names, 1):
        uri, member = (f"{URI}/{name}", ".") if kind == "folder" else (URI, name)
        rows.append(f"{number} CBF {uri} {STATES.get(kind, kind)} {member}")
    path = folder / "scan.cif"
    items = ("id", "format", "uri", "archive_format", "archive_path")
    path.write_text(
        "#\\#CIF_2.0\ndata_scan\nloop_\n"
        + "".join(f"_array_data_external_data.{item}\n" for item in items)
        + "\n".join(rows)
        + "\nloop_\n_array_structure_list.array_id\n_array_structure_list.index\n"
        "_array_structure_list.precedence\n_array_structure_list.dimension\n1 1 1 4\n1 2 2 3\n"
    )
    return path


@pytest.fixture
def checked(invoke, tmp_path):
    """Run ``validate`` with an archive in place of the URI; codes with lines, counts, messages."""

    def run(place: Path, kind: str = "folder", names: list[str] | None = None, *options: str):
        path = write_cif(tmp_path, kind, NAMES if names is None else names)
        outcome = invoke("validate", path, "--select", "ARC", "--substitute",
                         f"{URI}={place}", "-f", "json", *options)  # fmt: skip
        assert "Traceback" not in outcome.err
        (file,) = json.loads(outcome.out)["files"]
        found = file["findings"]
        assert outcome.code == (1 if any(f["severity"] == "error" for f in found) else 0)
        return [
            (f["code"], f["line"] - 8, f["count"], f["message"], f.get("hint", "")) for f in found
        ]

    return run


each_archive = pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "HDF5"])


@each_archive
def test_all_is_there(checked, tmp_path, kind):
    assert checked(scan(tmp_path, kind), kind, None, "--images", "all") == []


@each_archive
def test_a_missing_member(checked, tmp_path, kind):
    (found,) = checked(scan(tmp_path, kind, **{NAMES[1]: None}), kind)
    assert found[:3] == ("ARC005", 2, 1)
    assert f"{NAMES[1]} is not in" in found[3]


@each_archive
def test_a_renamed_member(checked, tmp_path, kind):
    changed = {NAMES[2]: None, "run/image_0003.cbf": IMAGE}
    (found,) = checked(scan(tmp_path, kind, **changed), kind)
    assert (*found[:3], found[4]) == ("ARC005", 3, 1, "did you mean run/image_0003.cbf?")


@each_archive
def test_all_members_in_another_folder(checked, tmp_path, kind):
    place = pack(tmp_path / "scan", kind, dict.fromkeys((n[4:] for n in NAMES), IMAGE))
    (found,) = checked(place, kind)
    assert found[:3] == ("ARC005", 1, 3)
    assert found[4] == "it has img_0001.cbf"


@each_archive
def test_a_truncated_member(checked, tmp_path, kind):
    place = scan(tmp_path, kind, **{NAMES[2]: IMAGE[:-60], NAMES[1]: b""})
    found = checked(place, kind)
    assert [f[:3] for f in found] == [("ARC006", 2, 1)], "only the first one is decoded"
    assert "is empty" in found[0][3]
    found = checked(place, kind, None, "--images", "all")
    assert [f[:3] for f in found] == [("ARC006", 2, 1), ("ARC006", 3, 1)]
    assert "never ends" in found[1][3]


@each_archive
@pytest.mark.parametrize("bad", ["../img_0001.cbf", "/etc/passwd", "run/../../img_0001.cbf"])
def test_a_name_that_leads_out(checked, tmp_path, kind, bad):
    (tmp_path / "img_0001.cbf").write_bytes(IMAGE)
    members = {} if kind == "folder" else {bad: IMAGE}
    place = pack(tmp_path / "scan", kind, {**members, NAMES[0]: IMAGE})
    name = bad.lstrip("/") if kind == "folder" and bad[0] == "/" else bad
    found = checked(place, kind, [NAMES[0], name])
    code = "ARC005" if name != bad else "ARC003"  # a URI of two slashes is the folder's own
    assert [f[:3] for f in found] == [(code, 2, 1)]


@each_archive
def test_a_link_among_the_members(checked, tmp_path, kind):
    place = scan(tmp_path, kind, **{NAMES[1]: Link("/etc/passwd")})
    (found,) = checked(place, kind)
    assert found[:3] == ("ARC003", 2, 1)
    assert "is a link: it is not opened" in found[3]


@each_archive
def test_a_member_that_is_too_large(checked, tmp_path, kind):
    """It is only said to be: nobody writes so much here, and nobody reads it."""
    place = scan(tmp_path, kind, **{NAMES[1]: None})
    large = MAX_FILE + 1
    if kind == "folder":
        (place / NAMES[1]).touch()
        os.truncate(place / NAMES[1], large)
    elif kind == "ZIP":
        with zipfile.ZipFile(place, "a") as file, file.open(NAMES[1], "w") as member:
            member.write(b"x")
        data = bytearray(place.read_bytes())
        at = data.rfind(b"PK\x01\x02")
        data[at + 24 : at + 28] = large.to_bytes(4, "little")
        place.write_bytes(data)
    else:
        mode = {"TAR": "w", "TGZ": "w:gz", "TBZ": "w:bz2", "TXZ": "w:xz"}[kind]
        with tarfile.open(place, mode, **({"preset": 0} if kind == "TXZ" else {})) as file:
            for name in NAMES:
                info = tarfile.TarInfo(name)
                if name == NAMES[1]:  # a sparse file of that size, which holds nothing
                    info.type, info.size = tarfile.GNUTYPE_SPARSE, 0
                    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
                    block[483:495] = b"%011o\0" % large
                    block[148:156] = b"%06o\0 " % (sum(block) - sum(block[148:156]) + 256)
                    file.fileobj.write(bytes(block))
                    file.offset += len(block)
                    continue
                info.size = len(IMAGE)
                file.addfile(info, io.BytesIO(IMAGE))
    tracemalloc.start()
    (found,) = checked(place, kind, None, "--images", "all")
    assert tracemalloc.get_traced_memory()[1] < 60e6
    tracemalloc.stop()
    assert found[:3] == ("ARC007", 2, 1)
    assert "files of more than 256 MiB are not read" in found[3]


@pytest.mark.parametrize("kind", ["TGZ", "TBZ", "TXZ"])
def test_an_archive_that_expands_without_end(checked, tmp_path, kind, monkeypatch):
    monkeypatch.setattr("imgcif_map.sources.archivestream.FREE", 1 << 20)
    monkeypatch.setattr("imgcif_map.sources.archivestream.MAX_EXPANSION", 100)
    place = scan(tmp_path, kind, zeros=bytes(30 << 20))
    (found,) = checked(place, kind)
    assert found[:3] == ("ARC007", 1, 3)
    assert "expands more than 100 times" in found[3]


@pytest.mark.parametrize("kind", list(SUFFIXES))
def test_a_truncated_archive(checked, tmp_path, kind):
    place = scan(tmp_path, kind)
    place.write_bytes(place.read_bytes()[: place.stat().st_size // 4])
    found = checked(place, kind)
    assert {f[0] for f in found} <= {"ARC002", "ARC005", "ARC017"}
    assert found[0][2] in (1, 2, 3)


# HDF5 files in a folder


def write_hdf5_cif(folder: Path, rows: list[str]) -> Path:
    path = folder / "scan.cif"
    items = ("id", "format", "uri", "path", "frame")
    path.write_text(
        "#\\#CIF_2.0\ndata_scan\nloop_\n"
        + "".join(f"_array_data_external_data.{item}\n" for item in items)
        + "".join(f"{n} HDF5 {URI}/{row}\n" for n, row in enumerate(rows, 1))
    )
    return path


@pytest.fixture
def checked_hdf5(invoke, tmp_path):
    def run(rows: list[str], *options: str):
        copy = f"{URI}/={tmp_path / 'raw'}"
        path = write_hdf5_cif(tmp_path, rows)
        outcome = invoke("validate", path, "--select", "ARC", "--substitute", copy,
                         "-f", "json", *options)  # fmt: skip
        assert "Traceback" not in outcome.err
        (file,) = json.loads(outcome.out)["files"]
        return [(f["code"], f["line"] - 8, f["count"], f["message"]) for f in file["findings"]]

    return run


@pytest.fixture
def raw(tmp_path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    stack = np.stack([pixels(dtype="uint16")] * 3)
    for name in ("a_000001.h5", "a_000002.h5"):
        (folder / name).write_bytes(hdf5(stack, "/entry/images"))
    return folder


ROWS = [f"a_00000{file}.h5 /entry/images {frame}" for file in (1, 2) for frame in (1, 2, 3)]


def test_hdf5_all_is_there(checked_hdf5, raw):
    assert checked_hdf5(ROWS, "--images", "all") == []


def test_hdf5_missing(checked_hdf5, raw):
    (raw / "a_000002.h5").unlink()
    (found,) = checked_hdf5([*ROWS, "a_000001.h5 /entry/pictures 1", "a_000001.h5 . 1"])[:1]
    assert found[:3] == ("ARC005", 4, 3)
    found = checked_hdf5(["a_000001.h5 /entry/pictures 1", "a_000001.h5 . 1"])
    assert [f[:3] for f in found] == [("ARC009", 1, 1), ("ARC009", 2, 1)]


def test_hdf5_renamed(checked_hdf5, raw):
    (raw / "a_000002.h5").rename(raw / "a_data_000002.h5")
    (found,) = checked_hdf5(ROWS)
    assert found[:3] == ("ARC005", 4, 3)


def test_hdf5_truncated(checked_hdf5, raw):
    path = raw / "a_000002.h5"
    path.write_bytes(path.read_bytes()[:-200])
    (found,) = checked_hdf5(ROWS)
    assert found[:3] == ("ARC006", 4, 3)


def test_hdf5_names_that_lead_out(checked_hdf5, raw, tmp_path):
    import h5py

    (tmp_path / "out.h5").write_bytes((raw / "a_000001.h5").read_bytes())
    with h5py.File(raw / "m.h5", "w") as file:
        file["out"] = h5py.ExternalLink("../out.h5", "/entry/images")
    (raw / "l.h5").symlink_to(tmp_path / "out.h5")
    found = checked_hdf5(["../out.h5 /entry/images 1", "m.h5 /out 1", "l.h5 /entry/images 1"])
    assert [f[:3] for f in found] == [("ARC003", n, 1) for n in (1, 2, 3)]


def test_hdf5_too_large(checked_hdf5, raw):
    import h5py

    with h5py.File(raw / "w.h5", "w") as file:
        file.create_dataset("wide", (3, 70_000, 70_000), "uint16", chunks=(1, 100, 100))
    (found,) = checked_hdf5([f"w.h5 /wide {n}" for n in (1, 2, 3)])
    assert found[:3] == ("ARC007", 1, 1)


def test_hdf5_frames_beyond_the_end(checked_hdf5, raw):
    (found,) = checked_hdf5([f"a_000001.h5 /entry/images {n}" for n in range(8)])
    assert found[:3] == ("ARC010", 1, 5)
    assert "has 3 images, counted from 1, and no 0, 4, 5, …" in found[3]


def test_hdf5_inside_an_archive(invoke, tmp_path, raw):
    files = {path.name: path.read_bytes() for path in raw.iterdir()}
    place = pack(tmp_path / "h", "TGZ", files)
    rows = "".join(f"{n} HDF5 {URI} TGZ a_000001.h5 /entry/images {n}\n" for n in (1, 4))
    items = ("id", "format", "uri", "archive_format", "archive_path", "path", "frame")
    names = "".join(f"_array_data_external_data.{item}\n" for item in items)
    (tmp_path / "h.cif").write_text(f"data_x\nloop_\n{names}{rows}")
    outcome = invoke("validate", "h.cif", "--select", "ARC", "--images", "all", "--substitute",
                     f"{URI}={place}")  # fmt: skip
    assert "ARC010" in outcome.out
    assert "has 3 images, no 4" in " ".join(outcome.out.split())


# The call


def test_nothing_is_looked_at_unless_asked(invoke, tmp_path):
    write_cif(tmp_path, "TGZ", NAMES)
    assert invoke("validate", "scan.cif", "--select", "ARC").code == 0
    outcome = invoke("validate", "scan.cif", "--select", "ARC", "--archives")
    assert "note ARC001 not looked at" in outcome.out


def test_what_makes_no_sense(invoke, tmp_path):
    write_cif(tmp_path, "TGZ", NAMES)
    check_message(invoke("validate", "scan.cif", "--substitute", "x"), "URI=PATH")
    check_message(invoke("validate", "scan.cif", "--substitute", f"{URI}=no.tgz"), "no.tgz", URI)
    check_message(invoke("validate", "scan.cif", "--images", "some"), "a number of images or 'all'")
    check_message(invoke("validate", "scan.cif", "--images=-1"), "a number of images or 'all'")
    check_message(invoke("validate", "scan.cif", "--allow-private"), "--online")


def test_files_that_form_one_data_set(invoke, tmp_path):
    """Each file's names are relative to that file."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "img.cbf").write_bytes(IMAGE if folder == "one" else IMAGE[:-60])
        text = "data_{0}\n_array_data_external_data.id {0}\n_array_data_external_data.uri img.cbf\n"
        (tmp_path / folder / "f.cif").write_text(text.format(folder))
    outcome = invoke("validate", "one/f.cif", "two/f.cif", "--together", "--archives",
                     "--select", "ARC", "-f", "json")  # fmt: skip
    files = json.loads(outcome.out)["files"]
    assert [[f["code"] for f in file["findings"]] for file in files] == [[], ["ARC006"]]


def test_images_in_the_file_itself(invoke, tmp_path):
    """The second image of the file, of another array, is the one that is described wrongly."""
    sizes = "loop_\n_array_structure_list.array_id\n_array_structure_list.index\n" \
            "_array_structure_list.precedence\n_array_structure_list.dimension\n"  # fmt: skip
    text = IMAGE.replace(b"data_image", b"data_one").decode("latin-1")
    text += "\ndata_two\n" + sizes + "B 1 1 9\nB 2 2 2\n_array_data.array_id B\n_array_data.data"
    from tests.support.make_image import section

    data = text.encode("latin-1") + section(pixels(9, 3))
    (tmp_path / "both.cbf").write_bytes(data)
    outcome = invoke("validate", "both.cbf", "--archives", "--select", "ARC")
    said = " ".join(outcome.out.split())
    assert "image 2 has 9 pixels in a row (fast) and 3 rows (slow), and array B has 9" in said
    assert said.count("ARC011") == 2, "the finding, and what explains it"


def test_a_conversion_points_at_what_is_there(invoke, tmp_path):
    """Our own output against the files it was made from: nothing is wrong."""
    master = build(tmp_path)
    assert invoke("convert", master, "-o", "scan.cif").code in (0, 1)
    outcome = invoke("validate", "scan.cif", "--archives", "--images", "all", "--select", "ARC")
    assert outcome.code == 0, outcome.out
    assert "nothing to report" in outcome.out + outcome.err
