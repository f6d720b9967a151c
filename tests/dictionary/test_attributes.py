"""What each DDLm attribute becomes in the model."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.dictionary.attributes import parse_dimension, parse_range
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Definition, ScopeRule
from tests.dictionary.small import category, dictionary, head, item, plain


def _define(folder: Path, attributes: str) -> tuple[Definition, tuple[str, ...]]:
    found = load_dictionary(plain(folder, "top.dic", "TOP", item("_thing.x", attributes)))
    return found.definitions["_thing.x"], found.problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[3,3]", (3, 3)),
        ("[]", (None,)),
        ("[4]", (4,)),
        (" [ 2 , 3,4 ] ", (2, 3, 4)),
        ("[,3]", (None, 3)),
        ("[0]", (0,)),
    ],
)
def test_dimensions(text: str, expected: tuple[int | None, ...]) -> None:
    assert parse_dimension(text) == expected


@pytest.mark.parametrize(
    "text", ["3", "[a]", "[3", "3]", "[-1]", "[1.5]", "", "[3 3]", "[\u0663]", "[3_0]"]
)
def test_what_is_no_dimension(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_dimension(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.0:", (0.0, None)),
        (":100.0", (None, 100.0)),
        ("-180.0:360.0", (-180.0, 360.0)),
        ("0.:", (0.0, None)),
        ("1:1", (1.0, 1.0)),
    ],
)
def test_ranges(text: str, expected: tuple[float | None, float | None]) -> None:
    assert parse_range(text) == expected


@pytest.mark.parametrize("text", [":", "", "3", "a:z", "1:2:3", "nan:", ":inf", "1_0:", ":\u0663"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_range(text)


_ENDS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None, max_examples=200)
@given(_ENDS, _ENDS)
def test_every_range_reads_back(low: float | None, high: float | None) -> None:
    text = f"{'' if low is None else low}:{'' if high is None else high}"
    if text == ":":
        return
    assert parse_range(text) == (low, high)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=5))
def test_every_dimension_reads_back(sizes: list[int | None]) -> None:
    text = "[" + ",".join("" if size is None else str(size) for size in sizes) + "]"
    assert parse_dimension(text) == tuple(sizes)


def test_faulty_attributes_are_problems_not_exceptions(tmp_path: Path) -> None:
    thing, problems = _define(tmp_path, "_type.dimension 3\n_enumeration.range 'a:z'\n")
    assert (thing.dimension, thing.range) == ((), None)
    assert ["_type.dimension '3'" in problems[0], "_enumeration.range 'a:z'" in problems[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize("text", ["'[3,3]'", "[3,3]", "[ 3,3 ]"])
def test_a_dimension_may_be_quoted_or_a_list(tmp_path: Path, text: str) -> None:
    assert _define(tmp_path, f"_type.dimension {text}\n")[0].dimension == (3, 3)


@pytest.mark.parametrize(
    ("written", "expected"), [("1.0", "1.0"), (".", "."), ("?", None), ("'?'", "?"), ("''", "")]
)
def test_defaults(tmp_path: Path, written: str, expected: str | None) -> None:
    thing, _ = _define(tmp_path, f"_enumeration.default {written}\n")
    assert thing.default == expected


def test_no_default(tmp_path: Path) -> None:
    assert _define(tmp_path, "")[0].default is None


def test_indexed_defaults_of_ddlm_42(tmp_path: Path) -> None:
    text = (
        "_enumeration.def_index_ids ['_a.symbol' '_a.charge']\nloop_\n"
        "_enumeration_defaults.index\n_enumeration_defaults.value\n[H 0] 1.0\n[ He '2' ] 4.0\n"
    )
    thing, _ = _define(tmp_path, text)
    assert thing.def_index_ids == ("_a.symbol", "_a.charge")
    assert thing.defaults == {("H", "0"): "1.0", ("He", "2"): "4.0"}


def test_indexed_defaults_before_ddlm_42(tmp_path: Path) -> None:
    text = (
        "_enumeration.def_index_id '_a.symbol'\nloop_\n"
        "_enumeration_default.index\n_enumeration_default.value\nH 1.0\nHe 4.0\n"
    )
    thing, _ = _define(tmp_path, text)
    assert thing.def_index_ids == ("_a.symbol",)
    assert thing.defaults == {("H",): "1.0", ("He",): "4.0"}


def test_states_keep_their_spelling_and_a_null_is_one(tmp_path: Path) -> None:
    thing, _ = _define(tmp_path, "loop_\n_enumeration_set.state\nZIP\n'P 1'\n.\n")
    assert thing.states == ("ZIP", "P 1", ".")
    assert thing.mandatory
    assert not _define(tmp_path, "_enumeration.mandatory No\n")[0].mandatory


def test_replacements(tmp_path: Path) -> None:
    text = "loop_\n_definition_replaced.id\n_definition_replaced.by\n1 '_thing.id'\n2 .\n"
    assert _define(tmp_path, text)[0].replaced_by == ("_thing.id", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_method.purpose Evaluation\n_method.expression 'x = 1'\n", True),
        ("_method.expression 'x = 1'\n", True),
        ("_method.purpose Definition\n_method.expression 'x = 1'\n", False),
        ("loop_\n_method.purpose\n_method.expression\nValidation 'a'\nEvaluation 'b'\n", True),
        ("", False),
    ],
)
def test_methods(tmp_path: Path, text: str, expected: bool) -> None:
    assert _define(tmp_path, text)[0].has_method is expected


def test_references_and_what_is_left_out(tmp_path: Path) -> None:
    text = (
        "_type.contents ByReference\n_type.contents_referenced_id '_thing.id'\n"
        "_type.indices Code\n_type.indices_referenced_id '_thing.id'\n_name.linked_item_id ?\n"
    )
    thing, _ = _define(tmp_path, text)
    assert thing.contents_referenced_id == "_thing.id"
    assert (thing.indices, thing.indices_referenced_id) == ("Code", "_thing.id")
    assert thing.linked_item is None
    assert (thing.definition_class, thing.container) == ("Datum", "Single")


def test_aliases_are_caseless_and_lead_to_one_definition(tmp_path: Path) -> None:
    loop = "loop_\n_alias.definition_id\n_alias.deprecation_date\n'_Old_name' .\n'_thing.older' .\n"
    path = plain(tmp_path, "top.dic", "TOP", item("_thing.New", loop))
    found = load_dictionary(path)
    thing = found.item("_THING.new")
    assert thing is not None
    assert thing.id == "_thing.New"
    assert found.item("_old_NAME") is thing
    assert found.item("_Thing.Older") is thing
    assert found.item("_thing.oldest") is None
    assert "_old_name" not in found.definitions


def test_the_first_claim_to_an_alias_counts_and_an_id_outranks_an_alias(tmp_path: Path) -> None:
    alias = "loop_\n_alias.definition_id\n'_was'\n'_thing.id'\n"
    path = plain(tmp_path, "top.dic", "TOP", item("_thing.a", alias), item("_thing.b", alias))
    found = load_dictionary(path)
    assert found.item("_was") is found.definitions["_thing.a"]
    assert found.item("_thing.id") is found.definitions["_thing.id"]


def test_keys_members_and_names_with_indices(tmp_path: Path) -> None:
    path = dictionary(
        tmp_path,
        "top.dic",
        "TOP",
        head("TOP"),
        category("AXIS", "TOP_HEAD", "_axis.id", "_axis.Equipment"),
        category("SCAN", "TOP_HEAD", kind="Set"),
        item("_axis.id"),
        item("_axis.equipment"),
        item("_axis.vector[1]"),
        item("_odd.name").replace("_name.category_id odd", "_name.category_id AXIS"),
    )
    found = load_dictionary(path)
    axis = found.category("Axis")
    assert axis is not None
    assert axis.keys == ("_axis.id", "_axis.Equipment")
    assert axis.is_loop
    assert not axis.is_set
    assert found.categories["scan"].is_set
    assert found.is_key(found.definitions["_axis.equipment"])
    assert not found.is_key(found.definitions["_axis.vector[1]"])
    names = [x.id for x in found.members["axis"]]
    assert names == ["_axis.id", "_axis.equipment", "_axis.vector[1]", "_odd.name"]
    assert found.object("axis", "vector[1]") is found.definitions["_axis.vector[1]"]


def test_deprecated_aliases(tmp_path: Path) -> None:
    loop = (
        "loop_ _alias.definition_id _alias.deprecation_date\n"
        "'_thing_x' . '_thing_old' 1997-01-20 '_thing_older' ?\n"
    )
    definition, _ = _define(tmp_path, loop)
    assert definition.aliases == ("_thing_x", "_thing_old", "_thing_older")
    assert definition.deprecated_aliases == ("_thing_old",)
    assert _define(tmp_path, "_alias.definition_id '_y.z'\n")[0].deprecated_aliases == ()


@pytest.mark.parametrize(
    "names",
    [
        (
            "_dictionary_valid.scope _dictionary_valid.option",
            "Item Mandatory",
            "Category Prohibited",
        ),
        ("_dictionary_valid.application", "[Item Mandatory]", "[Category Prohibited]"),
    ],
)
def test_scope_rules_of_new_and_old_form(names: tuple[str, str, str], tmp_path: Path) -> None:
    head_of_loop, first, second = names
    path = dictionary(tmp_path, "top.dic", "TOP", head("TOP"))
    loop = (
        f"loop_ {head_of_loop} _dictionary_valid.attributes\n"
        f"{first} ['_Definition.id' '_type.contents']\n{second} [ALIAS]\n"
    )
    path.write_text(path.read_text("utf-8").replace("\nsave_", f"\n{loop}\nsave_", 1), "utf-8")
    expected = (
        ScopeRule("item", "mandatory", ("_definition.id", "_type.contents")),
        ScopeRule("category", "prohibited", ("alias",)),
    )
    assert load_dictionary(path).scope_rules == expected
    assert load_dictionary(path).scope_rules == expected  # from the cache
