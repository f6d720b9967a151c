from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.sources.base import Source, walk
from imgcif_map.sources.registry import format_names, open_source

from .h5 import make


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return make(tmp_path / "master.h5", lambda f: f.create_dataset("entry/x", data=1))


def test_opens_by_content_not_by_name(master: Path) -> None:
    other = master.rename(master.with_name("scan.dat"))
    with open_source(other) as source:
        assert isinstance(source, Source)
        assert source.format == "nexus"
        assert source.path == other
        assert [r.path for r in walk(source.root)] == ["/", "/entry", "/entry/x"]
    source.close()


def test_user_block_before_the_signature(tmp_path: Path) -> None:
    import h5py

    with h5py.File(tmp_path / "u.h5", "w", userblock_size=1024) as file:
        file["x"] = 5
    with open_source(tmp_path / "u.h5") as source:
        child = source.root.child("x")
        assert child is not None
        assert child.read() == 5


def _cases(folder: Path, master: Path) -> dict[str, tuple[Path, str]]:
    text = master.read_bytes()
    files = {
        "empty": b"",
        "text": b"data_x\n_a 1\n",
        "truncated": text[: len(text) // 2],
        "head-only": text[:20],
        "zeroed": text[:48] + bytes(len(text) - 48),
        "gzipped": gzip.compress(text),
    }
    cases = {}
    for name, content in files.items():
        cases[name] = (folder / name, "")
        cases[name][0].write_bytes(content)
    words = {"empty": "is empty", "text": "no known format", "truncated": "truncated"}
    words |= {"head-only": "HDF5", "zeroed": "HDF5", "gzipped": "gzip"}
    result = {name: (path, words[name]) for name, (path, _) in cases.items()}
    result["folder"] = (folder, "is a folder")
    result["missing"] = (folder / "nowhere.h5", "no such file")
    result["nul"] = (Path("a\0b"), "cannot read")
    return result


@pytest.mark.parametrize(
    "case",
    ["empty", "text", "truncated", "head-only", "zeroed", "gzipped", "folder", "missing", "nul"],
)
def test_unreadable_inputs_say_what_is_wrong(case: str, tmp_path: Path, master: Path) -> None:
    path, words = _cases(tmp_path, master)[case]
    with pytest.raises(UnreadableInput, match=words):
        open_source(path)


def test_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableInput, match="regular"):
        open_source(tmp_path / "pipe")


def test_no_permission(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableInput, match="permission"):
        open_source(master)


def test_wrong_calls(master: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        open_source(master, [master])
    with pytest.raises(UsageError, match="unknown source format"):
        open_source(master, format_name="tiff")
    with open_source(master, format_name=format_names()[0]) as source:
        assert source.format == format_names()[0]


def test_registry_imports_no_format() -> None:
    code = "import imgcif_map.sources.registry, sys; sys.exit('h5py' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
