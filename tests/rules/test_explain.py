"""``explain`` for codes, data names and categories."""

from __future__ import annotations

import pytest

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.rules.explain import explain


@pytest.fixture
def img(dictionaries: dict[str, Dictionary]) -> Dictionary:
    return dictionaries["img"]


def test_code_and_name_give_the_same_page() -> None:
    page = explain("DDL010")
    assert page == explain("enumeration-state") == explain("ddl010")
    assert page.startswith("DDL010 enumeration-state (error)\n")
    for heading in ("What", "Why", "Fails", "Passes"):
        assert f"\n{heading}\n" in page
    assert "omega rotaton" in page


@pytest.mark.parametrize("code", ["GAP007", "INT001", "IMG001"])
def test_other_families(code: str) -> None:
    assert explain(code).startswith(f"{code} ")


def test_a_name_of_two_families_gives_both_pages() -> None:
    text = explain("missing-required")
    assert text.startswith("GAP001 missing-required")
    assert "\nIMG001 missing-required" in text


def test_data_name(img: Dictionary) -> None:
    text = explain("_AXIS.type", img)
    assert text.startswith("_axis.type\n")
    assert "rotation" in text
    assert "axis (Loop)" in text
    assert "general" in text  # its default


def test_alias_and_units_and_range(img: Dictionary) -> None:
    text = explain("_diffrn_radiation_wavelength.wavelength", img)
    assert text.startswith("_diffrn_radiation_wavelength.value (_diffrn_radiation_wavelength.wave")
    assert "angstroms" in text
    assert "0:, both ends included" in text


def test_key_and_link(img: Dictionary) -> None:
    text = explain("_array_data.array_id", img)
    assert "yes, together with _array_data.binary_id" in text
    assert "links to    _array_structure.id" in text


def test_our_own_summary(img: Dictionary) -> None:
    from imgcif_map.dictionary.summaries import summary

    ours = summary("_axis.depends_on")
    assert ours
    assert ours.split()[0] in explain("_axis.depends_on", img)


def test_category_and_bare_name(img: Dictionary) -> None:
    assert "_axis.id, _axis.equipment" in explain("axis", img)
    assert explain("axis.id", img).startswith("_axis.id")


@pytest.mark.parametrize(
    ("topic", "suggestion"),
    [
        ("_axis.vektor[1]", "_axis.vector[1]"),
        ("enumeration-sate", "enumeration-state"),
        ("DDL0100", "DDL010"),
        ("%&", "codes (DDL010)"),
    ],
)
def test_unknown(topic: str, suggestion: str, img: Dictionary) -> None:
    with pytest.raises(UsageError) as caught:
        explain(topic, img)
    assert suggestion in caught.value.hint
