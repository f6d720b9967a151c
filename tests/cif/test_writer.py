"""Writing: layout, delimiters, determinism, long loops."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from imgcif_map.cif import (
    BuiltColumn,
    Document,
    build_block,
    build_column,
    build_document,
    build_item,
    build_loop,
    cif_list,
    cif_table,
    format_cif,
    iter_cif,
    parse_cif,
    read_cif,
    write_cif,
)
from imgcif_map.errors import UsageError

from .support import everything


def written(*loops: object) -> str:
    """What stands after the data_ line."""
    text = format_cif(build_document([build_block("x", loops)]))
    head, _, body = text.partition("data_x\n\n")
    assert head == "#\\#CIF_2.0\n"
    return body


def test_items_are_aligned() -> None:
    body = written(build_item("_a.b", 1), build_item("_a.long", "x y"), build_item("_a.c", "1\n2"))
    assert body == "_a.b     1\n_a.long  'x y'\n_a.c\n;1\n2\n;\n"


def test_short_loops_are_aligned_and_numbers_stand_right() -> None:
    columns = [build_column("_a.id", ["omega", "x y"]), build_column("_a.v", [-1.5, 10])]
    assert written(build_loop(columns)) == ("loop_\n  _a.id\n  _a.v\n  omega -1.5\n  'x y'   10\n")


def test_text_fields_in_rows() -> None:
    columns = [build_column("_a.x", ["1\n2", "z"]), build_column("_a.y", ["u", "3\n4"])]
    assert written(build_loop(columns)) == ("loop_\n  _a.x\n  _a.y\n;1\n2\n; u\n  z\n;3\n4\n;\n")


def test_quotes_only_as_needed_but_where_something_hangs_on_them() -> None:
    text = "data_x\n_a 'plain'\n_b '.'\n_c .\n_d '1.5'\n_e 1.5\n_f \"x y\"\n"
    body = format_cif(parse_cif(text)).partition("\n\n")[2]
    assert body == "_a  plain\n_b  '.'\n_c  .\n_d  '1.5'\n_e  1.5\n_f  'x y'\n"


def test_containers() -> None:
    body = written(build_item("_a", cif_list(["a b", None, cif_table({"k": ["x"][0], "it's": 1})])))
    assert body == "_a  ['a b' . {'k':x \"it's\":1}]\n"
    wide = written(build_item("_a", cif_list(["word" * 5] * 400)))
    assert max(map(len, wide.split("\n"))) < 200


def test_frames_and_order_are_kept() -> None:
    text = "data_B\n_z 1\n_A 2\nloop_\n_q\n1\n2\nsave_F\n_y 1\nsave_\ndata_A\n_z 1\n"
    document = parse_cif(text)
    again = parse_cif(format_cif(document))
    assert everything(again) == everything(document)
    assert [b.name for b in again.blocks] == ["B", "A"]


def test_loops_without_rows_are_left_out() -> None:
    body = format_cif(build_document([build_block("x", [build_loop([build_column("_a", [])])])]))
    assert body == "#\\#CIF_2.0\ndata_x\n"


def big(rows: int) -> Document:
    columns = [
        BuiltColumn("_f.path", [("/entry/data 100%/x", rows)]),
        BuiltColumn("_f.n", [(np.arange(rows), rows)]),
        build_column("_f.v", np.arange(rows) * 0.1),
        build_column("_f.file", [f"_{i % 3}.h5" for i in range(rows)]),
        BuiltColumn("_f.null", [(None, rows)]),
    ]
    return build_document([build_block("x", [build_loop(columns)])])


def test_long_loops_are_streamed_and_equal() -> None:
    document = big(5000)
    pieces = list(iter_cif(document))
    text = "".join(pieces)
    assert max(map(len, pieces)) < len(text) / 1.2
    assert "\n '/entry/data 100%/x' 4999 499.90000000000003 '_1.h5' .\n" in text
    again = parse_cif(text)
    assert again.problems == ()
    assert everything(again) == everything(document)
    assert format_cif(again) == text


def test_a_long_loop_of_constants() -> None:
    loop = build_loop([BuiltColumn("_a", [("50%", 300)]), BuiltColumn("_b", [("x", 300)])])
    assert written(loop) == "loop_\n  _a\n  _b\n" + " 50% x\n" * 300


def test_rows_wider_than_a_line() -> None:
    for rows in (2, 300):
        columns = [build_column(f"_a{i}", ["x" * 900 + str(i)] * rows) for i in range(5)]
        text = written(build_loop(columns))
        assert max(map(len, text.split("\n"))) <= 2048
        assert parse_cif("data_x\n" + text).blocks[0].columns["_a4"].texts()[-1].endswith("x4")


def test_writing_streams(tmp_path: Path) -> None:
    document = big(60_000)
    tracemalloc.start()
    write_cif(document, tmp_path / "x.cif")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = (tmp_path / "x.cif").stat().st_size
    assert size > 2_500_000
    assert peak < 12 * size
    assert len(read_cif(tmp_path / "x.cif").blocks[0].loops[0]) == 60_000


def test_binary_sections_are_refused(tmp_path: Path) -> None:
    boundary = "--CIF-BINARY-FORMAT-SECTION--"
    text = f"data_x\n_a\n;\n{boundary}\nA: b\n\nx\n{boundary}--\n;\n"
    target = tmp_path / "x.cif"
    with pytest.raises(UsageError, match="binary"):
        write_cif(parse_cif(text), target)
    assert list(tmp_path.iterdir()) == []


def test_impossible_table_key() -> None:
    with pytest.raises(UsageError, match="table key"):
        cif_table({"'''\"\"\"": 1})
