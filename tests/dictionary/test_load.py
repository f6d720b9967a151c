"""Which file a name means, several dictionaries at once, and inputs that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.locate import file_name
from imgcif_map.errors import UnreadableInput
from imgcif_map.resources import packaged_dir, user_data_dir
from tests.dictionary.small import dictionary, head, imports, item, plain


def _titled(folder: Path, title: str, name: str = "same.dic") -> Path:
    return plain(folder, name, title)


def test_precedence_of_a_bare_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _titled(tmp_path, "CURRENT")
    assert load_dictionary("same.dic").title == "CURRENT"
    _titled(user_data_dir() / "dictionaries", "USER")
    assert load_dictionary("same.dic").title == "USER"
    _titled(tmp_path / "given", "GIVEN")
    assert load_dictionary("same.dic", import_paths=[tmp_path / "given"]).title == "GIVEN"
    assert load_dictionary(Path("same.dic")).title == "CURRENT"
    assert load_dictionary("./same.dic").title == "CURRENT"


def test_the_user_outranks_the_package() -> None:
    packaged = load_dictionary("ddl.dic")
    assert packaged.parts[0].path == str(packaged_dir("dictionaries") / "ddl.dic")
    _titled(user_data_dir() / "dictionaries", "MINE", "ddl.dic")
    assert load_dictionary("ddl.dic").title == "MINE"


def test_the_folder_of_a_file_goes_first_on_the_import_path(tmp_path: Path) -> None:
    for folder in ("own", "given"):
        plain(tmp_path / folder, "base.dic", folder.upper(), item(f"_thing.{folder}"))
    tables = imports(
        "'file':base.dic 'save':own_head 'mode':Full 'miss':Ignore",
        "'file':base.dic 'save':given_head 'mode':Full 'miss':Ignore",
    )
    top = dictionary(tmp_path / "own", "top.dic", "TOP", head("TOP", tables))
    found = load_dictionary(top, import_paths=[tmp_path / "given"])
    assert "_thing.own" in found.definitions
    assert "_thing.given" not in found.definitions
    found = load_dictionary("top.dic", import_paths=[tmp_path / "given", tmp_path / "own"])
    assert "_thing.given" in found.definitions


def test_several_dictionaries_and_the_first_definition_stands(tmp_path: Path) -> None:
    one = plain(tmp_path, "one.dic", "ONE", item("_thing.size", "_units.code metres\n"))
    two = plain(
        tmp_path, "two.dic", "TWO", item("_thing.size", "_units.code none\n"), item("_thing.two")
    )
    found = load_dictionary(one, two)
    assert (found.title, found.definitions["_thing.size"].units) == ("ONE", "metres")
    assert "_thing.two" in found.definitions
    assert [part.title for part in found.parts] == ["ONE", "TWO"]
    assert len(found.problems) == 1
    assert "two.dic: 3 definition(s) of what is defined before" in found.problems[0]
    assert load_dictionary(two, one).definitions["_thing.size"].units == "none"


def test_what_two_dictionaries_share_is_no_contradiction(tmp_path: Path) -> None:
    plain(tmp_path, "base.dic", "BASE")
    table = imports("'file':base.dic 'save':base_head 'mode':Full")
    names = [dictionary(tmp_path, f"{t}.dic", t, head(t, table), item(f"_thing.{t}")) for t in "AB"]
    found = load_dictionary(*names)
    assert {"_thing.a", "_thing.b", "_thing.id"} == set(found.definitions)
    assert found.problems == ()
    assert len(load_dictionary(names[0], names[0]).parts) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no data block has a _dictionary.title"),
        ("#\\#CIF_2.0\ndata_x\n_cell.length_a 1\n", "no data block has a _dictionary.title"),
        ("data_x\n_dictionary.title X\nsave_a\n_definition.id '_a.b'\nsave_\n", "no Head"),
        ("data_x\n_dictionary.title X\n_dictionary.class Template\n", "template dictionary"),
        ("\x00\x01\x02\xff" * 100, ""),
    ],
)
def test_what_is_no_dictionary(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "odd.dic"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput) as caught:
        load_dictionary(path)
    assert "odd.dic" in caught.value.message
    assert words in caught.value.message


def test_missing_files_say_where_was_looked(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        load_dictionary("nowhere.dic", import_paths=[tmp_path / "one"])
    assert str(tmp_path / "one") in str(caught.value)
    assert str(packaged_dir("dictionaries")) in str(caught.value)
    with pytest.raises(UnreadableInput, match="does not exist"):
        load_dictionary(tmp_path / "nowhere.dic")
    with pytest.raises(UnreadableInput, match="does not exist"):
        load_dictionary(tmp_path)


def test_every_truncation_loads_or_says_why(tmp_path: Path) -> None:
    whole = plain(
        tmp_path,
        "whole.dic",
        "WHOLE",
        item("_thing.x", "_units.code metres\n" + imports("'file':whole.dic 'save':thing.id")),
    ).read_bytes()
    cut = tmp_path / "cut.dic"
    outcomes = set()
    for length in range(0, len(whole), 17):
        cut.write_bytes(whole[:length])
        try:
            found = load_dictionary(cut)
        except UnreadableInput as error:
            outcomes.add("refused" if "cut.dic" in error.message else str(error))
        else:
            outcomes.add("problems" if found.problems else "loaded")
    assert {"refused", "problems"} <= outcomes <= {"refused", "problems", "loaded"}


def test_syntax_errors_and_doubled_frames_are_problems(tmp_path: Path) -> None:
    path = plain(tmp_path, "top.dic", "TOP", item("_thing.x"), item("_thing.X"))
    path.write_text(path.read_text("utf-8") + "\n_stray\n", "utf-8")
    found = load_dictionary(path)
    assert any("stands twice" in line for line in found.problems)
    assert any("syntax problem" in line for line in found.problems)


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("a.dic", "a.dic"),
        ("http://x.org/y/a.dic?raw=1#frag", "a.dic"),
        ("..\\..\\a.dic", "a.dic"),
        ("%2e%2e", ""),
        ("x/..", ""),
        ("", ""),
        ("a%00b", ""),
        ("dir%2Fa.dic", "a.dic"),
    ],
)
def test_file_names_of_references(reference: str, name: str) -> None:
    assert file_name(reference) == name
