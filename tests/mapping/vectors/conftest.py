"""A converter for all tests of a module."""

from __future__ import annotations

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.resources import mapping_paths

from .conversion import Converter


@pytest.fixture(scope="package")
def library() -> Library:
    return Library(mapping_paths(), load_functions())


@pytest.fixture(scope="module")
def convert(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Converter:
    dictionary = load_dictionary("cif_img.dic")
    return Converter(dictionary, library, tmp_path_factory.mktemp("vectors"))
