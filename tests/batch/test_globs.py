"""Patterns of paths."""

from __future__ import annotations

import fnmatch
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.project.globs import fits


@pytest.mark.parametrize(
    ("pattern", "path", "fitting"),
    [
        ("*.cif", "a.cif", True),
        ("*.cif", "deep/er/a.cif", True),
        ("*.cif", "a.cif.bak", False),
        ("old", "old/a.cif", True),
        ("old", "x/old/y/a.cif", True),
        ("old/", "x/old/y/a.cif", True),
        ("old", "older/a.cif", False),
        ("data/*.cif", "data/a.cif", True),
        ("data/*.cif", "data/b/a.cif", False),
        ("data/*.cif", "x/data/a.cif", False),
        ("data/**/raw", "data/raw/a.cif", True),
        ("data/**/raw", "data/x/y/raw/a.cif", True),
        ("data/**", "data/x/y", True),
        ("**/x.cif", "x.cif", True),
        ("./data", "data/a.cif", True),
        ("/data", "data/a.cif", True),
        ("/data", "x/data/a.cif", False),
        ("scan?.cif", "scan1.cif", True),
        ("scan[0-9].cif", "scan1.cif", True),
        ("scan[!0-9].cif", "scan1.cif", False),
        ("scan[]x].cif", "scan].cif", True),
        ("scan[z-a].cif", "scan[z-a].cif", True),
        ("scan[.cif", "scan[.cif", True),
        ("a+b.cif", "aab.cif", False),
        ("a\nb", "a\nb", True),
    ],
)
def test_fits(pattern: str, path: str, fitting: bool) -> None:
    assert fits(path, pattern) is fitting


NAMES = st.text(alphabet="ab*?[]!-^\\.", min_size=1, max_size=8)


@given(NAMES, st.text(alphabet="ab[]!-^\\.", min_size=1, max_size=5))
@settings(deadline=None, max_examples=300)
def test_never_fails_and_agrees_on_simple_patterns(pattern: str, name: str) -> None:
    fitting = fits(name, pattern)
    if not re.search(r"[\[\]\\]|^\.", pattern) and not name.startswith("."):
        simple = re.sub(r"\*+", "*", pattern)
        assert fitting is bool(re.fullmatch(fnmatch.translate(simple), name))
