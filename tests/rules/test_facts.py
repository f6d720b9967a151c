"""What is read off a column as a whole is what its values say one by one."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from imgcif_map.cif import parse_cif
from imgcif_map.cif.document import Column
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.canonical import FORMS
from imgcif_map.rules.facts import Facts, Pool
from imgcif_map.validator import validate

ROWS = 64
"""Columns as long as this have lines, shorter ones do not."""
PROPERTIES = (
    "texts",
    "all_bare",
    "distinct",
    "joined",
    "written_as_reals",
    "written_as_integers",
    "plain_integers",
    "structured",
)
ODD = [
    ".",
    "?",
    "1",
    "01",
    "-1",
    "+1",
    "1.50",
    "1e5",
    ".5",
    "5.",
    "-",
    "+",
    "1-2",
    "1.2.3",
    "é",
    "É",
    "a",
    "A",
    "b",
    "1(2)",
    "-0",
    "-0.0",
    "0.1",
    "9007199254740993",
    "0.3000000000000000444",
    "123456789012345678",
    "99999999999999999999",
]

words = st.one_of(
    st.sampled_from(ODD),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text("0123456789.+-", min_size=1, max_size=5),
    st.text("abAB09", min_size=2, max_size=2).map(lambda text: "x" + text),
)
columns_of_words = st.one_of(
    st.lists(words, min_size=ROWS, max_size=ROWS + 9),
    st.lists(words, min_size=1, max_size=4).map(lambda few: [w for w in few for _ in range(ROWS)]),
    st.sets(st.integers(0, 999), min_size=ROWS).map(lambda s: [f"S{n:03d}" for n in sorted(s)]),
    st.sets(st.integers(0, 9999), min_size=ROWS).map(lambda s: [str(n) for n in sorted(s)]),
    st.sets(st.integers(0, 99), min_size=ROWS).map(lambda s: [f"f.{n}" for n in sorted(s)]),
)


def column(texts: list[str]) -> Column:
    """A column that was read, beside another one."""
    rows = "\n".join(f"{text} k" for text in texts)
    return parse_cif(f"#\\#CIF_2.0\ndata_a loop_ _x.y _x.z\n{rows}\n").blocks[0].columns["_x.y"]


@given(columns_of_words)
@settings(deadline=None, max_examples=150)
def test_facts_of_a_long_column_are_those_of_its_values(texts: list[str]) -> None:
    read = column(texts)
    whole, single = Pool().facts(read), Facts(read)
    assert read.lines() == "".join(f"{text}\n" for text in texts).encode()
    for name in PROPERTIES:
        assert getattr(whole, name) == getattr(single, name), name
    assert single.alphabet - whole.alphabet <= {"\0"}
    assert whole.alphabet <= single.alphabet
    assert (whole.nulls is None) == (single.nulls is None)
    if whole.nulls is not None:
        np.testing.assert_array_equal(whole.nulls, single.nulls)
    np.testing.assert_array_equal(whole.numbers, single.numbers)
    np.testing.assert_array_equal(np.signbit(whole.numbers), np.signbit(single.numbers))


@given(columns_of_words, st.sampled_from([*FORMS, "text"]))
@settings(deadline=None, max_examples=150)
def test_values_of_a_long_column_compare_as_single_ones(texts: list[str], contents: str) -> None:
    read = column(texts)
    whole, single = Pool().facts(read), Facts(read)
    assert whole.canonical_as(contents) == single.canonical_as(contents)
    assert whole.values_as(contents) == single.values_as(contents)
    if whole.ascends_as(contents):
        assert single.nulls is None
        assert len(single.values_as(contents)) == len(texts)


@pytest.mark.parametrize("pattern", ["{}", "S{:04d}", "{:06.2f}", "frame_{}", "é-{}"])
def test_ascending_values_are_seen_to_differ(pattern: str) -> None:
    texts = [pattern.format(n) for n in range(1, 200)]
    assert Pool().facts(column(texts)).ascends_as("code")
    assert not Pool().facts(column([*texts, texts[-1]])).ascends_as("code")


def test_columns_of_equal_content_share_their_facts() -> None:
    pool, texts = Pool(), [f"F{n}" for n in range(ROWS)]
    assert pool.facts(column(texts)) is pool.facts(column(texts))
    assert pool.facts(column(texts)) is not pool.facts(column([*texts[:-1], "G"]))


def test_quoted_and_bare_values_share_nothing() -> None:
    pool, texts = Pool(), [str(n) for n in range(ROWS)]
    quoted = column([f"'{text}'" for text in texts])
    assert pool.facts(quoted).texts == pool.facts(column(texts)).texts == texts
    assert not pool.facts(quoted).all_bare
    assert pool.facts(column(texts)).all_bare


def test_a_long_column_of_empty_texts_is_read() -> None:
    assert Pool().facts(column(["''"] * ROWS)).texts == [""] * ROWS


@pytest.fixture(scope="module")
def img(dictionaries: dict[str, Dictionary]) -> Dictionary:
    return dictionaries["img"]


LONG = """#\\#CIF_2.0
data_scan
_diffrn_scan.id S1
_diffrn_scan.frame_id_start F001
_diffrn_scan.frame_id_end F{rows:03d}
_array_structure.id IMAGE
_diffrn.id D
_diffrn_detector.id DETECTOR
_diffrn_detector.diffrn_id D
_diffrn_detector_element.id ELEMENT
_diffrn_detector_element.detector_id DETECTOR
loop_
_array_data.array_id
_array_data.binary_id
_array_data.external_data_id
{data}
loop_
_array_data_external_data.id
_array_data_external_data.format
_array_data_external_data.uri
{external}
loop_
_diffrn_data_frame.id
_diffrn_data_frame.array_id
_diffrn_data_frame.binary_id
_diffrn_data_frame.detector_element_id
{frames}
loop_
_diffrn_scan_frame.frame_id
_diffrn_scan_frame.scan_id
_diffrn_scan_frame.integration_time
{scan}
"""
CELLS = (
    *(".", "?", "x", "-1", "0", "01", "1.0", "7", "70", "700", "F007", "f007", "F7", "S1", "s1"),
    *("IMAGE", "image", "'q'", '"1"', "1(2)", "[1]", "é", "HDF5"),
)


def long_file(changes: list[tuple[int, int, int, str]]) -> str:
    """A sound file of four long loops, with some of its cells replaced."""
    rows = range(1, ROWS + 10)
    tables = [
        [["IMAGE", str(n), str(n)] for n in rows],
        [[str(n), "HDF5", "x.h5"] for n in rows],
        [[f"F{n:03d}", "IMAGE", str(n), "ELEMENT"] for n in rows],
        [[f"F{n:03d}", "S1", "0.1"] for n in rows],
    ]
    for table, row, column, text in changes:
        tables[table][row][column] = text
    parts = ["\n".join(" ".join(row) for row in table) for table in tables]
    names = ("data", "external", "frames", "scan")
    return LONG.format(rows=len(rows), **dict(zip(names, parts, strict=True)))


changes = st.tuples(
    st.integers(0, 3), st.integers(0, ROWS), st.integers(0, 2), st.sampled_from(CELLS)
)


@given(st.lists(changes, max_size=3))
@settings(deadline=None, max_examples=60)
def test_findings_are_those_of_looking_at_every_value(
    img: Dictionary, changed: list[tuple[int, int, int, str]]
) -> None:
    document = parse_cif(long_file(changed))
    found = validate(document, img).findings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pool, "facts", lambda self, column: Facts(column))
        patch.setattr(Facts, "is_within", lambda self, other: False)
        assert validate(document, img).findings == found


def test_the_long_file_is_sound(img: Dictionary) -> None:
    assert validate(parse_cif(long_file([])), img, ignore=["IMG"]).findings == ()
