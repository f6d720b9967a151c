"""Comments addressed to the program: found where they are comments, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.cif.document import Comment, Position
from imgcif_map.cif.reader import parse_cif

V2 = "#\\#CIF_2.0\n"


def found(text: str) -> list[tuple[str, int, int, tuple[int, int], bool]]:
    return [
        (c.text, c.position.line, c.position.column, c.lines, c.alone)
        for c in parse_cif(text).comments
    ]


def test_after_a_value_and_alone() -> None:
    text = (
        "data_x\n_a.b 1 # imgcif-map: ignore A\n\n  # imgcif-map: next\n# other\n\n_a.c\n2\n"
        "##imgcif-map:last"
    )
    assert found(text) == [
        ("ignore A", 2, 8, (2, 2), False),
        ("next", 4, 3, (7, 7), True),
        ("last", 9, 1, (0, 0), True),
    ]


def test_a_text_field_beside_it_counts_from_its_first_line() -> None:
    text = "data_x\n_a.b\n;one\ntwo\n; # imgcif-map: x\n# imgcif-map: y\n;not a field\n"
    assert found(text)[0] == ("x", 5, 3, (3, 5), False)
    text = "data_x\n# imgcif-map: y\n_a.b\n# imgcif-map: z\n;one\ntwo\n;\n"
    assert found(text) == [("y", 2, 1, (3, 3), True), ("z", 4, 1, (5, 7), True)]


def test_columns_count_characters() -> None:
    text = V2 + "data_x\n_a.b 'é€𝄞' # imgcif-map: é\n"
    assert found(text) == [("é", 3, 12, (3, 3), False)]


def test_after_another_comment_and_at_the_start() -> None:
    assert found("# imgcif-map: a # imgcif-map: b\ndata_x # so # imgcif-map: c\n") == [
        ("a # imgcif-map: b", 1, 1, (2, 2), True),
        ("c", 2, 13, (2, 2), False),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "'# imgcif-map: x'",
        '"a # imgcif-map: x"',
        "\n;\n# imgcif-map: x\n;",
        '"""\n# imgcif-map: x\n"""',
        "[ 1\n # imgcif-map: x\n 2 ]",
        "{'# imgcif-map: x':1}",
        "a#imgcif-map:x",
        "a # see imgcif-map: x",
        "a # IMGCIF-map x",
    ],
)
def test_what_is_none(value: str) -> None:
    assert found(f"{V2}data_x\n_a.b {value}\n_a.c 1\n") == []


def test_nothing_but_a_comment() -> None:
    document = parse_cif("# imgcif-map: x")
    assert document.comments == (Comment("x", Position(1, 1), (0, 0), True),)
    assert parse_cif("").comments == ()


@given(st.text(alphabet="#'\"; \n[{_x", max_size=30), st.text(alphabet="'\"; \n]}", max_size=10))
@settings(deadline=None, max_examples=150)
def test_never_fails_and_points_at_the_mark(before: str, after: str) -> None:
    text = f"{V2}data_x\n_a.b {before}# imgcif-map: x{after}\n"
    lines = text.split("\n")
    for comment in parse_cif(text).comments:
        line = lines[comment.position.line - 1]
        assert line[comment.position.column - 1] == "#"
        assert comment.lines[0] <= comment.lines[1]
        if not comment.alone:
            assert comment.lines[0] <= comment.position.line == comment.lines[1]
