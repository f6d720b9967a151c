"""Atomic files: the new content or the old, nothing in between."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from imgcif_map.atomic import atomic_writer
from imgcif_map.errors import UsageError


def test_new_file(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    with atomic_writer(path) as stream:
        stream.write("é\n")
        assert not path.exists()
    assert path.read_bytes() == "é\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["x.cif"]


def test_bytes(tmp_path: Path) -> None:
    with atomic_writer(tmp_path / "x", "wb") as stream:
        stream.write(b"\0\r\n")
    assert (tmp_path / "x").read_bytes() == b"\0\r\n"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_failure_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "x"
    path.write_text("old")

    def fail() -> None:
        with atomic_writer(path) as stream:
            stream.write("new")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_permissions(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        for path in (old, new):
            with atomic_writer(path) as stream:
                stream.write("x")
    finally:
        os.umask(before)
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with atomic_writer(tmp_path / "link") as stream:
        stream.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_bad_targets(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"), atomic_writer(tmp_path / "no" / "x"):
        pass
    with pytest.raises(UsageError, match="is a folder"), atomic_writer(tmp_path):
        pass
    with pytest.raises(UsageError, match="mode"), atomic_writer(tmp_path / "x", "a"):
        pass


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("imgcif_map.atomic.tempfile.mkstemp", refuse)
    with pytest.raises(UsageError, match="not writable"), atomic_writer(tmp_path / "x"):
        pass
