"""Where mappings and dictionaries are: packaged ones, the user's own, and the cache.

A checkout keeps ``mappings/`` and ``dictionaries/`` next to the package, an
installed wheel under ``imgcif_map/_data/``. The user's data folder holds
folders of the same names, whose files take precedence.

``IMGCIF_MAP_DATA_DIR`` and ``IMGCIF_MAP_CACHE_DIR`` name other places for the
user's data and for the cache; an empty value counts as not set.
"""

from __future__ import annotations

import os
from pathlib import Path

DATA_VARIABLE = "IMGCIF_MAP_DATA_DIR"
CACHE_VARIABLE = "IMGCIF_MAP_CACHE_DIR"
_APPLICATION = "imgcif-map"


def dictionary_paths() -> list[Path]:
    """Folders with dictionaries that exist, highest precedence first."""
    return _existing(user_data_dir() / "dictionaries", packaged_dir("dictionaries"))


def mapping_paths() -> list[Path]:
    """Folders with mappings that exist, highest precedence first."""
    return _existing(user_data_dir() / "mappings", packaged_dir("mappings"))


def compiled_dictionary_paths() -> list[Path]:
    """Folders with dictionaries compiled when the wheel was built; [] in a checkout."""
    return _existing(Path(__file__).resolve().parent / "_data" / "compiled")


def packaged_dir(name: str) -> Path:
    """The packaged folder ``name`` (``mappings`` or ``dictionaries``); need not exist."""
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    # An installed copy must never look at what happens to lie next to it.
    return (installed if installed.is_dir() else package.parent) / name


def user_data_dir() -> Path:
    """The user's own data folder; need not exist."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path(_APPLICATION, appauthor=False)


def cache_dir() -> Path:
    """The user's cache folder; need not exist, and its content may be deleted at any time."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path(_APPLICATION, appauthor=False)


def _existing(*folders: Path) -> list[Path]:
    return [folder for folder in folders if folder.is_dir()]
