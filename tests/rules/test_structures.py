"""Lists and Tables of a column: their build, what is in them, and whether it fits a type."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.cif.document import Column
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView
from imgcif_map.rules.fit import misfit, shape
from imgcif_map.rules.structures import Structures, _parsed, structures_of, tree
from imgcif_map.rules.valuetype import ValueType, type_of
from imgcif_map.validator import validate

LAWS = settings(deadline=None, max_examples=60)
REAL = ValueType("single", "real")
PLAIN = st.recursive(
    st.sampled_from(["1", "-2.5", ".", "?", "x.y", "a?b", "..", "e\u3000f"]),
    lambda inside: st.lists(inside, max_size=4).map(lambda items: f"[ {' '.join(items)}]"),
    max_leaves=12,
).map(lambda text: text if text.startswith("[") else f"[{text}]")
QUOTED = st.recursive(
    st.sampled_from(["1", ".", "'.'", '"a b"', "'[x]'"]),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3).map(lambda items: f"[{' '.join(items)}]"),
        st.lists(inside, max_size=3).map(
            lambda items: "{" + " ".join(f"'k{n}':{item}" for n, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=8,
).map(lambda text: text if text[0] in "[{" else f"[{text}]")


def column(values: list[str], name: str = "_t.list") -> Column:
    rows = "\n".join(f"{n} {value}" for n, value in enumerate(values))
    document = parse_cif(f"#\\#CIF_2.0\ndata_x\nloop_\n_t.id\n{name}\n{rows}\n")
    assert document.problems == ()
    return document.blocks[0].columns[name]


def seen(found: Structures) -> tuple[list[int], list[str], list[str], list[int], list[int]]:
    leaves = found.leaves(frozenset())
    return found.rows, found.builds, leaves.texts, leaves.kinds.tolist(), leaves.rows.tolist()


@LAWS
@given(st.lists(PLAIN, min_size=1, max_size=4))
def test_the_text_of_a_column_says_the_same_as_its_values(values: list[str]) -> None:
    whole = column(values)
    rows = list(range(len(values)))
    fast = structures_of(whole, rows, whole.texts())
    assert fast.sources is not None
    assert seen(fast) == seen(_parsed(whole, rows))


@LAWS
@given(st.lists(QUOTED, min_size=1, max_size=4))
def test_builds_and_leaves(values: list[str]) -> None:
    whole = column(values)
    found = structures_of(whole, list(range(len(values))), whole.texts())
    for build in found.builds:
        assert build.count("[") == build.count("]")
        assert build.count("{") == build.count("}")
    leaves = sum(build.count("n") + build.count(".") for build in found.builds)
    assert len(found.leaves(frozenset()).texts) == leaves
    assert found.leaves(frozenset(found.rows)).texts == []


@pytest.mark.parametrize(
    ("text", "build"),
    [
        ("[1 ? [.]]", "[n.[.]]"),
        ("[ ]", "[]"),
        ("['.' .]", "[n.]"),
        ("{'a':1 'b':{'c':[?]}}", "{n{[.]}}"),
        ("[[1 2]\n [3 4]]", "[[nn][nn]]"),
    ],
)
def test_builds(text: str, build: str) -> None:
    whole = column([text])
    assert structures_of(whole, [0], whole.texts()).builds == [build]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("[nn]", (2,)),
        ("[[nn][nn][nn]]", (3, 2)),
        ("[]", (0,)),
        ("[[n.].]", (2, 2)),
        ("[..]", (2,)),
        ("[[n][nn]]", None),
        ("[n[n]]", None),
        ("n", ()),
    ],
)
def test_shapes(build: str, expected: tuple[int, ...] | None) -> None:
    assert shape(tree(build)) == expected


@pytest.mark.parametrize(
    ("container", "dimension", "good", "bad"),
    [
        ("single", (), "n .", "[n] {n} [] b"),
        ("list", (), "[] [n] [n.] . b", "n [[n]] [{n}] {n}"),
        ("list", (None,), "[] [nnn] b", "[[n]]"),
        ("list", (2,), "[nn] [n.] .", "[n] [nnn] [[n]n] n"),
        ("list", (2, 2), "[[nn][nn]] [.[nn]] [..]", "[nn] [[nn]] [[nn][n]] [[n[n]][nn]]"),
        ("list", (None, 2), "[] [[nn]] [[nn][nn][nn]]", "[n] [[n]] [[nn][n]]"),
        ("array", (), "[] [n] [[nn][nn]] [[[n]]] b", "n [[n]n] [[nn][n]] [{n}] {n}"),
        ("array", (None,), "[n] [[n][n]] b", "[[n]n]"),
        ("matrix", (3,), "[nnn] [.n.]", "[[nnn]] [nn] {nnn}"),
        ("matrix", (2, 2, 1), "[[[n][n]][[n][n]]] [.[[n].]]", "[[nn][nn]] [[[n][n]]]"),
        ("table", (), "{} {n.} .", "[n] n b {[n]} {{n}}"),
        ("implied", (), "n [n] {[n]n} b", ""),
    ],
)
def test_fits(container: str, dimension: tuple[int | None, ...], good: str, bad: str) -> None:
    wanted = ValueType(container, "real", dimension)
    for build in good.split():
        assert misfit(build, wanted) is None, build
    for build in bad.split():
        assert misfit(build, wanted) is not None, build


def test_binary_sections_are_numbers_or_texts() -> None:
    assert misfit("b", ValueType("single", "text")) is None
    assert misfit("b", ValueType("single", "integer")) is not None
    assert misfit("b", ValueType("array", "complex", (None,))) is None
    assert misfit("b", ValueType("array", "code")) is not None


def test_elements_of_their_own_type() -> None:
    table = ValueType("table", "text")
    tables = ValueType("list", "text", (None,), table)
    assert misfit("[{n}{}.]", tables) is None
    found = misfit("[{n}n]", tables)
    assert found is not None
    assert (found.of_element, found.wanted, found.found) == (True, "a Table", "a single value")
    fixed = ValueType("list", "text", (2,), table)
    assert misfit("[{n}{n}]", fixed) is None
    assert misfit("[{n}n]", fixed) is not None
    assert misfit("[{n}]", fixed) is not None


@pytest.mark.parametrize(
    ("item", "container", "contents", "inner"),
    [
        ("_t.integer", "single", "integer", None),
        ("_t.referenced", "single", "integer", None),
        ("_t.reference_twice", "single", "integer", None),
        ("_t.reference_to_list", "list", "integer", None),
        ("_t.imports", "list", "text", "table"),
        ("_t.circle_one", "implied", "text", None),
        ("_t.circle_two", "implied", "text", None),
        ("_t.reference_to_nothing", "implied", "text", None),
        ("_t.implied", "implied", "implied", None),
    ],
)
def test_types(
    item: str,
    container: str,
    contents: str,
    inner: str | None,
    dictionaries: dict[str, Dictionary],
) -> None:
    dictionary = dictionaries["types"]
    definition = dictionary.item(item)
    assert definition is not None
    found = type_of(dictionary, definition)
    assert (found.container, found.contents) == (container, contents)
    assert (found.element.container if found.element else None) == inner


def view(values: list[str], name: str, dictionary: Dictionary) -> DataColumn:
    rows = "\n".join(f"{n} {value}" for n, value in enumerate(values, 1))
    document = parse_cif(f"#\\#CIF_2.0\ndata_x\nloop_\n_t.id\n{name}\n{rows}\n")
    found = BlockView(document.blocks[0], dictionary).column(name)
    assert found is not None
    return found


def test_leaves_know_their_rows(dictionaries: dict[str, Dictionary]) -> None:
    whole = view(["[1 2]", "x", "[3 ? 'y']", "?", "[]"], "_t.list", dictionaries["types"])
    assert list(whole.misfits) == [1]
    leaves = whole.leaves
    assert leaves.texts == ["1", "2", "3", "?", "y"]
    assert whole.rows_with([0, 1, 4]) == [0, 2]
    assert whole.first_with([4, 1]) == 1
    np.testing.assert_array_equal(leaves.nulls, [False, False, False, True, False])
    singles = view(["1", "2"], "_t.integer", dictionaries["types"])
    assert singles.leaves is singles
    assert singles.rows_with([1]) == [1]


def test_leaves_beside_leaves(dictionaries: dict[str, Dictionary]) -> None:
    document = parse_cif(
        "#\\#CIF_2.0\ndata_x\nloop_\n_t.vector\n_t.vector_su\n"
        "[1 2 3] [4 5 6]\n[1 2 3] ?\n[1 2] [4 5 6]\n[7 8 9] [1 1 1]\n"
        "_t.real 1\nloop_\n_t.real_su\n1\n2\n"
    )
    block = BlockView(document.blocks[0], dictionaries["types"])
    values, sus = block.by_id["_t.vector"], block.by_id["_t.vector_su"]
    pairs = values.beside(sus)
    assert pairs is not None
    mine = [values.leaves.texts[n] for n in pairs[0]]
    theirs = [sus.leaves.texts[n] for n in pairs[1]]
    assert list(zip(mine, theirs, strict=True)) == list(zip("123789", "456111", strict=True))
    assert block.by_id["_t.real"].beside(block.by_id["_t.real_su"]) is None


def test_long_columns_of_lists_are_never_parsed_row_by_row(
    dictionaries: dict[str, Dictionary], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"{n} [[1 0 {n}.5] [0 1 0] [0 0 1]] [{n % 256} ?]" for n in range(2000))
    text = f"#\\#CIF_2.0\ndata_x\nloop_\n_t.id\n_t.matrix\n_t.list\n{rows}\n"
    document = parse_cif(text)
    monkeypatch.setattr(
        type(document.blocks[0].columns["_t.matrix"]), "value", lambda *_: pytest.fail("parsed")
    )
    assert validate(document, dictionaries["types"]).findings == ()


def test_deep_lists(dictionaries: dict[str, Dictionary]) -> None:
    deep = "[" * 5000 + "1" + "]" * 5000
    report = validate(
        parse_cif(f"#\\#CIF_2.0\ndata_x\n_t.list {deep}\n_t.array {deep}\n_t.implied {deep}\n"),
        dictionaries["types"],
        select=["DDL", "INT"],
    )
    assert {finding.code for finding in report.findings} <= {"DDL003"}
