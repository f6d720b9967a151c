"""Values in a dictionary whose type is that of the item that the frame defines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imgcif_map.rules.catalogue import rules_of
from tests.rules.lint import lint_text

FRAME = """save_thing.value
  _definition.id '_thing.value'
  _definition.update 2024-05-01
  _name.category_id thing
  _name.object_id value
  _type.source Assigned
{attributes}
save_
"""
INTEGER = "  _type.purpose Number\n  _type.container Single\n  _type.contents Integer\n"
PAIR = (
    "  _type.purpose Number\n  _type.container List\n"
    "  _type.contents Real\n  _type.dimension '[2]'\n"
)
STATE = "  _type.purpose State\n  _type.container Single\n  _type.contents Code\n"
STATES = "  loop_\n    _enumeration_set.state\n      Red\n      Green\n"


def found(attributes: str, folder: Path) -> list[tuple[Any, ...]]:
    """Code, attribute and value of each finding on values."""
    codes = [rule.code for rule in rules_of("ddl") if "DDL002" <= rule.code < "DDL020"]
    findings, _ = lint_text(FRAME.format(attributes=attributes), folder, [*codes, "INT"])
    return [(f.code, f.location.item, f.value) for f in findings]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (INTEGER, "12", None),
        (INTEGER, "1.5", "DDL002"),
        (INTEGER, "[1 2]", "DDL003"),
        (INTEGER, "'12'", "DDL004"),
        (INTEGER, "12(3)", "DDL012"),
        (INTEGER + "  _enumeration.range 1:5\n", "5", None),
        (INTEGER + "  _enumeration.range 1:5\n", "6", "DDL011"),
        (PAIR, "[1.5 ?]", None),
        (PAIR, "[1.5]", "DDL003"),
        (PAIR, "1.5", "DDL003"),
        (PAIR, "[1.5 x]", "DDL002"),
        (STATE + STATES, "green", None),
        (STATE + STATES, "blue", "DDL010"),
        (INTEGER, ".", None),
    ],
)
def test_a_default_is_a_value_of_the_item(
    kind: str, value: str, code: str | None, tmp_path: Path
) -> None:
    seen = found(f"{kind}  _enumeration.default {value}\n", tmp_path)
    assert [entry[:2] for entry in seen] == ([(code, "_enumeration.default")] if code else [])


@pytest.mark.parametrize("attribute", ["_description_example.case", "_enumeration_set.state"])
def test_examples_and_states_are_values_of_the_item(attribute: str, tmp_path: Path) -> None:
    kind = "  _type.purpose State\n  _type.container Single\n  _type.contents Integer\n"
    text = f"{kind}  loop_\n    {attribute}\n      1\n      2.5\n"
    assert found(text, tmp_path) == [("DDL002", attribute, "2.5")]


def test_states_of_a_list_are_those_of_its_elements(tmp_path: Path) -> None:
    kind = "  _type.purpose State\n  _type.container List\n  _type.contents Code\n"
    assert found(kind + STATES, tmp_path) == []
    assert found(kind + STATES + "  _enumeration.default [red GREEN]\n", tmp_path) == []
    seen = found(kind + STATES + "  _enumeration.default [red blue]\n", tmp_path)
    assert seen == [("DDL010", "_enumeration.default", "blue")]


def test_an_example_of_a_category_is_any_text(tmp_path: Path) -> None:
    text = """save_PART
  _definition.id PART
  _definition.scope Category
  _definition.class Set
  _definition.update 2024-05-01
  _name.category_id EXAMPLE_HEAD
  _name.object_id PART
  _description_example.case '_part.x 1'
save_
"""
    findings, _ = lint_text(text, tmp_path, ["DDL002", "DDL003", "DDL010", "INT"])
    assert findings == ()


INDEXED = INTEGER + (
    "  _enumeration.range 1:9\n  _enumeration.def_index_ids ['_thing.colour' '_thing.charge']\n"
    "  loop_\n    _enumeration_defaults.index\n    _enumeration_defaults.value\n{rows}\n"
    "save_\n\n"
    "save_thing.colour\n  _definition.id '_thing.colour'\n  _definition.update 2024-05-01\n"
    "  _name.category_id thing\n  _name.object_id colour\n" + STATE + STATES + "save_\n\n"
    "save_thing.charge\n  _definition.id '_thing.charge'\n  _definition.update 2024-05-01\n"
    "  _name.category_id thing\n  _name.object_id charge\n" + INTEGER
    + "  _enumeration.range -3:3\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "item"),
    [
        ("[Red 1] 4", None, ""),
        ("[GREEN -3] 9", None, ""),
        ("[. ?] 9", None, ""),
        ("[Blue 1] 4", "DDL010", "index"),
        ("[Red x] 4", "DDL002", "index"),
        ("[Red 1.0] 4", "DDL002", "index"),
        ("[Red 4] 4", "DDL011", "index"),
        ("[Red '1'] 4", "DDL004", "index"),
        ("[Red] 4", "DDL003", "index"),
        ("[Red 1 2] 4", "DDL003", "index"),
        ("Red 4", "DDL003", "index"),
        ("[Red 1] x", "DDL002", "value"),
        ("[Red 1] 10", "DDL011", "value"),
        ("[Red 1] [1 2]", "DDL003", "value"),
    ],
)
def test_an_index_of_defaults_has_the_types_of_its_items(
    row: str, code: str | None, item: str, tmp_path: Path
) -> None:
    seen = found(INDEXED.format(rows=f"      [Red 0] 1\n      {row}"), tmp_path)
    expected = [(code, f"_enumeration_defaults.{item}")] if code else []
    assert [entry[:2] for entry in seen] == expected


def test_an_index_in_the_older_spelling(tmp_path: Path) -> None:
    text = INTEGER + (
        "  _enumeration.def_index_id '_thing.colour'\n  loop_\n"
        "    _enumeration_default.index\n    _enumeration_default.value\n"
        "      Red 1\n      Green x\n"
    )
    assert found(text, tmp_path) == [("DDL002", "_enumeration_default.value", "x")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("[{'file':'templ_attr.cif' 'save':'x'}]", None),
        ("{'file':'templ_attr.cif' 'save':'x'}", "DDL003"),
        ("['templ_attr.cif']", "DDL003"),
        ("[{'file':'templ_attr.cif' 'sav':'x'}]", "DDL010"),
    ],
)
def test_imports_are_lists_of_tables_with_known_keys(
    value: str, code: str | None, tmp_path: Path
) -> None:
    seen = found(INTEGER + f"  _import.get {value}\n", tmp_path)
    assert [entry[0] for entry in seen if entry[1] == "_import.get"] == ([code] if code else [])
