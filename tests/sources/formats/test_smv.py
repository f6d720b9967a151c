from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.formats.smv import reader
from imgcif_map.sources.headers.facts import Contents
from imgcif_map.sources.headers.head import StreamHead
from imgcif_map.sources.sniffs import is_smv
from tests.support.make_smv import KEYS, smv


def read(data: bytes) -> Contents:
    return reader()(StreamHead("x.img", io.BytesIO(data), len(data)))


def values(data: bytes) -> dict[str, object]:
    return {fact.key: fact.value for line in read(data).lines for fact in line}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", [";", "", " ;"])
def test_lines_as_writers_end_them(newline: str, end: str) -> None:
    assert values(smv(newline=newline, end=end)) == KEYS


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("A=1;", "A", 1),
        ("A = -1.5e3 ;", "A", -1500.0),
        ("CCD_GONIO_VALUES=0.0 -45.5 0;", "CCD_GONIO_VALUES", [0.0, -45.5, 0]),
        ("DIALS_ORIGIN=-28.16,28.16,-1590", "DIALS_ORIGIN", [-28.16, 28.16, -1590]),
        ("DATE=Sat Dec 14 10:17:53 2002;", "DATE", "Sat Dec 14 10:17:53 2002"),
        ("BIN=2x2;", "BIN", "2x2"),
        ("COMMENT=;", "COMMENT", ""),
        ("My Key=text with = sign;", "My_Key", "text with = sign"),
        ("N=1 of 3;", "N", "1 of 3"),
    ],
)
def test_values(text: str, key: str, value: object) -> None:
    assert values(b"{\nHEADER_BYTES=512;\n" + text.encode() + b"\n}")[key] == value


def test_several_keys_on_a_line() -> None:
    assert values(b"{HEADER_BYTES=512;A=1;B=x;}")["B"] == "x"


def test_the_bytes_an_image_needs() -> None:
    assert read(smv()).needed == 512 + 30 * 20 * 2
    assert read(smv({"TYPE": "float"})).needed == 512 + 30 * 20 * 4
    assert read(smv({"TYPE": "unheard_of"})).needed is None
    assert read(smv({"SIZE1": None})).needed is None


def test_a_rotation_is_taken_apart() -> None:
    found = values(b"{\nHEADER_BYTES=512;\nROTATION=10 10.5 0.5 8 1 0;\n}")
    assert found == {
        "HEADER_BYTES": 512,
        "ROTATION_START": 10,
        "ROTATION_END": 10.5,
        "ROTATION_INCREMENT": 0.5,
        "ROTATION_TIME": 8,
        "ROTATION_REST": [1, 0],
    }
    assert values(b"{\nHEADER_BYTES=512;\nROTATION=10 11;\n}")["ROTATION"] == [10, 11]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("A=1;\nA=1.0;", ()),
        ("TYPE=unsigned_short;\nTYPE=long_integer;", ()),
        ("A=1;\nB=2;\nA=3;", ("A is given twice, as 1 and 3: the last counts",)),
    ],
)
def test_the_last_of_equal_keys_counts(lines: str, said: tuple[str, ...]) -> None:
    data = f"{{\nHEADER_BYTES=512;\n{lines}\n}}".encode()
    assert read(data).problems == said
    if "A=3" in lines:
        assert values(data)["A"] == 3


def test_equal_lines_are_one_object() -> None:
    read_one = reader()
    first, second = (
        read_one(StreamHead("x", io.BytesIO(smv({"PHI": angle})))).lines for angle in (1.0, 2.0)
    )
    assert [a is b for a, b in zip(first, second, strict=True)].count(False) == 1


def test_damage_is_said() -> None:
    assert read(smv()[:200]).problems == (
        "the header has no closing brace",
        "a line that is not KEY=VALUE: TWOTHET",
    )
    with pytest.raises(UnreadableValue, match="without KEY=VALUE"):
        read(b"{\nHEADER_BYTES\n}")
    with pytest.raises(UnreadableValue, match="not the length of a header"):
        read(b"{\nHEADER_BYTES=999999999;\n}")
    with pytest.raises(UnreadableValue, match="binary"):
        read(b"{\nHEADER_BYTES=512;\nA=\0\0x;\n}")


def test_recognised_by_its_start() -> None:
    assert is_smv(smv())
    assert is_smv(b"  {\r\nheader_bytes = 512")
    assert not is_smv(b'{"HEADER_BYTES": 1}')


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 400))
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    good = smv()
    for data in (noise, b"{" + noise, good[:at] + noise + good[at:]):
        try:
            contents = read(data)
        except UnreadableValue:
            continue
        assert all(fact.key for line in contents.lines for fact in line)
