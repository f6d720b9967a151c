"""Reading: values, delimiters, positions, binary sections, unreadable input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgcif_map.cif import UNKNOWN, CifValue, Delimiter, Position, parse_cif, read_cif
from imgcif_map.errors import UnreadableInput

V2 = "#\\#CIF_2.0\n"


def value(text: str, name: str = "_a") -> CifValue:
    document = parse_cif(text)
    assert document.problems == ()
    column = document.blocks[0].columns[name]
    assert column.texts() == [column.value(0).text]
    assert column.delimiters().tolist() == [column.value(0).delimiter]
    return column.value(0)


@pytest.mark.parametrize(
    ("written", "text", "delimiter"),
    [
        ("1.5(2)", "1.5(2)", Delimiter.BARE),
        ("?", "?", Delimiter.BARE),
        ("'?'", "?", Delimiter.SINGLE),
        ("''", "", Delimiter.SINGLE),
        ("'a b'", "a b", Delimiter.SINGLE),
        ('"it\'s"', "it's", Delimiter.DOUBLE),
        ("a'b", "a'b", Delimiter.BARE),
        ("x;y", "x;y", Delimiter.BARE),
        ("a#b", "a#b", Delimiter.BARE),
        ("\n;one\n two\n;", "one\n two", Delimiter.TEXT),
        ("\n;\none\n;", "\none", Delimiter.TEXT),
        ("\n;\n;", "", Delimiter.TEXT),
        ("\n;\\\nlong \\  \nline\n;", "long line", Delimiter.TEXT),
    ],
)
@pytest.mark.parametrize("head", ["", V2], ids=["1.1", "2.0"])
def test_scalars(head: str, written: str, text: str, delimiter: Delimiter) -> None:
    read = value(f"{head}data_x\n_a {written}\n")
    assert (read.text, read.delimiter) == (text, delimiter)
    assert read.is_null == (written == "?")


def test_quotes_in_cif_1_end_before_whitespace() -> None:
    assert value("data_x\n_a 'the sample's axis' _b 1").text == "the sample's axis"


@pytest.mark.parametrize(
    ("written", "text", "delimiter"),
    [
        ("'''a\n'b''''", "a\n'b", None),
        ('"""a\n;b"""', "a\n;b", Delimiter.TRIPLE_DOUBLE),
        ("''''''", "", Delimiter.TRIPLE_SINGLE),
        ("\n;> \\\n> a\n> ;b\n;", "a\n;b", Delimiter.TEXT),
        ("\n;> \\\\\n> a\\\n> b\n;", "ab", Delimiter.TEXT),
        ("é", "é", Delimiter.BARE),
    ],
)
def test_scalars_of_cif_2(written: str, text: str, delimiter: Delimiter | None) -> None:
    document = parse_cif(f"{V2}data_x\n_a {written}\n_b 1\n")
    if delimiter is None:  # four quotes at the end: the first three close it
        assert [f.code for f in document.problems] == ["CIF006"]
        assert document.blocks[0].columns["_a"].texts() == ["a\n'b'"]
        return
    assert document.problems == ()
    read = document.blocks[0].columns["_a"].value(0)
    assert (read.text, read.delimiter) == (text, delimiter)


def test_prefixes_belong_to_cif_2_alone() -> None:
    assert value("data_x\n_a\n;> \\\n> b\n;\n").text == "> \\\n> b"


def test_lists_and_tables() -> None:
    read = value(
        V2 + "data_x\n_a [1 'a b' ? '?' [] [2\n 3] {'k':v \"l\" : {}}#c\n]\n".replace(" :", ":")
    )
    assert read.delimiter is Delimiter.LIST
    assert [item.text for item in read.items[:4]] == ["1", "a b", "?", "?"]
    assert [item.is_null for item in read.items[:4]] == [False, False, True, False]
    assert [inner.text for inner in read.items[5].items] == ["2", "3"]
    (key, item), (other, table) = read.items[6].items
    assert (key, item, other) == ("k", CifValue("v"), "l")
    assert table.delimiter is Delimiter.TABLE
    assert read.text.startswith("[1 'a b'")


def test_text_field_inside_a_list() -> None:
    read = value(V2 + "data_x\n_a [\n;one\ntwo\n;\n3]\n")
    assert [item.text for item in read.items] == ["one\ntwo", "3"]


def test_loop_columns_share_rows() -> None:
    loop = (
        parse_cif("data_x\nloop_ _a _b # names\n1 'x y' # row\n. ?\n;t\n; 'é'\n").blocks[0].loops[0]
    )
    first, second = loop.columns
    assert (len(loop), loop.looped, loop.position) == (3, True, Position(2, 1))
    assert first.texts() == ["1", ".", "t"]
    assert second.texts() == ["x y", "?", "é"]
    assert second.value(1) == UNKNOWN
    assert first.delimiters().tolist() == [0, 0, 5]
    assert [first.position(i) for i in range(3)] == [Position(3, 1), Position(4, 1), Position(5, 1)]
    assert second.position(-1) == Position(6, 3)
    assert second.name_position == Position(2, 10)
    with pytest.raises(IndexError):
        first.value(3)


def test_names_are_caseless_and_keep_their_spelling() -> None:
    block = parse_cif("data_X\n_Axis.ID omega\nSAVE_Fr\n_b 1\nsave_\n").block("x")
    assert block is not None
    column = block.column("_axis.id")
    assert column is not None
    assert column.name == "_Axis.ID"
    frame = block.frame("FR")
    assert frame is not None
    assert frame.position == Position(3, 1)


def test_columns_count_code_points() -> None:
    column = parse_cif(V2 + "data_é\n_é 'é中𝄞' _b 1\n").blocks[0].columns["_b"]
    assert column.name_position == Position(3, 10)
    assert column.position(0) == Position(3, 13)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_line_ends(end: str) -> None:
    text = end.join(["data_x", "_a", ";one", "two", ";", "_b 'c'", ""])
    document = parse_cif(text)
    assert document.problems == ()
    assert document.blocks[0].columns["_a"].texts() == ["one\ntwo"]
    assert document.blocks[0].columns["_b"].position(0) == Position(6, 4)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_broken_binary_section_stands_where_it_stands(end: bytes) -> None:
    lines = [b"data_x", b"_a 1", b"_array_data.data", b";", b"--CIF-BINARY-FORMAT-SECTION--"]
    problems = parse_cif(end.join([*lines, b"X-Binary-Size: 3", b"", b"abc"])).problems
    assert [(p.code, p.location.line, p.location.column) for p in problems] == [("CIF030", 5, 1)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("wrong", [b"\xe9", b"\xed\xa0\x80"], ids=["latin", "surrogate"])
def test_bytes_that_are_no_characters_stand_where_they_stand(end: bytes, wrong: bytes) -> None:
    (problem,) = parse_cif(
        end.join([V2.encode()[:-1], b"data_x", b"_a 1", b"_b " + wrong, b""])
    ).problems
    assert (problem.location.line, problem.location.column) == (4, 4)


def test_byte_order_mark() -> None:
    document = parse_cif(b"\xef\xbb\xbf" + (V2 + "data_x\n_a [1]").encode())
    assert (document.version, document.problems) == ("2.0", ())


@pytest.mark.parametrize("rows", [1, 15, 16, 17, 40_000])
def test_long_columns(rows: int) -> None:
    lines = [f"frame_{i} '{i} µm' {i * 0.1:.3f} {'.' if i % 3 else '_x_'[1:]}" for i in range(rows)]
    text = V2 + "data_x\nloop_ _a _b _c _d\n" + "\n".join(lines)
    block = parse_cif(text).blocks[0]
    assert block.columns["_a"].texts() == [f"frame_{i}" for i in range(rows)]
    assert block.columns["_b"].texts() == [f"{i} µm" for i in range(rows)]
    assert block.columns["_c"].texts() == [f"{i * 0.1:.3f}" for i in range(rows)]
    assert block.columns["_b"].position(rows - 1).line == rows + 3
    assert np.array_equal(block.columns["_b"].delimiters(), np.ones(rows))


def test_words_that_look_reserved_are_values() -> None:
    text = "data_x\nloop_\n_a\nscan_1 databank loops savex stopper global globally loop_1 stop_x"
    document = parse_cif(text)
    assert document.problems == ()
    assert len(document.blocks[0].columns["_a"]) == 9


CBF = (
    b"###CBF: VERSION 1.5\r\ndata_image\r\n_array_data.data\r\n;\r\n"
    b"--CIF-BINARY-FORMAT-SECTION--\r\nContent-Type: application/octet-stream;\r\n"
    b'     conversions="x-CBF_BYTE_OFFSET"\r\nX-Binary-Size: %d\r\n\r\n\x0c\x1a\x04\xd5%s\r\n'
    b"--CIF-BINARY-FORMAT-SECTION----\r\n;\r\n_after.it 1\r\n"
)


@pytest.mark.parametrize("size", [True, False])
def test_binary_sections_are_opaque(size: bool) -> None:
    junk = bytes(range(256)) * 4 + b"\n;\ndata_y\n_bad '\n--CIF-BINARY-FORMAT-SECTION"
    if size:
        junk += b"--\n--CIF-BINARY-FORMAT-SECTION----\n;\n"
    data = CBF % (len(junk), junk)
    if not size:
        data = data.replace(b"X-Binary-Size", b"X-Other")
    document = parse_cif(data)
    assert document.problems == ()
    (block,) = document.blocks
    read = block.columns["_array_data.data"].value(0)
    assert read.delimiter is Delimiter.BINARY
    assert read.text.startswith("Content-Type: application/octet-stream;\n")
    assert "--CIF" not in read.text
    assert "\0" not in read.text
    lines = data[: data.index(b"_after.it")].count(b"\n")
    assert block.columns["_after.it"].name_position == Position(lines + 1, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89HDF\r\n\x1a\n" + bytes(100),
        b"\x1f\x8b\x08data_",
        bytes(range(256)) * 50,
        b"PK\x03\x04",
    ],
    ids=["hdf5", "gzip", "bytes", "zip"],
)
def test_binary_files_are_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.cif"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=r"x\.cif"):
        read_cif(path)


def test_missing_files_and_folders_are_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.cif", tmp_path / "a\0b"):
        with pytest.raises(UnreadableInput):
            read_cif(path)


def test_forbidden_files_are_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.cif"
    path.write_text("data_x\n")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableInput, match="Permission denied"):
        read_cif(path)


def test_path_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("data_x\n_a\n")
    document = read_cif(path)
    assert document.path == str(path)
    assert document.problems[0].location.path == str(path)
