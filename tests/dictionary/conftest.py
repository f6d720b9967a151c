"""Packaged dictionaries compiled once, as they are in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary import cache, manifest
from imgcif_map.resources import packaged_dir


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with cif_img.dic and ddl.dic compiled (not all five: that takes long)."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "PACKAGED", ("cif_img.dic", "ddl.dic", "templ_attr.cif"))
        assert len(manifest.compile_packaged(packaged_dir("dictionaries"), folder)) == 2
    return folder


@pytest.fixture
def wheel(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The compiled folder is where an installed wheel has it."""
    monkeypatch.setattr(cache, "compiled_dictionary_paths", lambda: [compiled])
    return compiled


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the cache itself is tested, so each test has its own."""
    monkeypatch.setenv("IMGCIF_MAP_CACHE_DIR", str(tmp_path / "user-cache"))
