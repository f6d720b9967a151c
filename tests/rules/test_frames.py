"""Rules look into save frames as they look into data blocks."""

from __future__ import annotations

import pytest

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.context import Context
from imgcif_map.validator import validate

TEXT = """#\\#CIF_2.0
data_x
_axis.id omega
save_f
_axis.type rotaton
_diffrn_scan_axis.axis_id omega
save_
save_g
_diffrn_scan_axis.axis_id phi
save_
"""


@pytest.fixture
def img(dictionaries: dict[str, Dictionary]) -> Dictionary:
    return dictionaries["img"]


def test_views_name_the_block_and_the_frame(img: Dictionary) -> None:
    views = Context(parse_cif(TEXT), img).blocks
    assert [(view.name, view.frame) for view in views] == [("x", None), ("x", "f"), ("x", "g")]
    assert [view.outer for view in views] == [None, views[0], views[0]]


def test_findings_say_in_which_frame(img: Dictionary) -> None:
    found = validate(parse_cif(TEXT), img).findings
    assert [(f.code, f.location.block, f.location.frame, f.location.line) for f in found] == [
        ("DDL010", "x", "f", 5),
        ("DDL024", "x", "g", 9),
    ]


def test_a_parent_may_stand_in_the_block_around_or_in_a_frame(img: Dictionary) -> None:
    inside = "#\\#CIF_2.0\ndata_x\n_diffrn_scan_axis.axis_id phi\nsave_f\n_axis.id phi\nsave_\n"
    outside = "#\\#CIF_2.0\ndata_x\n_axis.id phi\nsave_f\n_diffrn_scan_axis.axis_id phi\nsave_\n"
    for text in (inside, outside):
        assert validate(parse_cif(text), img).findings == ()


def test_the_frames_of_a_dictionary_are_no_data(img: Dictionary) -> None:
    text = "#\\#CIF_2.0\ndata_X\n_dictionary.title X\nsave_a\n_definition.id _a.b\nsave_\n"
    assert [view.frame for view in Context(parse_cif(text), img).blocks] == [None]


def test_requirements_of_a_profile_are_asked_of_data_blocks(img: Dictionary) -> None:
    [views] = Context(parse_cif(TEXT), img).data_sets
    assert [view.frame for view in views] == [None]
