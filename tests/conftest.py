"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Continuous integration tries the same examples each time; runs by hand try new ones.
settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


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


@pytest.fixture(scope="session", autouse=True)
def common_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache for all tests: entries are keyed by content, so sharing it is safe."""
    folder = tmp_path_factory.getbasetemp().parent / "imgcif-map-cache"
    with pytest.MonkeyPatch.context() as patch:  # fixtures of wide scope run before the one below
        patch.setenv("IMGCIF_MAP_CACHE_DIR", str(folder))
        patch.setenv("IMGCIF_MAP_DATA_DIR", str(folder / "no-user-data"))
        yield folder


@pytest.fixture(autouse=True)
def _own_user_folders(tmp_path: Path, common_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests never read or write the user's cache and data folders."""
    monkeypatch.setenv("IMGCIF_MAP_CACHE_DIR", str(common_cache))
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "user-data"))
    monkeypatch.setenv("NO_COLOR", "1")
