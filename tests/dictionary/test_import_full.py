"""Imports in mode Full: Heads, families, what happens on clashes, diamonds and cycles."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.load import load_dictionary
from tests.dictionary.small import category, dictionary, frame, head, imports, item, plain

BASE = "'file':base.dic 'save':base_head 'mode':Full"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return plain(
        tmp_path,
        "base.dic",
        "BASE",
        item("_thing.size", "_units.code millimetres\n"),
        category("PART", "THING", "_part.id"),
        item("_part.id"),
    )


@pytest.mark.usefixtures("base")
def test_children_of_an_imported_head_get_the_importing_head_as_parent(tmp_path: Path) -> None:
    top = dictionary(tmp_path, "top.dic", "TOP", head("TOP", imports(BASE)))
    found = load_dictionary(top)
    assert set(found.categories) == {"top_head", "thing", "part"}
    assert found.categories["thing"].parent == "top_head"
    assert found.categories["part"].parent == "thing"
    assert found.categories["top_head"].parent == "top"
    assert set(found.definitions) == {"_thing.id", "_thing.size", "_part.id"}
    assert found.definitions["_thing.size"].origin == "BASE"
    assert [part.title for part in found.parts] == ["TOP", "BASE"]
    assert found.problems == ()


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("dupl", "units", "complains"),
    [("Ignore", "metres", False), ("Replace", "millimetres", False), ("Exit", "metres", True)],
)
def test_a_frame_on_both_sides(tmp_path: Path, dupl: str, units: str, complains: bool) -> None:
    top = dictionary(
        tmp_path,
        "top.dic",
        "TOP",
        head("TOP", imports(f"{BASE} 'dupl':{dupl}")),
        item("_THING.size", "_units.code metres\n"),
    )
    found = load_dictionary(top)
    assert found.definitions["_thing.size"].units == units
    assert bool(found.problems) is complains
    if complains:
        assert "thing.size" in found.problems[0]
        assert "Exit" in found.problems[0]


@pytest.mark.usefixtures("base")
def test_a_category_brings_its_descendants_and_nothing_else(tmp_path: Path) -> None:
    own = category(
        "GROUP", "TOP_HEAD", kind="Set", more=imports("'file':base.dic 'save':THING 'mode':Full")
    )
    top = dictionary(tmp_path, "top.dic", "TOP", head("TOP"), own)
    found = load_dictionary(top)
    assert set(found.categories) == {"top_head", "group", "thing", "part"}
    assert found.categories["thing"].parent == "group"
    part = dictionary(
        tmp_path,
        "less.dic",
        "LESS",
        head("LESS"),
        category("G", "LESS_HEAD", more=imports("'file':base.dic 'save':part 'mode':Full")),
    )
    assert set(load_dictionary(part).definitions) == {"_part.id"}


@pytest.mark.usefixtures("base")
def test_an_item_becomes_a_child_of_the_importer(tmp_path: Path) -> None:
    own = category(
        "MINE", "TOP_HEAD", more=imports("'file':base.dic 'save':thing.size 'mode':Full")
    )
    found = load_dictionary(dictionary(tmp_path, "top.dic", "TOP", head("TOP"), own))
    assert found.definitions["_thing.size"].category == "mine"


@pytest.mark.usefixtures("base")
def test_only_a_head_imports_a_head_and_only_a_category_imports_full(tmp_path: Path) -> None:
    top = dictionary(
        tmp_path,
        "top.dic",
        "TOP",
        head("TOP"),
        category("MINE", "TOP_HEAD", more=imports(BASE)),
        item("_mine.id", imports("'file':base.dic 'save':thing.id 'mode':Full")),
        item("_mine.size", imports("'file':base.dic 'save':base_head")),
    )
    found = load_dictionary(top)
    assert set(found.definitions) == {"_mine.id", "_mine.size"}
    assert len(found.problems) == 3
    assert "only a Head can import the Head" in found.problems[1]
    assert "only a category" in found.problems[2]
    assert "cannot be imported as Contents" in found.problems[0]


@pytest.mark.usefixtures("base")
def test_a_diamond_is_no_clash_even_under_exit(tmp_path: Path) -> None:
    for side in ("left", "right"):
        plain_head = head(side.upper(), imports(BASE))
        dictionary(tmp_path, f"{side}.dic", side.upper(), plain_head, item(f"_thing.{side}"))
    top = dictionary(
        tmp_path,
        "top.dic",
        "TOP",
        head(
            "TOP",
            imports(
                "'file':left.dic 'save':left_head 'mode':Full",
                "'file':right.dic 'save':right_head 'mode':Full",
            ),
        ),
    )
    found = load_dictionary(top)
    assert {"_thing.left", "_thing.right", "_thing.size"} <= set(found.definitions)
    assert found.problems == ()
    assert [part.title for part in found.parts] == ["TOP", "LEFT", "BASE", "RIGHT"]


def test_a_cycle_is_reported_and_both_sides_are_there(tmp_path: Path) -> None:
    one = plain(
        tmp_path, "one.dic", "ONE", imported=imports("'file':two.dic 'save':two_head 'mode':Full")
    )
    dictionary(
        tmp_path,
        "two.dic",
        "TWO",
        head("TWO", imports("'file':one.dic 'save':one_head 'mode':Full")),
        item("_thing.two"),
    )
    found = load_dictionary(one)
    assert set(found.definitions) == {"_thing.id", "_thing.two"}
    assert len(found.problems) == 1
    assert "one.dic -> two.dic -> one.dic" in found.problems[0]


def test_a_dictionary_that_imports_itself(tmp_path: Path) -> None:
    own = plain(
        tmp_path, "own.dic", "OWN", imported=imports("'file':own.dic 'save':own_head 'mode':Full")
    )
    found = load_dictionary(own)
    assert set(found.definitions) == {"_thing.id"}
    assert "circular" in found.problems[0]


def test_a_very_long_chain_ends(tmp_path: Path) -> None:
    for number in range(80):
        target = f"'file':d{number + 1}.dic 'save':d{number + 1}_head 'mode':Full"
        dictionary(
            tmp_path,
            f"d{number}.dic",
            f"D{number}",
            head(f"D{number}", imports(target)),
            item(f"_thing.n{number}"),
        )
    found = load_dictionary(tmp_path / "d0.dic")
    assert "_thing.n40" in found.definitions
    assert any("endless" in line for line in found.problems)


@pytest.mark.usefixtures("base")
def test_what_is_missing_is_a_line_not_an_exception(tmp_path: Path) -> None:
    (tmp_path / "text.dic").write_text("not a dictionary", "utf-8")
    tables = (
        "'file':nowhere.dic 'save':x 'mode':Full",
        "'file':base.dic 'save':HEAD 'mode':Full 'dupl':Ignore",
        "'file':base.dic 'save':gone 'mode':Full 'miss':Ignore",
        "'file':text.dic 'save':x 'mode':Full",
        "'file':base.dic 'save':thing 'mode':Full 'version':2.0.0",
        "'file':base.dic 'save':part 'mode':Sideways 'dupl':Ignore",
        "'save':part",
    )
    top = dictionary(tmp_path, "top.dic", "TOP", head("TOP", imports(*tables)))
    found = load_dictionary(top)
    expected = (
        "nowhere.dic is not on the import path",
        "base.dic has no frame head",
        "cannot import from text.dic",
        "asks for base.dic version 2.0.0, but 1.0.0",
        "mode 'Sideways' of _import.get is unknown",
        "has no file or no save",
    )
    for words in expected:
        assert sum(words in line for line in found.problems) == 1, (words, found.problems)
    assert len(found.problems) == len(expected)
    assert "_thing.size" in found.definitions


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    "reference",
    [
        "https://raw.example.org/some/where/base.dic",
        "https://raw.example.org/base.dic?version=2#top",
        "/etc/../absolute/base.dic",
        "../../base.dic",
        "file:///elsewhere/base.dic",
        "C:\\\\dictionaries\\\\base.dic",
        "b%61se.dic",
    ],
)
def test_only_the_file_name_of_a_reference_counts(tmp_path: Path, reference: str) -> None:
    table = f"'file':'{reference}' 'save':base_head 'mode':Full"
    top = dictionary(tmp_path, "top.dic", "TOP", head("TOP", imports(table)))
    found = load_dictionary(top)
    assert found.problems == ()
    assert found.parts[1].path == str(tmp_path / "base.dic")


def test_an_absolute_reference_outside_the_search_path_is_not_opened(tmp_path: Path) -> None:
    secret = plain(tmp_path / "elsewhere", "secret.dic", "SECRET")
    table = f"'file':'{secret}' 'save':secret_head 'mode':Full"
    top = dictionary(tmp_path / "here", "top.dic", "TOP", head("TOP", imports(table)))
    found = load_dictionary(top)
    assert [part.title for part in found.parts] == ["TOP"]
    assert "secret.dic is not on the import path" in found.problems[0]
    for odd in ("..", ".", "'dir/'", "''"):
        table = f"'file':{odd} 'save':x 'mode':Full"
        odd_one = dictionary(tmp_path / "here", "odd.dic", "ODD", head("ODD", imports(table)))
        assert load_dictionary(odd_one).problems != ()


@pytest.mark.usefixtures("base")
def test_order_decides_which_import_comes_first(tmp_path: Path) -> None:
    plain(tmp_path, "other.dic", "OTHER", item("_thing.size", "_units.code metres\n"))
    other = "'file':other.dic 'save':other_head 'mode':Full 'dupl':Ignore"
    for turn, units in (("1", "metres"), ("3", "millimetres")):
        tables = (f"{BASE} 'dupl':Ignore 'order':'2'", f"{other} 'order':'{turn}'")
        top = dictionary(tmp_path, "top.dic", "TOP", head("TOP", imports(*tables)))
        assert load_dictionary(top).definitions["_thing.size"].units == units


@pytest.mark.usefixtures("base")
def test_an_expanded_dictionary_needs_no_imports(tmp_path: Path) -> None:
    source = dictionary(tmp_path, "top.dic", "TOP", head("TOP", imports(BASE)))
    expanded = dictionary(
        tmp_path,
        "expanded.dic",
        "TOP",
        head("TOP"),
        category("THING", "TOP_HEAD", "_thing.id"),
        item("_thing.id", "_type.contents Word\n"),
        item("_thing.size", "_units.code millimetres\n"),
        category("PART", "THING", "_part.id"),
        item("_part.id"),
        frame("PART_NOTE", "_description.text 'a frame without _definition.id'"),
    )
    one, two = load_dictionary(source), load_dictionary(expanded)
    assert {key: x.parent for key, x in one.categories.items()} == {
        key: x.parent for key, x in two.categories.items()
    }
    assert set(one.definitions) == set(two.definitions)
    assert "part_note has no _definition.id" in two.problems[0]
