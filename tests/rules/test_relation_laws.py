"""What must not change a finding on keys and links: order, spelling, names of blocks, blocks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.validator import validate

CODES = tuple(f"DDL0{n}" for n in ("01", *range(20, 34), "36", "37"))
SPLITTING = tuple(code for code in CODES if not "DDL024" <= code <= "DDL028" or code == "DDL027")
"""Codes whose findings are the same in number if categories move to other blocks."""


@dataclass(frozen=True)
class Category:
    """A loop with one value of each kind in each row."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        rows = "\n".join(" ".join(row) for row in self.rows)
        return "loop_\n" + "\n".join(self.names) + f"\n{rows}\n"


VALUES = {
    "array": ("1", "IMAGE", "image", "."),
    "number": ("1", "2", "3", "."),
    "frame": ("F1", "F2", "F3", "?"),
    "axis": ("omega", "phi", "Omega", "."),
    "label": ("C1", "C2", "c3", "."),
    "real": ("1.5", "2.0", "0.5(1)"),
    "list": ("[1 2]", "[2]", "[]"),
    "symop": (".", "1", "1_555", "2_565"),
    "text": ("x", "y"),
}
IMG: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "array_structure": (("id", "byte_order"), ("array", "text")),
    "array_structure_list": (("array_id", "index", "dimension"), ("array", "number", "number")),
    "array_element_size": (("array_id", "index"), ("array", "number")),
    "array_data": (("array_id", "binary_id"), ("array", "number")),
    "diffrn_data_frame": (("id", "array_id", "binary_id"), ("frame", "array", "number")),
    "diffrn_scan_frame": (("frame_id", "frame_number"), ("frame", "number")),
    "diffrn_scan_frame_axis": (("frame_id", "axis_id"), ("frame", "axis")),
    "axis": (("id", "depends_on"), ("axis", "axis")),
}
RELATIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "site": (("label", "weight", "species"), ("label", "real", "text")),
    "bond": (("site", "symmetry", "length"), ("label", "symop", "real")),
    "path": (("steps", "name"), ("list", "text")),
    "shell": (("radius", "count"), ("real", "number")),
}


@st.composite
def documents(
    draw: st.DrawFn, known: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> tuple[Category, ...]:
    """Some categories, of each some items, with values that often fit and often do not."""
    made = []
    for name in draw(st.lists(st.sampled_from(sorted(known)), unique=True, min_size=1)):
        objects, kinds = known[name]
        kept = draw(st.lists(st.integers(0, len(objects) - 1), unique=True, min_size=1))
        chosen = tuple(kinds[n] for n in kept)
        row = st.tuples(*(st.sampled_from(VALUES[kind]) for kind in chosen))
        rows = draw(st.lists(row, min_size=1, max_size=5))
        names = tuple(f"_{name}.{objects[n]}" for n in kept)
        made.append(Category(names, chosen, tuple(rows)))
    return tuple(made)


def block(categories: tuple[Category, ...], name: str = "x", more: str = "") -> str:
    return f"data_{name}\n{more}" + "".join(category.text() for category in categories)


def found(text: str, dictionary: Dictionary, select: tuple[str, ...] = CODES) -> list[Finding]:
    document = parse_cif("#\\#CIF_2.0\n" + text)
    assert document.problems == ()
    return list(validate(document, dictionary, select=select).findings)


def outcome(findings: list[Finding]) -> list[tuple[str, str | None, int]]:
    return sorted((f.code, f.location.item, f.count) for f in findings)


Named = Callable[[str], Dictionary]


@pytest.fixture(scope="session")
def dictionary(dictionaries: dict[str, Dictionary]) -> Named:
    """As a function, which is short to show where an example fails."""
    return lambda name: dictionaries[name]


MODELS = {"img": IMG, "relations": RELATIONS}
Law = Callable[[tuple[Category, ...], random.Random], tuple[Category, ...]]


def permuted(categories: tuple[Category, ...], rng: random.Random) -> tuple[Category, ...]:
    return tuple(
        replace(category, rows=tuple(rng.sample(category.rows, len(category.rows))))
        for category in categories
    )


def other_case(categories: tuple[Category, ...], rng: random.Random) -> tuple[Category, ...]:
    """Data names in letters of either case."""

    def spelled(name: str) -> str:
        return "".join(rng.choice((c.lower(), c.upper())) for c in name)

    return tuple(replace(c, names=tuple(map(spelled, c.names))) for c in categories)


SYMOPS = ("1", "1_555", ".", "'1 555'")
SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "number": lambda text, rng: text if text == "." else rng.choice(("", "0", "+", "+00")) + text,
    "label": lambda text, rng: rng.choice((text.lower(), text.upper())),
    "real": lambda text, rng: text if "(" in text else rng.choice((text, text + "0", text + "e0")),
    "list": lambda text, rng: text.replace("[", rng.choice(("[", "[ ", "[\n"))),
    "symop": lambda text, rng: text if text[0] == "2" else rng.choice(SYMOPS),
    "text": lambda text, rng: rng.choice((text, f"'{text}'", f'"{text}"')),
}  # fmt: skip


def respelled(categories: tuple[Category, ...], rng: random.Random) -> tuple[Category, ...]:
    """Values in other spellings that mean the same."""

    def row(category: Category, values: tuple[str, ...]) -> tuple[str, ...]:
        pairs = zip(category.kinds, values, strict=True)
        return tuple(SPELLINGS[k](v, rng) if k in SPELLINGS else v for k, v in pairs)

    return tuple(replace(c, rows=tuple(row(c, values) for values in c.rows)) for c in categories)


@pytest.mark.parametrize("law", [permuted, other_case, respelled])
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_order_and_spelling_change_no_finding(
    law: Law, data: st.DataObject, dictionary: Named
) -> None:
    name = data.draw(st.sampled_from(sorted(MODELS)))
    categories = data.draw(documents(MODELS[name]))
    changed = law(categories, data.draw(st.randoms(use_true_random=False)))
    before, after = (found(block(c), dictionary(name)) for c in (categories, changed))
    assert outcome(before) == outcome(after)


@settings(deadline=None, max_examples=50)
@given(one=documents(IMG), other=documents(IMG), names=st.permutations(["x", "y", "B-1", "data_"]))
def test_names_of_blocks_change_no_finding(
    one: tuple[Category, ...],
    other: tuple[Category, ...],
    names: list[str],
    dictionary: Named,
) -> None:
    text = block(one, "x") + block(other, "y")
    renamed = block(one, names[0]) + block(other, names[1])
    before, after = found(text, dictionary("img")), found(renamed, dictionary("img"))
    assert [(f.code, f.location.line, f.message) for f in before] == [
        (f.code, f.location.line, f.message) for f in after
    ]


def blamed(findings: list[Finding]) -> list[tuple[str, str]]:
    """What each finding on a link says, whether its links stand in one block or in several."""
    return sorted({(f.code, f.message.split("; the same")[0]) for f in findings})


@settings(deadline=None, max_examples=50)
@given(categories=documents(IMG), at=st.integers(0, 8))
def test_splitting_a_data_set_into_blocks_changes_no_finding(
    categories: tuple[Category, ...], at: int, dictionary: Named
) -> None:
    ident = "_audit_dataset.id D\n"
    whole = block(categories, "x", ident)
    parts = block(categories[:at], "x", ident) + block(categories[at:], "y", ident)
    one, two = (found(text, dictionary("img"), SPLITTING) for text in (whole, parts))
    assert outcome(one) == outcome(two)
    # A lost value that two categories refer to is one fault in a block and two in two blocks.
    one, two = (found(text, dictionary("img"), ("DDL025", "DDL026")) for text in (whole, parts))
    assert blamed(one) == blamed(two)


@settings(deadline=None, max_examples=50)
@given(categories=documents(IMG), at=st.integers(0, 8))
def test_a_lost_value_is_lost_wherever_its_parent_could_be(
    categories: tuple[Category, ...], at: int, dictionary: Named
) -> None:
    ident = "_audit_dataset.id D\n"
    links = ("DDL024", "DDL028")
    whole = found(block(categories, "x", ident), dictionary("img"), links)
    parts = block(categories[:at], "x", ident) + block(categories[at:], "y", ident)
    after = found(parts, dictionary("img"), links)
    assert sum(f.count for f in whole) == sum(f.count for f in after)


@settings(deadline=None, max_examples=50)
@given(categories=documents(IMG))
def test_a_save_frame_is_judged_as_a_block_is(
    categories: tuple[Category, ...], dictionary: Named
) -> None:
    body = "".join(category.text() for category in categories)
    framed = f"data_x\nsave_f\n{body}save_\n"
    inside = found(framed, dictionary("img"))
    assert outcome(inside) == outcome(found(block(categories), dictionary("img")))
    assert {f.location.frame for f in inside} <= {"f"}


@settings(deadline=None, max_examples=30)
@given(values=st.lists(st.sampled_from(["0.98", "1.54", "?", "9.8e-1"]), min_size=2, max_size=2))
def test_an_alias_is_the_item(values: list[str], dictionary: Named) -> None:
    names = ["_diffrn_radiation_wavelength.value", "_diffrn_radiation_wavelength.wavelength"]
    both = [
        "data_x\n" + "".join(f"{n} {v}\n" for n, v in zip(order, values, strict=True))
        for order in (names, names[::-1])
    ]
    one, other = (found(text, dictionary("img")) for text in both)
    assert outcome(one) == outcome(other)
    differ = len({v.replace("9.8e-1", "0.98") for v in values} - {"?"}) == 2
    assert [f.code for f in one] == (["DDL033"] if differ else [])


@st.composite
def jumbles(draw: st.DrawFn, dictionary: Dictionary) -> str:
    """Any data names of some categories, aliases among them, in loops, blocks and frames."""
    categories = st.sampled_from(sorted(dictionary.members))
    chosen = draw(st.lists(categories, min_size=1, max_size=3, unique=True))
    items = [item for name in chosen for item in dictionary.members[name]]
    known = [name for item in items for name in (item.id, *item.aliases)]
    values = st.sampled_from(
        ["1", "2", "01", "A", "a", ".", "?", "'.'", "[1 2]", "{'a':1}", "1_555"]
    )
    text = ""
    for number in range(draw(st.integers(1, 3))):
        ident = draw(st.sampled_from(["", "_audit_dataset.id D\n", "_audit.schema Custom\n"]))
        text += f"data_b{number}\n{ident}"
        names = draw(st.lists(st.sampled_from(known), max_size=12, unique_by=str.casefold))
        names = [name for name in names if name not in ident]
        framed = draw(st.booleans())
        text += "save_f\n" if framed else ""
        while names:
            width, rows = draw(st.integers(1, 5)), draw(st.integers(1, 4))
            some, names = names[:width], names[width:]
            cells = [draw(values) for _ in range(rows * len(some))]
            head = (
                "loop_\n" + "\n".join(some) + "\n" if rows > 1 or len(some) > 1 else some[0] + " "
            )
            text += head + " ".join(cells) + "\n"
        text += "save_\n" if framed else ""
    return text


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_arrangement_of_names_crashes_a_rule(data: st.DataObject, dictionary: Named) -> None:
    which = dictionary(data.draw(st.sampled_from(["img", "variant", "relations", "types"])))
    text = data.draw(jumbles(which))
    document = parse_cif("#\\#CIF_2.0\n" + text)
    assert validate(document, which, select=["INT"]).findings == ()
