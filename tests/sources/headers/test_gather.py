"""What a user names and what comes of it: files, folders, patterns, archives, damage."""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.errors import ImgcifMapError, UnreadableInput
from imgcif_map.sources.gather import open_all
from imgcif_map.sources.headers.source import HeaderSource
from tests.support.make_minicbf import minicbf, scan

OPTIONS = {"scans": {"same": ["Detector"], "turns": {"Omega": "Omega_increment"}}}


def opened(*paths: Path) -> HeaderSource:
    [source] = open_all(list(paths))
    assert isinstance(source, HeaderSource)
    return source


def files(source: HeaderSource) -> list[list[str]]:
    found = []
    for record in source.arranged(OPTIONS).child("scan").children():
        names = record.child("images").child("file").read()
        found.append([names] if isinstance(names, str) else names.tolist())
    return found


def said(source: HeaderSource) -> list[tuple[str, str]]:
    return [(remark.kind, remark.message) for remark in source.remarks_on(OPTIONS)]


def test_a_folder_with_folders(tmp_path: Path) -> None:
    scan(tmp_path / "one", 3)
    scan(tmp_path / "two", 2)
    source = opened(tmp_path)
    assert files(source) == [
        ["one/run_1_0001.cbf", "one/run_1_0002.cbf", "one/run_1_0003.cbf"],
        ["two/run_1_0001.cbf", "two/run_1_0002.cbf"],
    ]
    assert said(source) == []


@pytest.mark.parametrize("pattern", ["run_1_####.cbf", "run_1_*.cbf", "run_1_00[0-9]?.cbf"])
def test_patterns(tmp_path: Path, pattern: str) -> None:
    paths = scan(tmp_path, 3)
    assert files(opened(tmp_path / pattern)) == [[p.name for p in paths]]


def test_a_pattern_that_matches_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no file matches"):
        opened(tmp_path / "x_####.cbf")


def test_each_file_once(tmp_path: Path) -> None:
    paths = scan(tmp_path, 2)
    assert len(files(opened(tmp_path, *paths))[0]) == 2


def test_compressed_images_keep_their_names(tmp_path: Path) -> None:
    for path in scan(tmp_path, 2):
        Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    source = opened(tmp_path)
    assert files(source) == [["run_1_0001.cbf.gz", "run_1_0002.cbf.gz"]]
    images = source.arranged(OPTIONS).child("scan").children()[0].child("images")
    assert images.child("compression").read().tolist() == ["GZ", "GZ"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz", "zip"])
def test_members_of_archives_are_read_in_place(tmp_path: Path, mode: str) -> None:
    paths = scan(tmp_path / "data", 3)
    archive = tmp_path / "images.pack"
    if mode == "zip":
        with zipfile.ZipFile(archive, "w") as packed:
            for path in paths:
                packed.write(path, f"set/{path.name}")
    else:
        with tarfile.open(archive, mode) as packed:
            for path in paths:
                packed.add(path, f"set/{path.name}")
    source = opened(archive)
    assert files(source) == [[f"set/{path.name}" for path in paths]]
    assert {header.archive for header in source.headers} == {str(archive)}
    assert sorted(tmp_path.iterdir()) == [tmp_path / "data", archive]


def test_what_is_no_image_is_named_and_left(tmp_path: Path) -> None:
    scan(tmp_path, 2)
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / ".hidden").write_text("x")
    assert said(opened(tmp_path)) == [
        ("unmapped-source", f"1 files in no known format: {tmp_path / 'notes.txt'}")
    ]


def test_damaged_files_are_named_and_the_others_used(tmp_path: Path) -> None:
    paths = scan(tmp_path, 4)
    paths[1].write_bytes(b"")
    paths[2].write_bytes(paths[2].read_bytes()[:-300])
    paths[3].write_bytes(gzip.compress(paths[3].read_bytes())[:60])
    source = opened(tmp_path)
    kinds = said(source)
    assert kinds[-1] == ("conflict", "1 images of run_1_####.cbf are missing: 2")
    assert [kind for kind, _ in kinds[:-1]] == ["unreadable"] * 3
    words = " ".join(message for _, message in kinds)
    assert f"{paths[1]} is empty" in words
    assert "run_1_0003.cbf is cut short" in words
    assert f"{paths[3]} is damaged" in words
    assert files(source) == [["run_1_0001.cbf", "run_1_0003.cbf"]]


def test_a_folder_without_images(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no image")
    with pytest.raises(UnreadableInput, match="no file in a known format"):
        opened(tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        opened(tmp_path / "none.cbf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipes_do_not_block(tmp_path: Path) -> None:
    scan(tmp_path, 1)
    os.mkfifo(tmp_path / "pipe.cbf")
    assert len(files(opened(tmp_path))[0]) == 1
    with pytest.raises(UnreadableInput, match="not a regular file"):
        opened(tmp_path / "pipe.cbf")


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    outside = scan(tmp_path / "outside", 1)[0]
    inside = tmp_path / "inside"
    scan(inside, 1)
    (inside / "run_1_0002.cbf").symlink_to(outside)
    assert files(opened(inside)) == [["run_1_0001.cbf"]]
    [source] = open_all([inside], [tmp_path / "outside"])
    assert sum(map(len, files(source))) == 2


def test_line_ends_and_encodings(tmp_path: Path) -> None:
    latin = minicbf(newline="\n").replace(b"Silicon", b"Silici\xfcm")
    (tmp_path / "a_1.cbf").write_bytes(latin)
    record = opened(tmp_path / "a_1.cbf").arranged(OPTIONS).child("scan").children()[0]
    assert record.child("sensor_material").read() == "Siliciüm"
    assert record.child("Wavelength").read() == 0.96859


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_damage_gives_a_source_or_says_why(tmp_path_factory, data: st.DataObject) -> None:
    good = minicbf()
    at = data.draw(st.integers(0, len(good)))
    cut = data.draw(st.integers(0, 60))
    new = data.draw(st.binary(max_size=6) | st.sampled_from([b"\n;", b"'", b"loop_\n_axis.id"]))
    path = tmp_path_factory.mktemp("d") / "x_1.cbf"
    path.write_bytes(good[:at] + new + good[at + cut :])
    try:
        source = opened(path)
    except ImgcifMapError:
        return
    for record in source.arranged(OPTIONS).child("scan").children():
        for leaf in record.children():
            assert leaf.error is None or leaf.error
