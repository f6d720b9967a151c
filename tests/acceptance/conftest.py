"""The command line as the tests in tests/cli run it, and sound masters to damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import pytest

from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.resources import mapping_paths
from tests.acceptance.hostile import DAMAGES
from tests.cli.conftest import _one_cache, invoke, master, process, shared_cache  # noqa: F401
from tests.mapping.coverage.all_nodes import build


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str], Path]:
    """An NXmx master with one of the damages done to it."""

    def make(name: str) -> Path:
        path = build(tmp_path / "hostile.h5")
        with h5py.File(path, "r+") as file:
            DAMAGES[name](file)
        return path

    return make


@pytest.fixture(scope="session")
def library() -> Library:
    """The mapping files, read once for all these tests."""
    return Library(mapping_paths(), load_functions())


@pytest.fixture(autouse=True)
def _read_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imgcif_map.mapping.library.Library", lambda *_: library)
