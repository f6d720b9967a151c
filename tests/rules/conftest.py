"""Dictionaries for the tests of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def dictionaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dictionary]:
    """``img``: the packaged imgCIF dictionary, ``variant``: the one with variants.

    ``types``: one with an item of every type; ``relations``: keys and links of every kind.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMGCIF_MAP_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        return {
            "img": load_dictionary(),
            "variant": load_dictionary("cif_img_variant.dic"),
            "types": load_dictionary(HERE / "data" / "types.dic"),
            "relations": load_dictionary(HERE / "data" / "relations.dic"),
        }
