"""The public API is what the package says it is, and importing it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import imgcif_map


@pytest.mark.parametrize("name", imgcif_map.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(imgcif_map, name) is not None


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = imgcif_map.no_such_thing


def test_one_source_needs_no_list(tmp_path: Path) -> None:
    from imgcif_map.sample import build

    master = build(tmp_path)
    one, listed = imgcif_map.convert(str(master)), imgcif_map.convert([master])
    assert one.sources == listed.sources == (master,)
    assert imgcif_map.format_cif(one.document) == imgcif_map.format_cif(listed.document)


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("numpy", "h5py", "lark", "rdflib", "jsonschema", "CifFile", "yaml", "typer")
    code = f"import sys, imgcif_map; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
