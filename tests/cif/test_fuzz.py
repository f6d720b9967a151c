"""Whatever comes in: findings or `UnreadableInput`, in finite time, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from imgcif_map.cif import Document, format_cif, parse_cif
from imgcif_map.cif.codes import CODES
from imgcif_map.errors import UnreadableInput
from tests.support.patience import ends

many = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))

PIECES = [
    b"data_x\n",
    b"data_",
    b"loop_\n",
    b"loop_ ",
    b"_a ",
    b"\n_b.c\n",
    b"save_f\n",
    b"save_\n",
    b"'",
    b'"',
    b"'''",
    b'"""',
    b"\n;",
    b"\n;\n",
    b"; ",
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b"'k':",
    b"#",
    b" ",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b".",
    b"?",
    b"1.5(2)",
    b"text",
    b"\\",
    b"\\\n",
    b"> \\\n> ",
    b"$",
    b"stop_ ",
    b"global_\n",
    b"\x00",
    b"\x0c",
    b"\xff",
    b"\xc3\xa9",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"#\\#CIF_2.0\n",
    b"#\\#CIF_1.1\n",
    b"--CIF-BINARY-FORMAT-SECTION--",
    b"X-Binary-Size: 3\n\n",
    b"--CIF-BINARY-FORMAT-SECTION----\n;\n",
    b"\x0c\x1a\x04\xd5",
    b"\xf0\x9d\x84\x9e",
    b"x" * 2100,
]


def look_at_everything(document: Document) -> None:
    """Ask every question that a document answers."""
    for problem in document.problems:
        assert problem.code in CODES
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        assert problem.message
    for block in document.blocks:
        for container in (block, *block.frames):
            for loop in container.loops:
                assert len({len(column) for column in loop.columns}) == 1
                for column in loop.columns:
                    texts, kinds = column.texts(), column.delimiters().tolist()
                    values = list(column.values())
                    assert texts == [v.text for v in values]
                    assert kinds == [v.delimiter for v in values]
                    assert column.name_position.line >= 1
                    place = column.name_position
                    for row in range(len(column)):
                        here = column.position(row)
                        assert (here.line, here.column) > (place.line, place.column)


def read(data: bytes) -> None:
    try:
        document = parse_cif(data)
    except UnreadableInput:
        return
    look_at_everything(document)


@many
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read(data)


@many
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join), st.booleans())
@example(b"data_x\n_a '", True)
@example(b"data_x\n_a\n;", True)
@example(b"data_x\n_a '''", True)
@example(b"data_x\n_a [", True)
@example(b"[", True)
@example(b"loop_\n_a\n_b\n1 2\n3 {'k':1 'dead .\n\nsave_f\n", True)
@example(b"loop_\n_a\n_b\n1 [0 1 1]\n2 [0 0.#\n#6 1.1]\n3 [0.2 0.7 1.2]\n", True)
def test_any_sequence_of_cif_pieces(data: bytes, new: bool) -> None:
    read((b"#\\#CIF_2.0\n" if new else b"") + b"data_x\n" + data)
    read(data)


SAMPLE = format_cif(
    parse_cif(
        "#\\#CIF_2.0\ndata_x\n_a 'b c'\n_d\n;text\nfield\n;\n_e [1 'a' {'k':\"v\"}]\n"
        "loop_\n_l.a\n_l.b\n1 'x'\n2 \"it's\"\n3 .\nsave_f\n_g 'é'\nsave_\n"
    )
).encode()


@many
@given(st.data())
def test_any_damage_to_a_good_file(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SAMPLE)))
    cut = data.draw(st.integers(0, 12))
    new = data.draw(st.sampled_from(PIECES) | st.binary(max_size=3))
    read(SAMPLE[:at] + new + SAMPLE[at + cut :])


@pytest.mark.parametrize(
    "unit",
    [
        "[", "{", "'a':{", "'", "'a'b ", '"', "'''", "\n;", "\n;a ", "[1 ", "{'a' ", "_a ", "_a '",
        "loop_ ", "data_x ", "save_x ", "save_ ", "$ ", "] ", "\\\n", "é", "# ", "\n_a\n;", ", ",
        "\n_a 'b\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ["data_x\n_a ", "#\\#CIF_2.0\ndata_x\n_a "], ids=["1.1", "2.0"])
def test_masses_of_one_thing_take_linear_time(head: str, unit: str) -> None:
    text = head + unit * (200_000 // len(unit))
    with ends():
        parse_cif(text)


def test_real_file_with_a_hole_in_it(shared: Path) -> None:
    text = (shared / "data/instruments/beamline_geometries.cif").read_bytes()
    for at in range(0, len(text), 97):
        look = parse_cif(text[:at] + text[at + 40 :])
        assert len(look.problems) < 120
