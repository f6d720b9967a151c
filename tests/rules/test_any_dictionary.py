"""No rule on dictionaries crashes, whatever a dictionary says, and each says the same again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.linter import lint_dictionary
from tests.rules.lint import completed

NAMES = ("thing", "box", "box_lid", "example_head")
ITEMS = tuple(f"_{category}.{item}" for category in NAMES for item in ("id", "a", "a_su", "b[1]"))
TAGS = st.sampled_from([*(f"'{name}'" for name in ITEMS), "'_no.where'", "nothing", ".", "?"])
VALUES = {
    "_name.category_id": st.sampled_from([*NAMES, "nowhere", "."]),
    "_name.linked_item_id": TAGS,
    "_type.purpose": st.sampled_from(["Key", "Link", "SU", "Measurand", "Number", "State", "Odd"]),
    "_type.source": st.sampled_from(["Related", "Recorded", "?"]),
    "_type.container": st.sampled_from(["Single", "Matrix", "Table", "Implied", "."]),
    "_type.contents": st.sampled_from(["Integer", "Code", "ByReference", "Implied", "Real", "''"]),
    "_type.contents_referenced_id": TAGS,
    "_type.indices": st.sampled_from(["Code", "ByReference"]),
    "_type.indices_referenced_id": TAGS,
    "_type.dimension": st.sampled_from(["'[3]'", "'[3,]'", "[]", "3"]),
    "_units.code": st.sampled_from(["metres", "none", "?", "[a b]"]),
    "_enumeration.range": st.sampled_from(["1:2", "2:1", ":", "x", "1e999:", "?"]),
    "_enumeration.default": st.sampled_from(["1", "x", "[1 2]", "{'a':1}", ".", "?"]),
    "_enumeration.mandatory": st.sampled_from(["No", "Yes", "."]),
    "_enumeration.def_index_ids": st.sampled_from(["['_thing.id' '_box.a']", "[]", "'_thing.a'"]),
    "_enumeration_defaults.index": st.sampled_from(["[a b]", "[]", "a", "?"]),
    "_enumeration_set.state": st.sampled_from(["1", "x", "'a b'", "[1 2]", ".", "?"]),
    "_definition_replaced.by": TAGS,
    "_definition.class": st.sampled_from(["Loop", "Set", "Head", "Attribute", "Odd", "?"]),
    "_definition.scope": st.sampled_from(["Category", "Item", "?"]),
    "_category_key.name": TAGS,
    "_alias.definition_id": TAGS,
    "_method.purpose": st.sampled_from(["Evaluation", "Definition", "."]),
    "_import.get": st.sampled_from(
        [
            "[{'file':example.dic 'save':thing.a}]",
            "[{'file':parent.dic 'save':thing.a 'dupl':Replace}]",
            "[{'file':parent.dic 'save':parent_head 'mode':Full 'dupl':Replace}]",
            "[{'file':parent.dic 'save':box 'mode':Full 'dupl':Ignore}]",
            "[{'file':parent.dic 'save':box.a}]",
            "x",
        ]
    ),
}
ATTRIBUTES = st.fixed_dictionaries({}, optional=VALUES)
FRAMES = st.dictionaries(st.sampled_from([*NAMES, *(x[1:] for x in ITEMS)]), ATTRIBUTES, max_size=8)


def written(frames: dict[str, dict[str, str]]) -> str:
    lines = []
    for code, attributes in frames.items():
        lines += [f"save_{code}", f"  _definition.id '{'_' * ('.' in code)}{code}'"]
        lines += [f"  {name} {value}" for name, value in attributes.items()]
        lines.append("save_")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dictionaries")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FRAMES, FRAMES)
def test_no_rule_crashes(
    folder: Path, own: dict[str, dict[str, str]], parent: dict[str, dict[str, str]]
) -> None:
    (folder / "parent.dic").write_text(completed(written(parent), "parent.dic")[0], "utf-8")
    path = folder / "example.dic"
    path.write_text(completed(written(own), "example.dic")[0], "utf-8")
    found = lint_dictionary(path, select=["DIC", "INT"]).findings
    assert not [finding.message for finding in found if finding.code == "INT001"]
    assert lint_dictionary(path, select=["DIC", "INT"]).findings == found
