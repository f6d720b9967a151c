"""Imports in mode Contents: attributes merged into a definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.cif.document import CifValue
from imgcif_map.dictionary.import_get import merge
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from tests.dictionary.small import dictionary, frame, head, imports, item, plain

LENGTH = (
    "_type.contents Real\n_units.code metres\n"
    "loop_\n_enumeration_set.state\n_enumeration_set.detail\na 'first'\nb 'second'\nc 'third'\n"
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """No Head, no ids: attributes to be imported."""
    return dictionary(
        tmp_path,
        "templ.cif",
        "TEMPL",
        frame("Length", LENGTH),
        frame("nested", "_type.purpose Number\n" + imports("'file':templ.cif 'save':length")),
        frame("loop_a", imports("'file':templ.cif 'save':loop_b")),
        frame("loop_b", "_units.code none\n" + imports("'file':templ.cif 'save':loop_a")),
        kind="Template",
    )


def _load(folder: Path, attributes: str) -> Dictionary:
    return load_dictionary(plain(folder, "top.dic", "TOP", item("_thing.x", attributes)))


@pytest.mark.usefixtures("template")
def test_attributes_come_in_and_the_frame_name_is_caseless(tmp_path: Path) -> None:
    found = _load(tmp_path, imports("'file':templ.cif 'save':LENGTH"))
    thing = found.definitions["_thing.x"]
    assert (thing.contents, thing.units, thing.states) == ("Real", "metres", ("a", "b", "c"))
    assert thing.origin == "TOP"
    assert found.problems == ()


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize(
    ("dupl", "units", "states"),
    [
        ("Ignore", "millimetres", ("z",)),
        ("Exit", "millimetres", ("z",)),
        ("Replace", "metres", ("a", "b", "c")),
    ],
)
def test_clashes(tmp_path: Path, dupl: str, units: str, states: tuple[str, ...]) -> None:
    own = "_type.contents Real\n_units.code millimetres\n_enumeration_set.state z\n" + imports(
        f"'file':templ.cif 'save':length 'dupl':{dupl}"
    )
    found = _load(tmp_path, own)
    thing = found.definitions["_thing.x"]
    assert (thing.units, thing.states) == (units, states)
    assert bool(found.problems) is (dupl == "Exit")


def test_a_loop_category_goes_in_whole_or_not_at_all() -> None:
    own = {"_enumeration_set.state": (CifValue("z"),), "_units.code": (CifValue("m"),)}
    imported = {
        "_enumeration_set.state": (CifValue("a"), CifValue("b")),
        "_enumeration_set.table_id": (CifValue("1"), CifValue("2")),
        "_type.contents": (CifValue("Real"),),
    }
    kept, clashes = merge(own, imported, "ignore")
    assert kept == {**own, "_type.contents": imported["_type.contents"]}
    assert set(clashes) == {"_enumeration_set.state", "_enumeration_set.table_id"}
    own["_enumeration_set.hint"] = (CifValue("h"),)
    replaced, _ = merge(own, imported, "replace")
    assert replaced == {"_units.code": own["_units.code"], **imported}


@pytest.mark.usefixtures("template")
def test_contents_may_themselves_import(tmp_path: Path) -> None:
    thing = _load(tmp_path, imports("'file':templ.cif 'save':nested")).definitions["_thing.x"]
    assert (thing.purpose, thing.contents, thing.units) == ("Number", "Real", "metres")


@pytest.mark.usefixtures("template")
def test_a_circle_of_frames_is_reported(tmp_path: Path) -> None:
    found = _load(tmp_path, imports("'file':templ.cif 'save':loop_a"))
    assert found.definitions["_thing.x"].units == "none"
    assert any("circular" in line for line in found.problems)


def test_a_dictionary_may_import_contents_from_itself(tmp_path: Path) -> None:
    path = plain(
        tmp_path,
        "own.dic",
        "OWN",
        item("_thing.a", "_units.code metres\n_type.contents Real\n"),
        item(
            "_thing.b",
            imports("'file':own.dic 'save':thing.a 'dupl':Ignore"),
        ),
    )
    found = load_dictionary(path)
    assert found.definitions["_thing.b"].units == "metres"
    assert found.definitions["_thing.b"].object_id == "b"
    assert found.problems == ()


def test_contents_of_a_frame_that_the_other_dictionary_imports(tmp_path: Path) -> None:
    plain(tmp_path, "deep.dic", "DEEP", item("_thing.deep", "_units.code metres\n"))
    dictionary(
        tmp_path,
        "middle.dic",
        "MIDDLE",
        head("MIDDLE", imports("'file':deep.dic 'save':deep_head 'mode':Full")),
    )
    found = _load(tmp_path, imports("'file':middle.dic 'save':thing.deep 'dupl':Ignore"))
    assert found.definitions["_thing.x"].units == "metres"


@pytest.mark.usefixtures("template")
def test_the_same_template_twice_in_one_definition(tmp_path: Path) -> None:
    tables = ("'file':templ.cif 'save':length", "'file':templ.cif 'save':nested 'dupl':Ignore")
    thing = _load(tmp_path, imports(*tables)).definitions["_thing.x"]
    assert (thing.purpose, thing.units) == ("Number", "metres")
