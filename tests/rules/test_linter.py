"""lint_dictionary as a whole: attributes against ddl.dic, each frame by itself, imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imgcif_map
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.linter import lint_dictionary
from tests.rules.lint import HEADER, completed, lint_text

ITEM = """save_thing.{name}
  _definition.id '_thing.{name}'
  _definition.update 2024-05-01
  _description.text 'An item.'
  _name.category_id thing
  _name.object_id {name}
  _type.purpose {purpose}
  _type.source Assigned
  _type.container Single
  _type.contents {contents}
  {more}
save_
"""
SIZE = "  _units.code metres\n"


def item(more: str, contents: str = "Real", purpose: str = "Number", name: str = "size") -> str:
    return ITEM.format(more=more, contents=contents, purpose=purpose, name=name)


def found(text: str, folder: Path, *select: str, **files: str) -> list[tuple[str, str | None, int]]:
    """Code, attribute and line of each finding; files are named ``base`` for base.dic."""
    named = {f"{name}.dic": content for name, content in files.items()}
    findings, shift = lint_text(text, folder, list(select), named)
    return [(f.code, f.location.item, f.location.line - shift) for f in findings]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("_units.cod metres", [("DDL001", "_units.cod", 11)]),
        ("_type.dimension 3,3", [("DDL002", "_type.dimension", 11)]),
        ("_units.code furlongs", [("DDL010", "_units.code", 11)]),
        ("_units.code metres\n_enumeration.range 0:", []),
    ],
)
def test_attributes_are_held_against_the_reference_dictionary(
    more: str, expected: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    assert found(item(more), tmp_path, "DDL") == expected


@pytest.mark.parametrize(
    ("contents", "more", "expected"),
    [
        ("Real", "_enumeration.default many", ["DDL002"]),
        ("Text", "_enumeration.default many", []),
        ("Real", "_enumeration.range 0:5\n_enumeration.default 7", ["DDL011"]),
        ("Code", "_enumeration_set.state a\n_enumeration.default b", ["DDL010"]),
        ("Code", "_enumeration_set.state a\n_enumeration.default A", []),
        ("Code", "loop_\n_enumeration_set.state\na\n.\n_enumeration.default .", []),
        ("Integer", "_description_example.case 1.5", ["DDL002"]),
    ],
)
def test_implied_values_are_of_the_type_of_the_item(
    contents: str, more: str, expected: list[str], tmp_path: Path
) -> None:
    seen = found(item(more, contents, "Encode"), tmp_path, "DDL002", "DDL010", "DDL011", "DDL022")
    assert [code for code, _, _ in seen] == expected


def test_what_the_type_is_may_be_imported_or_unknown(tmp_path: Path) -> None:
    base = "data_BASE\n_dictionary.title BASE\n_dictionary.class Template\n" + (
        "save_whole\n_type.contents Integer\n_enumeration.default 1.5\nsave_\n"
        "save_states\n_enumeration.default 1.5\nsave_\n"
    )
    wanting = item("").replace("_type.contents Real", "_enumeration.default 1.5")
    for save, expected in (("whole", ["DDL002"]), ("missing", [])):
        order = f"_import.get [{{'file':base.dic 'save':{save} 'dupl':Ignore}}]\nsave_"
        text = wanting.replace("save_\n", order + "\n").replace("save_\nthing", "save_thing")
        seen = found(text, tmp_path, "DDL002", base=base)
        assert [code for code, _, _ in seen] == expected
    # In a template the type may come from whoever imports it; where it is stated it binds.
    assert found(base, tmp_path / "template", "DDL002") == [("DDL002", "_enumeration.default", 6)]


def test_each_frame_is_a_scope_of_its_own(tmp_path: Path) -> None:
    """The same key in two frames, and no key of DEFINITION: neither is a fault."""
    more = "loop_\n_enumeration_set.state\n_enumeration_set.detail\na first\nb second"
    text = item(more, "Code", "State") + "\n" + item(more, "Code", "State", "form")
    assert found(text, tmp_path, "DDL") == []
    twice = more + "\na third"
    seen = found(text + "\n" + item(twice, "Code", "State", "hue"), tmp_path, "DDL")
    assert [entry[:2] for entry in seen] == [("DDL023", "_enumeration_set.state")]


def test_links_between_attributes_stay_in_their_frame(tmp_path: Path) -> None:
    source = "_enumeration_source.id a\n_enumeration_source.reference 'A table.'\n"
    values = (
        "_enumeration.def_index_ids ['_thing.id']\n"
        "loop_\n_enumeration_defaults.index\n_enumeration_defaults.value\n"
        "_enumeration_defaults.source_id\n[x] 1 {source}\n[y] 2 {source}\n"
    )
    text = item(source + values.format(source="a"))
    assert found(text, tmp_path, "DDL") == []
    wrong = found(item(source + values.format(source="b")), tmp_path, "DDL")
    assert [entry[:2] for entry in wrong] == [("DDL024", "_enumeration_defaults.source_id")]


def test_several_files_and_what_judged_them(tmp_path: Path) -> None:
    paths = []
    for name, more in (("one.dic", "_units.cod x"), ("two.dic", "")):
        path = tmp_path / name
        path.write_text(completed(item(more, "Text", "Describe"), name)[0], "utf-8")
        paths.append(path)
    report = imgcif_map.lint_dictionary(paths)
    assert [file.path for file in report.files] == [str(path) for path in paths]
    assert [len(file.findings) for file in report.files] == [1, 0]
    assert report.findings[0].location.path == str(paths[0])
    assert (report.findings[0].location.block, report.findings[0].location.frame) == (
        "ONE",
        "thing.size",
    )
    assert report.dictionaries[0].title == "DDL_DIC"
    assert lint_dictionary(str(paths[0])).findings == report.files[0].findings


def test_choice_of_codes(tmp_path: Path) -> None:
    text = item("_units.cod x", "Text", "Describe").replace("  _definition.update 2024-05-01\n", "")
    assert [code for code, _, _ in found(text, tmp_path)] == ["DIC001", "DDL001"]
    assert [code for code, _, _ in found(text, tmp_path, "missing-attribute")] == ["DIC001"]
    path = tmp_path / "example.dic"
    assert [f.code for f in lint_dictionary(path, ignore=["DIC"]).findings] == ["DDL001"]
    with pytest.raises(UsageError, match="no rule 'DIX'"):
        lint_dictionary(path, select=["DIX"])


def test_another_reference_dictionary(tmp_path: Path) -> None:
    reference = tmp_path / "attributes.dic"
    ours = item("_units.code metres").replace("_thing.size", "_units.furlongs")
    reference.write_text(completed(ours, "attributes.dic")[0], "utf-8")
    path = tmp_path / "example.dic"
    path.write_text(
        completed(item("_units.furlongs 7", "Text", "Describe"), "example.dic")[0], "utf-8"
    )
    assert [f.code for f in lint_dictionary(path).findings] == ["DDL001"]
    seen = lint_dictionary(path, dictionary=reference, select=["DDL001"]).findings
    names = {finding.location.item for finding in seen}
    assert "_units.furlongs" not in names
    assert "_dictionary.title" in names


def test_syntax_errors_come_first_and_are_not_told_twice(tmp_path: Path) -> None:
    text = item("_units.code 'metres") + "\n" + item("", name="size")
    codes = {code for code, _, _ in found(text, tmp_path)}
    assert {"CIF002", "CIF014"} <= codes
    assert not {code for code in codes if code.startswith("INT")}


def test_missing_imports_do_not_drown_the_rest(tmp_path: Path) -> None:
    """A Head, a category and items that import from a folder that was forgotten."""
    orders = "_import.get [{'file':nowhere.dic 'save':thing_head 'mode':Full 'dupl':Ignore}]"
    head = completed("", "example.dic")[0].replace("save_THING", f"save_THING\n{orders}", 1)
    items = "".join(
        f"save_part.s{n}\n_definition.id '_part.s{n}'\n_name.category_id part\n"
        f"_name.object_id s{n}\n_import.get [{{'file':no.cif 'save':size}}]\nsave_\n"
        for n in range(20)
    )
    path = tmp_path / "example.dic"
    path.write_text(head + items, "utf-8")
    assert [(f.code, f.count) for f in lint_dictionary(path).findings] == [
        ("DIC020", 1),
        ("DIC020", 20),
    ]


def test_an_expanded_dictionary_is_as_sound_as_its_source(tmp_path: Path) -> None:
    whole = "save_part.size\n_definition.id '_part.size'\n" + (
        "_definition.update 2024-04-01\n_description.text x\n_name.category_id part\n"
        "_name.object_id size\n_type.purpose Number\n_type.container Single\n"
        "_type.contents Real\n_units.code metres\nsave_\n"
    )
    part = completed("", "x.dic")[0].replace("THING", "PART").replace("thing", "part")
    part = part[part.index("save_PART\n") :].replace("X_HEAD", "EXAMPLE_HEAD")
    assert found(part + whole, tmp_path / "expanded") == []
    order = "_import.get [{'file':base.dic 'save':base_head 'mode':Full}]\n"
    source, _ = completed("", "example.dic")
    source = source.replace("save_EXAMPLE_HEAD\n", f"save_EXAMPLE_HEAD\n{order}", 1)
    base = HEADER.format(title="BASE", file="base.dic") + part + whole
    assert found(source, tmp_path / "source", base=base.replace("EXAMPLE", "BASE")) == []


def test_no_file_and_no_dictionary(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        lint_dictionary(tmp_path / "nowhere.dic")
    plain = tmp_path / "plain.cif"
    plain.write_text("data_x\n_cell.length_a 1\n")
    with pytest.raises(UnreadableInput, match=r"plain\.cif is not a DDLm dictionary"):
        lint_dictionary(plain)


def test_a_ddl2_dictionary_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "old.dic"
    path.write_text(
        "data_old.dic\n_dictionary.title old.dic\n_dictionary.version 1.0\n"
        "save__thing.size\n_item.name '_thing.size'\n_item.category_id thing\nsave_\n"
    )
    with pytest.raises(UnreadableInput, match=r"old\.dic is a DDL2 dictionary"):
        lint_dictionary(path)


def test_every_truncation_is_checked_or_refused(tmp_path: Path) -> None:
    text = item("_units.code metres\n_import.get [{'file':templ_attr.cif 'save':cell_length}]")
    data = completed(text, "example.dic")[0].encode()
    path = tmp_path / "example.dic"
    outcomes = set()
    for length in range(0, len(data), 41):
        path.write_bytes(data[:length])
        try:
            codes = {finding.code for finding in lint_dictionary(path).findings}
        except UnreadableInput:
            outcomes.add("refused")
        else:
            outcomes.add("checked")
            assert "INT001" not in codes
    assert outcomes == {"refused", "checked"}


SOUND = completed(
    item("_name.linked_item_id '_thing.id'", "Word", "Link", "parent")
    + "\n"
    + item("", "Text", "Describe")
    + "\n"
    + item("", "Text", "Describe", "form"),
    "example.dic",
)[0]


@pytest.mark.parametrize(
    ("before", "after", "code", "item"),
    [
        ("_dictionary.title EXAMPLE\n", "", "DIC001", "_dictionary.title"),
        ("_dictionary.uri https://example.org/", "_dictionary.uri ", "DIC019", "_dictionary.uri"),
        ("_definition.id '_thing.form'", "", "DIC001", "_definition.id"),
        ("_definition.id THING", "", "DIC001", "_definition.id"),
        ("_definition.id '_thing.form'", "_definition.id '_thing.from'", "DIC011", None),
        ("_definition.scope Category\n  _definition.class Loop", "_definition.class Loop", "DIC001",
         "_definition.scope"),
        ("Category\n  _definition.class Loop", "Categroy\n  _definition.class Loop", "DDL010",
         "_definition.scope"),
        ("_definition.class Loop", "_definition.class Lop", "DDL010", "_definition.class"),
        ("_name.object_id form", "_name.object_id from", "DIC012", "_definition.id"),
        ("_name.object_id form", "", "DIC001", "_name.object_id"),
        ("_name.category_id thing\n  _name.object_id form", "_name.object_id form", "DIC001",
         "_name.category_id"),
        ("save_thing.form\n  _definition.id '_thing.form'",
         "save_thing.form\n  _definition.id '_thing.size'", "DIC009", "_definition.id"),
        ("_dictionary.date 2024", "_dictionary.date 2020", "DIC016", "_dictionary.date"),
        ("_dictionary.version 1.0.0", "_dictionary.version 0.9.0", "DIC014", "_dictionary.version"),
        ("_definition.update 2024-05-01", "_definition.update 2024-05-32", "DDL002",
         "_definition.update"),
        ("data_EXAMPLE", "data_OTHER", "DIC006", "_dictionary.title"),
        ("_type.contents Word", "_type.contents Wrod", "DDL010", "_type.contents"),
        ("  _type.contents Word\n", "", "DIC001", "_type.contents"),
        ("Single\n  _type.contents Word", "Sinlge\n_type.contents Word", "DDL010",
         "_type.container"),
        ("thing\n  _name.object_id id", "thong\n  _name.object_id id", "DIC007",
         "_name.category_id"),
        ("_name.category_id EXAMPLE\n", "_name.category_id OTHER\n", "DIC005", "_name.category_id"),
        ("_type.container Single\n  _type.contents Text", "_type.contents Text", "DIC001",
         "_type.container"),
    ],
)  # fmt: skip
def test_one_fault_is_one_finding(
    before: str, after: str, code: str, item: str | None, tmp_path: Path
) -> None:
    """The last place where the text stands is changed; nothing else may be said."""
    assert before in SOUND
    start, _, end = SOUND.rpartition(before)
    path = tmp_path / "example.dic"
    path.write_text(start + after + end, "utf-8")
    found = lint_dictionary(path).findings
    assert [(f.code, f.location.item) for f in found] == [(code, item)]


@settings(deadline=None, max_examples=25)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(["drop", "double", "swap"]), st.integers(0, 200)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_lines_are_lost_or_moved_no_rule_fails(
    edits: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = SOUND.splitlines()
    for edit, number in edits:
        at = number % (len(lines) - 1)
        if edit == "drop":
            del lines[at]
        elif edit == "double":
            lines.insert(at, lines[at])
        else:
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
    path = tmp_path_factory.mktemp("edited") / "example.dic"
    path.write_text("\n".join(lines), "utf-8")
    try:
        codes = {finding.code for finding in lint_dictionary(path).findings}
    except UnreadableInput:
        assert "data_EXAMPLE" not in lines or not any("_definition.id" in x for x in lines)
    else:
        assert "INT001" not in codes


def test_what_has_a_default_is_recommended_where_all_others_state_it(tmp_path: Path) -> None:
    many = [item("", "Text", "Describe", f"s{n}") for n in range(40)]
    assert found("\n".join(many), tmp_path) == []
    many[5] = many[5].replace("  _type.source Assigned\n", "")
    assert [entry[:2] for entry in found("\n".join(many), tmp_path)] == [("DIC002", "_type.source")]
    half = [text.replace("  _type.source Assigned\n", "") for text in many[:20]] + many[20:]
    assert found("\n".join(half), tmp_path) == []
