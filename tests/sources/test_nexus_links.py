from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.base import walk
from imgcif_map.sources.registry import open_source

from .h5 import at, make


def _opened_files() -> set[str]:
    """Files this process holds open (Linux); opening cannot go unseen by HDF5's cache."""
    folder = Path("/proc/self/fd")
    found = set()
    for entry in folder.iterdir() if folder.is_dir() else ():
        try:
            found.add(str(entry.readlink()))
        except OSError:
            continue
    return found


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return make(tmp_path / "outside" / "secret.h5", lambda f: f.create_dataset("x", data=[7, 8]))


def test_links_inside_the_folder_are_followed(tmp_path: Path) -> None:
    make(tmp_path / "sub" / "b.h5", lambda f: f.create_dataset("deep/x", data=[1.5, 2]))

    def fill(f: Any) -> None:
        f["entry/value"] = 4
        f["entry/soft"] = h5py.SoftLink("value")
        f["entry/absolute"] = h5py.SoftLink("/entry/value")
        f["entry/hard"] = f["entry/value"]
        f["entry/ext"] = h5py.ExternalLink("sub/b.h5", "/deep/x")
        f["entry/group"] = h5py.ExternalLink("sub/b.h5", "/deep")
        f["entry/through"] = h5py.SoftLink("group/x")

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        entry = at(source.root, "entry")
        same = {at(entry, n).identity for n in ("value", "soft", "absolute", "hard")}
        assert len(same) == 1
        far = [at(entry, n) for n in ("ext", "group/x", "through")]
        assert len({r.identity for r in far}) == 1
        assert all(r.read().tolist() == [1.5, 2] for r in far)
        assert {(r.origin.file, r.origin.path) for r in far} == {("sub/b.h5", "/deep/x")}
        assert [r.path for r in far] == ["/entry/ext", "/entry/group/x", "/entry/through"]
        assert at(entry, "soft").origin.path == "/entry/value"
        assert at(entry, "soft").origin.file == str(tmp_path / "m.h5")


def test_broken_links_stay_and_say_why(tmp_path: Path) -> None:
    make(tmp_path / "b.h5", lambda f: f.create_dataset("x", data=1))
    (tmp_path / "text.h5").write_text("no HDF5")

    def fill(f: Any) -> None:
        f["soft"] = h5py.SoftLink("/nowhere/x")
        f["file"] = h5py.ExternalLink("gone.h5", "/x")
        f["object"] = h5py.ExternalLink("b.h5", "/gone")
        f["text"] = h5py.ExternalLink("text.h5", "/x")
        f["value"] = 1
        f["into"] = h5py.SoftLink("/value/x")

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        errors = {r.name: r.error for r in source.root.children()}
        assert list(errors) == ["file", "into", "object", "soft", "text", "value"]
        assert errors.pop("value") is None
        assert all(error and "link" in error for error in errors.values())
        assert "gone.h5" in str(errors["file"])
        assert "/gone" in str(errors["object"])
        for name in errors:
            record = at(source.root, name)
            assert (record.shape, record.dtype, record.unit) == (None, None, None)
            assert record.children() == ()
            assert record.origin.path == f"/{name}"
            with pytest.raises(UnreadableValue):
                record.read()


@pytest.mark.parametrize("how", ["absolute", "dots", "symlink", "folder", "etc"])
def test_files_outside_are_never_opened(how: str, tmp_path: Path, outside: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.h5").symlink_to(outside)
    (inside / "dir").symlink_to(outside.parent)
    name = {
        "absolute": str(outside),
        "dots": "../outside/secret.h5",
        "symlink": "link.h5",
        "folder": "dir/secret.h5",
        "etc": "/etc/passwd",
    }[how]

    def fill(f: Any) -> None:
        f["x"] = h5py.ExternalLink(name, "/x")
        f["soft"] = h5py.SoftLink("/x")

    master = make(inside / "m.h5", fill)
    with open_source(master) as source:
        for record in (at(source.root, "x"), at(source.root, "soft")):
            assert record.error is not None
            assert "outside the allowed folder" in record.error
            assert "--allow-dir" in record.error
            with pytest.raises(UnreadableValue):
                record.read()
        assert not {str(outside), "/etc/passwd"} & _opened_files()
    if how != "etc":
        with open_source(master, [outside.parent]) as source:
            assert at(source.root, "soft").read().tolist() == [7, 8]
            assert str(outside) in _opened_files()


def test_a_prefix_of_the_folder_name_is_not_inside(tmp_path: Path) -> None:
    make(tmp_path / "data2" / "x.h5", lambda f: f.create_dataset("x", data=1))
    master = make(
        tmp_path / "data" / "m.h5",
        lambda f: f.__setitem__("x", h5py.ExternalLink("../data2/x.h5", "/x")),
    )
    with open_source(master) as source:
        assert "outside" in str(at(source.root, "x").error)


def test_moved_files_are_found_beside_the_master(tmp_path: Path) -> None:
    make(tmp_path / "b.h5", lambda f: f.create_dataset("x", data=5))
    link = h5py.ExternalLink("/instrument/disk/b.h5", "/x")
    with open_source(make(tmp_path / "m.h5", lambda f: f.__setitem__("x", link))) as source:
        assert at(source.root, "x").read() == 5
        assert at(source.root, "x").origin.file == "b.h5"


def test_link_to_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.h5")
    link = h5py.ExternalLink("pipe.h5", "/x")
    with open_source(make(tmp_path / "m.h5", lambda f: f.__setitem__("x", link))) as source:
        assert at(source.root, "x").error is not None


def test_external_raw_files_are_never_read(tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        f.create_dataset("x", (20,), dtype="u1", external=[("/etc/passwd", 0, 20)])
        f.create_dataset("y", (20,), dtype="u1", external=[("raw.bin", 0, 20)])

    (tmp_path / "raw.bin").write_bytes(bytes(20))
    with open_source(make(tmp_path / "m.h5", fill)) as source:
        for name in "xy":
            assert at(source.root, name).shape == (20,)
            with pytest.raises(UnreadableValue, match="external raw file"):
                at(source.root, name).read()


def test_virtual_data_sets_open_nothing(tmp_path: Path, outside: Path) -> None:
    def fill(f: Any) -> None:
        layout = h5py.VirtualLayout((2,), dtype="i8")
        layout[:] = h5py.VirtualSource(str(outside), "x", shape=(2,))
        f.create_virtual_dataset("v", layout)
        f["via"] = h5py.ExternalLink(str(outside), "/x")
        layout = h5py.VirtualLayout((2,), dtype="i8")
        layout[:] = h5py.VirtualSource(".", "/via", shape=(2,))
        f.create_virtual_dataset("w", layout)
        layout = h5py.VirtualLayout((1,), maxshape=(None,), dtype="i8")
        endless = slice(0, h5py.h5s.UNLIMITED)
        layout[endless] = h5py.VirtualSource(str(outside), "x", (2,), maxshape=(None,))[endless]
        f.create_virtual_dataset("grows", layout)

    with open_source(make(tmp_path / "inside" / "m.h5", fill)) as source:
        assert at(source.root, "v").shape == (2,)
        assert at(source.root, "grows").shape is None
        for name in ("v", "w", "grows"):
            with pytest.raises(UnreadableValue):
                at(source.root, name).read()
        assert str(outside) not in _opened_files()


def test_cycles_end(tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        f["a"] = h5py.SoftLink("/b")
        f["b"] = h5py.SoftLink("/a")
        f["self"] = h5py.SoftLink("self")
        f["me"] = h5py.ExternalLink("m.h5", "/me")
        f["root"] = h5py.ExternalLink("m.h5", "/")
        g = f.create_group("g/h")
        g["up"] = f["g"]
        g["soft"] = h5py.SoftLink("/g")

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        for name in ("a", "b", "self", "me", "root", "g/h/up", "g/h/soft"):
            record = at(source.root, name)
            assert record.error is not None, name
            assert "cyclic" in record.error
            assert record.children() == ()
        assert len(list(walk(source.root))) < 20


def test_deep_trees_end(tmp_path: Path) -> None:
    path = make(tmp_path / "m.h5", lambda f: f.create_group("/".join(["g"] * 300)))
    with open_source(path) as source:
        nodes = list(walk(source.root))
        assert 50 < len(nodes) < 150
        assert "deeper" in str(nodes[-1].error)


def test_many_linked_files_are_not_all_kept_open(tmp_path: Path) -> None:
    for number in range(60):
        make(tmp_path / f"d{number}.h5", lambda f, n=number: f.create_dataset("x", data=n))

    def fill(f: Any) -> None:
        for number in range(60):
            f[f"x{number:02}"] = h5py.ExternalLink(f"d{number}.h5", "/x")

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        for _ in range(2):
            assert [r.read() for r in source.root.children()] == list(range(60))
        assert len([f for f in _opened_files() if f.startswith(str(tmp_path))]) < 40
    assert not [f for f in _opened_files() if f.startswith(str(tmp_path))]


def test_file_that_shrinks_under_us(tmp_path: Path) -> None:
    path = make(tmp_path / "m.h5", lambda f: f.create_dataset("g/x", data=np.arange(100_000)))
    with open_source(path) as source:
        record = at(source.root, "g/x")
        assert record.shape == (100_000,)
        os.truncate(path, 3000)
        with pytest.raises(UnreadableValue):
            record.read()


def test_closed_source_gives_no_traceback(tmp_path: Path) -> None:
    path = make(tmp_path / "m.h5", lambda f: f.create_dataset("g/x", data=[1, 2]))
    source = open_source(path)
    record = at(source.root, "g/x")
    source.close()
    source.close()
    path.unlink()
    with pytest.raises(UnreadableValue):
        record.read()


def test_names_are_relative_to_the_master_not_to_another_allowed_folder(tmp_path):
    from imgcif_map.sources.h5files import Files

    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    for name in ("a/master.h5", "b/data.h5"):
        h5py.File(tmp_path / name, "w").close()
    files = Files(tmp_path / "a" / "master.h5", [tmp_path])
    assert files.find("../b/data.h5", files.root()).shown == "../b/data.h5"
    files.close()
