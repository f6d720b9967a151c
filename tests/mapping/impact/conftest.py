"""What all cases share: mappings composed once, dictionaries that are imported read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from imgcif_map.dictionary import cache, compile
from imgcif_map.dictionary.imports import Importer
from imgcif_map.dictionary.source import read_source
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.impact import both, run
from imgcif_map.mapping.library import Library
from imgcif_map.resources import mapping_paths, packaged_dir
from tests.cli.conftest import _one_cache, invoke, shared_cache  # noqa: F401


@pytest.fixture(scope="package")
def text() -> str:
    """The packaged dictionary."""
    return (packaged_dir("dictionaries") / "cif_img.dic").read_text(encoding="utf-8")


@pytest.fixture(scope="package", autouse=True)
def _shared_work() -> Iterator[None]:
    """The command starts afresh each time; here what it reads over and over is kept.

    Dictionaries that the edited one imports, the library of mappings, and what lint says of a
    mapping with a dictionary.
    """
    functions = load_functions()
    library = Library(mapping_paths())  # lint looks at functions, too
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "load_functions", lambda: functions)
        patch.setattr(run, "Library", lambda *_: library)
        patch.setattr(run, "load_dictionary", _kept(run.load_dictionary, _by_content))
        read = _kept(read_source, _by_content)
        patch.setattr(cache, "store", lambda *_: None)  # each edited one is loaded once
        patch.setattr(compile, "Importer", partial(Importer, read=read))
        patch.setattr(both, "lint_mapping", _kept(both.lint_mapping, _by_identity))
        yield


def _kept(function: Callable, key: Callable) -> Callable:
    """With the answers kept, and what was asked, so that no identity comes twice."""
    known: dict[object, tuple[object, object]] = {}

    def asked(*arguments: object, **options: object) -> object:
        at = key(*arguments, **options)
        if at not in known:
            known[at] = (arguments, function(*arguments, **options))
        return known[at][1]

    return asked


def _by_content(*paths: object, **_: object) -> tuple[object, ...]:
    return tuple((str(p), Path(p).read_bytes() if Path(p).is_file() else b"") for p in paths)


def _by_identity(*subjects: object) -> tuple[int, ...]:
    return tuple(map(id, subjects))
