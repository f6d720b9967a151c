"""The name that a misspelt one was meant to be, and what it spares the report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.meant import meant, slips
from imgcif_map.validator import validate

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("id", "id", 0), ("id", "di", 1), ("axis_id", "axs_id", 1), ("vektor", "vector", 1),
     ("scan_id", "scan_idxx", 2), ("frame", "frames", 1), ("abc", "xyz", None)],
)  # fmt: skip
def test_slips(one: str, other: str, distance: int | None) -> None:
    assert slips(one, other, 2) == distance


@given(WORDS, WORDS)
def test_slips_count_the_same_both_ways(one: str, other: str) -> None:
    assert slips(one, other, 6) == slips(other, one, 6)
    assert (slips(one, other, 6) == 0) == (one == other)


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("_diffrn_scan_axis.axs_id", "_diffrn_scan_axis.axis_id"),
        ("_AXIS.Vektor[1]", "_axis.vector[1]"),
        ("_axis.is", "_axis.id"),
        ("_axis.xx", None),
        ("_axis.", None),
        ("_nothing.id", None),
        ("axis", None),
    ],
)
def test_meant(name: str, item: str | None, dictionaries: dict[str, Dictionary]) -> None:
    found = meant(name, dictionaries["img"], ())
    assert (found and found.id) == item


def test_an_item_that_is_given_is_not_meant(dictionaries: dict[str, Dictionary]) -> None:
    assert meant("_axis.is", dictionaries["img"], {"_axis.id"}) is None


def test_a_misspelt_key_is_one_finding(dictionaries: dict[str, Dictionary]) -> None:
    text = (
        "data_x\nloop_\n_axis.idd\n_axis.depends_on\nomega .\nphi omega\n"
        "loop_\n_diffrn_scan_axis.scan_id\n_diffrn_scan_axis.axsi_id\nS1 omega\nS1 phi\n"
    )
    found = validate(parse_cif(text), dictionaries["img"], ignore=["DDL025"]).findings
    assert [(f.code, f.location.line) for f in found] == [("DDL001", 3), ("DDL001", 9)]


def test_values_under_a_misspelt_name_are_not_judged(dictionaries: dict[str, Dictionary]) -> None:
    document = parse_cif("data_x\n_diffrn_scan.frmes many\n")
    found = validate(document, dictionaries["img"], ignore=["IMG"]).findings
    assert [f.code for f in found] == ["DDL001"]


def test_a_loop_that_is_askew_is_not_judged(dictionaries: dict[str, Dictionary]) -> None:
    text = (
        "data_x\nloop_ _axis.id _axis.type _axis.equipment\nomega\nrotation\ngoniometer\nphi\n"
        "goniometer\nkappa\nrotation goniometer\n_diffrn_scan_axis.axis_id kappa\n"
    )
    found = validate(parse_cif(text), dictionaries["img"], ignore=["DDL025"]).findings
    assert [f.code for f in found] == ["CIF011"]
