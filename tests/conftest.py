"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real files from real instruments, outside the project; skips where they are absent."""
    folder = Path(os.environ.get("IMGCIF_MAP_SHARED", "../shared"))
    folder = folder if folder.is_absolute() else ROOT / folder
    if not (folder / "data").is_dir():
        pytest.skip(f"real files are not here: set IMGCIF_MAP_SHARED (looked in {folder})")
    return folder


@pytest.fixture(autouse=True)
def _own_user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests never read or write the user's cache and data folders."""
    monkeypatch.setenv("IMGCIF_MAP_CACHE_DIR", str(tmp_path / "user-cache"))
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "user-data"))
    monkeypatch.setenv("NO_COLOR", "1")
