"""Faulty imports as data: kind, place, and what is missing because of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.dictionary.imports import Importer
from tests.dictionary.small import category, dictionary, frame, head, imports, item, plain

KINDS = {
    "'file':nowhere.dic 'save':thing.id": ImportKind.FILE,
    "'file':text.dic 'save':thing.id": ImportKind.UNREADABLE,
    "'file':base.dic 'save':gone": ImportKind.FRAME,
    "'file':base.dic 'save':thing.id 'mode':Full": ImportKind.MODE,
    "'file':base.dic 'save':base_head": ImportKind.MODE,
    "'file':top.dic 'save':thing.size": ImportKind.CYCLE,
    "'file':base.dic 'save':thing.id 'version':7.0.0 'dupl':Ignore": ImportKind.VERSION,
    "'file':base.dic 'save':thing.id 'dupl':Sometimes": ImportKind.STATE,
    "'file':base.dic": ImportKind.TABLE,
    "'file':base.dic 'save':thing.id": ImportKind.CLASH,
    "'file':base.dic 'save':bare 'dupl':Ignore": ImportKind.IDLE,
}
LOSSES = {"file", "unreadable", "frame", "mode", "cycle", "table", "form"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plain(tmp_path, "base.dic", "BASE", frame("bare", "_type.contents Real\n"))
    (tmp_path / "text.dic").write_text("not a dictionary", "utf-8")
    return tmp_path


def expanded(folder: Path, *frames: str) -> Importer:
    top = plain(folder, "top.dic", "TOP", *frames)
    importer = Importer([folder])
    importer.expand(top)
    return importer


@pytest.mark.parametrize("table", KINDS)
def test_kind_and_place(table: str, folder: Path) -> None:
    more = "_type.contents Real\n" + imports("'file':base.dic 'save':bare 'dupl':Ignore", table)
    importer = expanded(folder, item("_thing.size", more))
    first, fault = sorted(importer.faults, key=lambda fault: fault.number)[:2]
    assert (first.kind, first.number) == (ImportKind.IDLE, 1)
    assert fault.kind is KINDS[table]
    assert (fault.importer.name, fault.frame, fault.number) == ("top.dic", "thing.size", 2)
    assert fault.full is ("Full" in table)
    if "'save'" in table and fault.kind is not ImportKind.STATE:
        assert f"'file':{fault.file} 'save':{fault.save}" in table
    assert fault.kind.loses is (fault.kind.value in LOSSES)
    told = [line for line in importer.problems if line == fault.line]
    assert len(told) == (fault.kind is not ImportKind.IDLE)


def test_what_is_no_table(folder: Path) -> None:
    importer = expanded(folder, item("_thing.size", "_import.get [base.dic]\n"))
    assert [fault.kind for fault in importer.faults] == [ImportKind.FORM]


def test_definitions_that_lack_attributes(folder: Path) -> None:
    lost = imports("'file':nowhere.dic 'save':x")
    importer = expanded(
        folder,
        item("_thing.a", lost),
        item("_thing.b", imports("'file':top.dic 'save':thing.a 'dupl':Ignore")),
        item("_thing.c", imports("'file':base.dic 'save':bare")),
        category("GROUP", "TOP_HEAD", more=imports("'file':nowhere.dic 'save':x 'mode':Full")),
    )
    top = folder / "top.dic"
    lacking = {name for name in importer.source(top).frames if importer.lacks(top, name)}
    assert lacking == {"thing.a", "thing.b"}
    lost_ones = [fault for fault in importer.faults if fault.kind.loses]
    assert [fault.full for fault in lost_ones] == [False, True]


def test_a_definition_that_an_import_replaces_is_still_known(folder: Path) -> None:
    """``filled`` is what the dictionary wrote, ``expand`` what holds in the end."""
    order = imports("'file':base.dic 'save':base_head 'mode':Full 'dupl':Replace")
    top = dictionary(folder, "top.dic", "TOP", head("TOP", order), item("_thing.id", ""))
    importer = Importer([folder])
    assert importer.expand(top)["thing.id"].text("_type.contents") == "Word"
    assert importer.filled(top, "thing.id").text("_type.contents") == ""
    with pytest.raises(KeyError):
        importer.filled(top, "thing.nowhere")


def test_prose_is_known_by_name_and_comes_in_by_imports(folder: Path) -> None:
    prose = "_description.text 'A thing.'\n"
    importer = expanded(
        folder,
        item("_thing.a", prose),
        item("_thing.b", imports("'file':top.dic 'save':thing.a 'dupl':Ignore")),
    )
    frames = importer.expand(folder / "top.dic")
    assert frames["thing.a"].says("_description.text")
    assert frames["thing.b"].says("_description.text")
    assert frames["thing.b"].says("_definition.id")
    assert not frames["thing.id"].says("_description.text")
    assert not any("_description.text" in x.attributes for x in frames.values())


def test_files_are_read_by_whom_the_importer_is_given(folder: Path) -> None:
    from imgcif_map.dictionary.source import Source, read_source

    asked: list[str] = []

    def read(path: Path) -> Source:
        asked.append(path.name)
        return read_source(path)

    top = plain(folder, "top.dic", "TOP", item("_thing.a", imports("'file':base.dic 'save':bare")))
    Importer([folder], read=read).expand(top)
    assert asked == ["top.dic", "base.dic"]
