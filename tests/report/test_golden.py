"""Whole reports in every format, byte by byte; see ``golden/update.py`` for how to renew them."""

from __future__ import annotations

import pytest

from imgcif_map.report import FORMATS
from tests.report.golden.outputs import CASES, HERE, expected, rendered


@pytest.mark.parametrize("name", CASES)
def test_output_is_the_golden_one(name: str) -> None:
    assert rendered(name) == expected(name)


def test_every_format_has_a_golden_output() -> None:
    assert {form for form, _ in CASES.values()} == set(FORMATS)


def test_no_golden_output_is_left_over() -> None:
    files = {path.name for path in HERE.iterdir() if path.suffix not in (".py", "")}
    assert files == set(CASES)
