"""Data sets, stand-ins, suggestions and several dictionaries, beyond what the cases show."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules import names
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.context import Context
from imgcif_map.rules.ddl.prefixes import CUSTOMARY, REGISTERED, is_foreign
from imgcif_map.rules.keys import key_view
from imgcif_map.rules.links import links
from imgcif_map.rules.names import Suggestions, letters
from imgcif_map.validator import validate

HERE = Path(__file__).parent


def context(text: str, dictionary: Dictionary) -> Context:
    return Context(parse_cif("#\\#CIF_2.0\n" + text), dictionary)


BLOCKS = """data_a
_audit_dataset.id D
save_f
_axis.id x
save_
data_b
loop_ _audit_dataset.id D E
data_c
_audit_dataset.id E
data_d
_axis.id y
"""


def test_which_blocks_belong_together(dictionaries: dict[str, Dictionary]) -> None:
    made = context(BLOCKS, dictionaries["img"])
    views = {view.frame or view.name: view for view in made.blocks}

    def shown(some: tuple[object, ...]) -> str:
        return "".join(name for name, view in views.items() if view in some)

    assert {name: shown(made.siblings(view)) for name, view in views.items()} == {
        "a": "b", "f": "ab", "b": "ac", "c": "b", "d": ""
    }  # fmt: skip
    assert {name: shown(made.related(view)) for name, view in views.items()} == {
        "a": "afbd", "f": "afbd", "b": "afbcd", "c": "bcd", "d": "afbcd"
    }  # fmt: skip
    assert [shown(group) for group in made.data_sets] == ["ab", "bc", "d"]
    assert [shown(whole) for whole in made.wholes] == ["ab", "bc", "f", "d"]


def test_every_defined_column_with_its_view(dictionaries: dict[str, Dictionary]) -> None:
    made = context("data_a\n_axis.id x\n_nobody.knows 1\nsave_f\n_axis.type .\nsave_\n",
                   dictionaries["img"])  # fmt: skip
    assert [(b.frame, c.column.name, d.id) for b, c, d in made.defined()] == [
        (None, "_axis.id", "_axis.id"),
        ("f", "_axis.type", "_axis.type"),
    ]


def test_a_key_in_parts(dictionaries: dict[str, Dictionary]) -> None:
    text = "data_a\n_crystal.id A\nloop_\n_site.label\n_site.weight\nc1 1\nC2 2\n"
    [block] = context(text, dictionaries["relations"]).blocks
    key = key_view(block, block.categories["site"])
    assert key is not None
    assert [c.name for c in key.given] == ["_site.label"]
    assert key.constant_values == {"_site.crystal_id": "A"}
    assert key.is_plain
    assert key.tuples() == [("c1",), ("c2",)]


def test_links_of_lists_refer_by_element(dictionaries: dict[str, Dictionary]) -> None:
    text = "data_a\nloop_\n_site.label\n_site.neighbours\nA [B 'c']\nB .\nC [[A]]\n"
    made = context(text, dictionaries["relations"])
    [link] = links(made, made.blocks[0])
    assert link.values() == {"b", "c"}  # a List in a List is a fault of its own
    assert link.rows(frozenset({"b"})) == [0]
    assert link.text(frozenset({"c"})) == "c"


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [("1", "1_555", True), ("01 555", "1_555", True), ("2", "1_555", False), ("1", "1_565", False)],
)
def test_a_symmetry_operation_alone_moves_no_cell(one: str, other: str, equal: bool) -> None:
    assert (canonical(one, "symop") == canonical(other, "symop")) is equal


@pytest.mark.parametrize(
    ("name", "foreign"),
    [
        ("_[local]_a", True),
        ("_axis.[local]_a", True),
        ("_pdbx_database.a", True),
        ("_axis.pdbx_a", True),
        ("_PDBX.a", True),
        ("_olex2_refinement_description", True),
        ("_publ_cif_note", True),
        ("_publ_note", False),
        ("_axis.pdbxa", False),
        ("_axis.a_pdbx", False),
        ("_axis_pdbx_a", False),
        ("_pdbxa_b", False),
        ("_pdbx", False),
    ],
)
def test_whose_a_name_is(name: str, foreign: bool, dictionaries: dict[str, Dictionary]) -> None:
    assert is_foreign(name, dictionaries["img"]) is foreign


def test_prefixes_are_words_in_lower_case() -> None:
    assert not REGISTERED & CUSTOMARY
    assert all(word == word.casefold() and "." not in word for word in REGISTERED | CUSTOMARY)
    assert not any("_" in word for word in REGISTERED)


def test_no_prefix_hides_a_category(dictionaries: dict[str, Dictionary]) -> None:
    for dictionary in dictionaries.values():
        for category in dictionary.categories:
            assert not is_foreign(f"_{category}.nobody_knows", dictionary), category


def test_searches_for_names_are_few(
    dictionaries: dict[str, Dictionary], monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []
    original = names.alike
    monkeypatch.setattr(
        names, "alike", lambda word, *rest: searched.append(word) or original(word, *rest)
    )
    suggestions = Suggestions(dictionaries["img"])
    for n in range(500):
        suggestions.hint(f"_axis.nobody_knows_{n}")
        suggestions.hint(f"_axis.nobody_knows_{n}")
    assert 0 < len(searched) < 200
    assert suggestions.hint("_axis_vector[1]") == "did you mean _axis.vector[1]?"


def test_letters_of_a_name() -> None:
    assert letters("_Axis.vector[1]") == letters("_axis_vector_1") == "axisvector1"
    assert letters("_axis.x") != letters("_axis.y")


def test_several_dictionaries_at_once_and_the_first_wins(tmp_path: Path) -> None:
    """Items of both are known, keys and links among them; a definition of both is the first's."""
    second = (HERE / "data" / "relations.dic").read_text().replace("RELATIONS", "SECOND")
    second = second.replace("relations_head", "second_head").replace("_site.label", "_spot.label")
    (tmp_path / "second.dic").write_text(second)
    both = load_dictionary(HERE / "data" / "relations.dic", tmp_path / "second.dic")
    text = "data_x\nloop_\n_site.label\n_spot.label\nA 1\nA 2\n"
    found = validate(parse_cif(text), both).findings
    assert [(f.code, f.location.item) for f in found] == [("DDL023", "_site.label")]
    alone = load_dictionary(tmp_path / "second.dic")
    assert [f.code for f in validate(parse_cif(text), alone).findings] == ["DDL001"]


def test_an_alias_in_one_dictionary_is_an_item_of_another(tmp_path: Path) -> None:
    both = load_dictionary(HERE / "data" / "relations.dic", "cif_img.dic")
    text = "data_x\n_site_kind C\n_axis.id a\n_axis.depends_on b\n"
    assert [f.code for f in validate(parse_cif(text), both).findings] == ["DDL024"]


def test_time_grows_with_the_number_of_blocks_not_with_its_square(
    dictionaries: dict[str, Dictionary], monkeypatch: pytest.MonkeyPatch
) -> None:
    from imgcif_map.rules import reach as module

    calls: list[object] = []
    original = module.known_in
    monkeypatch.setattr(module, "known_in", lambda *given: calls.append(given) or original(*given))
    number = 200
    text = "".join(
        f"data_b{n}\n_audit_dataset.id D\n_axis.id a{n}\n_diffrn_scan_axis.axis_id a{n + 1}\n"
        for n in range(number)
    )
    found = validate(parse_cif(text), dictionaries["img"], select=["DDL02"]).findings
    assert [f.code for f in found] == ["DDL024"]
    assert len(calls) <= 5 * number
