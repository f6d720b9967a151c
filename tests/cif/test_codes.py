"""Every syntax code: its examples, its exact positions, its texts."""

from __future__ import annotations

import re

import pytest

from imgcif_map.cif import Document, parse_cif
from imgcif_map.cif.codes import CODES
from imgcif_map.findings import Finding

LITERAL = [code for code in CODES.values() if code.literal]
V2 = "#\\#CIF_2.0\n"


def found(document: Document) -> list[tuple[str, int, int]]:
    return [(f.code, f.location.line, f.location.column) for f in document.problems]


@pytest.mark.parametrize("code", LITERAL, ids=lambda c: c.code)
def test_example_fails_with_this_code_alone(code) -> None:
    problems = parse_cif(code.fails).problems
    assert {f.code for f in problems} == {code.code}
    assert all((f.name, f.severity) == (code.name, code.severity) for f in problems)


@pytest.mark.parametrize("code", LITERAL, ids=lambda c: c.code)
def test_example_passes(code) -> None:
    assert parse_cif(code.passes).problems == ()


def test_codes_are_documented() -> None:
    assert len(CODES) == 38
    names = [code.name for code in CODES.values()]
    assert len(set(names)) == len(names)
    for key, code in CODES.items():
        assert key == code.code
        assert re.fullmatch(r"CIF\d{3}", key)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name)
        assert code.what.endswith(".")
        assert code.why.endswith(".")
        assert code.fails
        assert code.passes


PLACES = [
    # content before the first block
    ("_a 1\ndata_x\n_b 1\n", [("CIF001", 1, 1)]),
    ("junk more\ndata_x\n_b 1\n", [("CIF001", 1, 1)]),
    # quotes
    ("data_x\n_a  'open\n_b 1\n", [("CIF002", 2, 5)]),
    ('data_x\n_a "open', [("CIF002", 2, 4)]),
    (V2 + "data_x\n_a ['b\n]\n", [("CIF002", 3, 5)]),
    # text fields
    ("data_x\n_a\n;never\nends\n", [("CIF003", 3, 1)]),
    ("data_x\n_a\n;\nopen\n_b\n;\nclosed\n;\n_c 1\n", [("CIF003", 3, 1)]),
    (V2 + "data_x\n_a [\n;never\n", [("CIF003", 4, 1)]),
    (V2 + "data_x\n_a '''never\nends\n", [("CIF004", 3, 4)]),
    (V2 + "data_x\n_a [1 2\n_b 3\n", [("CIF005", 3, 4)]),
    (V2 + "data_x\n_a {'k':1 loop_\n_b\n3\n", [("CIF005", 3, 4)]),
    # missing whitespace
    (V2 + "data_x\n_a 'b'c\n_d 1\n", [("CIF006", 3, 7)]),
    (V2 + "data_x\n_a 'b'_d 1\n", [("CIF006", 3, 7)]),
    (V2 + "data_x\n_a [1]2\n", [("CIF006", 3, 7)]),
    (V2 + "data_x\n_a ['b''c']\n", [("CIF006", 3, 8)]),
    ("data_x\n_a\n;b\n;c\n_d 1\n", [("CIF006", 4, 2)]),
    ("data_x\n_a\n;b\n;#c d\n_d 1\n", [("CIF006", 4, 2)]),
    (V2 + 'data_x\n_a """b"""c\n', [("CIF006", 3, 11)]),
    # items and loops
    ("data_x\n_a b c d\n", [("CIF007", 2, 6)]),
    ("data_x b\n_a 1\n", [("CIF007", 1, 8)]),
    ("data_x\n_a\n_b 1\n_c", [("CIF008", 2, 1), ("CIF008", 4, 1)]),
    ("data_x\nloop_ 1 2\n", [("CIF009", 2, 1)]),
    ("data_x\nloop_\n_a\nloop_\n_b\n1\n", [("CIF010", 2, 1)]),
    ("data_x\nloop_\n_a\n_b\n_c\n1 2 3\n4 5\n", [("CIF011", 7, 1)]),
    ("data_x\n_a 1\n_A 2\n", [("CIF012", 3, 1)]),
    ("data_x\nloop_\n_a\n_a\n1 2\n", [("CIF012", 4, 1)]),
    ("data_x\n_a 1\nsave_f\n_a 1\n_a 2\nsave_\n", [("CIF012", 5, 1)]),
    ("data_x\n data_X\n", [("CIF013", 2, 2)]),
    ("data_x\nsave_a\nsave_ save_a\nsave_\n", [("CIF014", 3, 7)]),
    (V2 + "data_x\n_a {'k':1\n 'k':2}\n", [("CIF015", 4, 2)]),
    ("data_x\nGlobal_\n_a 1\n", [("CIF016", 2, 1)]),
    ("data_x\n_ 1\n", [("CIF017", 2, 1)]),
    ("data_x\nsave_a\nsave_b\nsave_\nsave_\n", [("CIF018", 3, 1)]),
    ("data_x\nsave_a\nsave_b\nsave_\ndata_y\n", [("CIF019", 2, 1)]),
    ("data_x\nsave_a\ndata_y\n", [("CIF019", 2, 1)]),
    ("data_x\n save_\n", [("CIF020", 2, 2)]),
    # characters
    ("data_x\n_a b\x0cc\n", [("CIF021", 2, 5), ("CIF007", 2, 6)]),
    (V2 + "data_x\n_a 'é\x85'\n", [("CIF021", 3, 6)]),
    (V2 + "data_x\n_a 'é\ufeff'\n", [("CIF021", 3, 6)]),
    (b"data_x\n_a '\xc5\xc5'\n", [("CIF022", 2, 5), ("CIF023", 2, 5)]),
    ("data_x\n_a 'Å'\n_b 'Å'\n", [("CIF023", 2, 5)]),
    ("data_x\n_a '" + "x" * 2100 + "'\n", [("CIF024", 2, 1)]),
    ("data_" + "x" * 76 + "\n", [("CIF025", 1, 1)]),
    ("data_x\nsave_" + "x" * 76 + "\nsave_\n", [("CIF025", 2, 1)]),
    ("data_x\n_a {'b':1}\n_c '''d e'''\n", [("CIF026", 2, 4)]),
    ("data_x\n_a [b c\n", [("CIF027", 2, 4), ("CIF007", 2, 7)]),
    ("data_x\n_a $b\n", [("CIF027", 2, 4)]),
    (V2 + "data_x\n_a b[1]\n", [("CIF027", 3, 4)]),
    (V2 + "data_x\n_a ]\n", [("CIF027", 3, 4)]),
    (V2 + "data_x\n_a [_b]\n", [("CIF027", 3, 5)]),
    (V2 + "data_x\n_a {1 'b':2}\n", [("CIF028", 3, 5)]),
    (V2 + "data_x\n_a {'b'}\n", [("CIF028", 3, 5)]),
    (V2 + "data_x\n_a [1}]\n", [("CIF028", 3, 6)]),
    (V2 + "data_x\n_a " + "[" * 70 + "]" * 70 + "\n", [("CIF029", 3, 68)]),
    ("", [("CIF031", 1, 1)]),
    (V2 + "data_x\n_a [1, 2, 3]\n", [("CIF033", 3, 5)]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=lambda v: str(v)[-40:])
def test_positions(text: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert sorted(found(parse_cif(text))) == sorted(expected)


def test_utf16_is_read_and_reported() -> None:
    document = parse_cif("data_x\n_a 'b c'\n".encode("utf-16"))
    assert found(document) == [("CIF022", 1, 1)]
    assert document.blocks[0].columns["_a"].texts() == ["b c"]


def one(text: str) -> Finding:
    (problem,) = parse_cif(text, "some.cif").problems
    return problem


def test_location_names_block_and_frame() -> None:
    problem = one("data_one\n_a 1\ndata_two\nsave_f\n_a\nsave_\n_b 1\n")
    place = problem.location
    assert (place.path, place.block, place.frame) == ("some.cif", "two", "f")
    assert place.item == "_a"


def test_after_a_frame_the_block_is_named() -> None:
    place = one("data_two\nsave_f\n_a 1\nsave_\n_b\n").location
    assert (place.block, place.frame) == ("two", None)


def test_incomplete_row_stands_at_its_line() -> None:
    problem = one("data_x\nloop_\n_a\n_b\n_c\n1 2 3\n4 5\n6 7 8\n9 10 11\n")
    assert problem.message == "row 2 of the loop has 2 of 3 values"
    assert problem.location.line == 7


def test_duplicate_name_says_where_the_first_stands() -> None:
    assert "line 2" in one("data_x\n_a 1\n_b 1\n_A 2\n").message


def test_repeats_of_summed_codes_are_one_finding() -> None:
    problem = one("data_x\nloop_\n_a\n" + "[1 2]\n" * 30)
    assert (problem.code, problem.count) == ("CIF026", 30)
    assert problem.positions == tuple((4 + i, 1) for i in range(10))


def test_masses_of_one_code_are_summed_in_the_end() -> None:
    problems = parse_cif("data_x\n" + "_a\n" * 1000).problems
    without_value = [f for f in problems if f.code == "CIF008"]
    assert len(without_value) == 51
    assert sum(f.count for f in without_value) == 1000
