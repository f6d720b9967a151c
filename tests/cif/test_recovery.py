"""Recovery: one fault is one finding, and what stands around it is read."""

from __future__ import annotations

from imgcif_map.cif import Document, parse_cif

V2 = "#\\#CIF_2.0\n"
TABLE = "loop_\n_axis.id\n_axis.type\n_axis.equipment\n"


def codes(document: Document) -> list[str]:
    return [f.code for f in document.problems]


def texts(document: Document, name: str) -> list[str]:
    return document.blocks[0].columns[name].texts()


def test_missing_quote_costs_one_line() -> None:
    document = parse_cif("data_x\n_a 'Diamond Light Source\n_b 'x y'\n_c 3\n")
    assert codes(document) == ["CIF002"]
    assert texts(document, "_a") == ["Diamond Light Source"]
    assert texts(document, "_b") == ["x y"]


def test_missing_quote_in_a_loop_keeps_the_rows() -> None:
    text = "data_x\nloop_\n_a\n_b\n1 'one\n2 'two'\n3 'three'\n"
    for head in ("", V2):
        document = parse_cif(head + text)
        assert codes(document) == ["CIF002"]
        assert texts(document, "_a") == ["1", "2", "3"]
        assert texts(document, "_b") == ["one", "two", "three"]


def test_apostrophe_in_cif_2_is_read_as_meant() -> None:
    document = parse_cif(V2 + "data_x\n_a 'the sample's axis'\n_b 'x'\n")
    assert codes(document) == ["CIF006"]
    assert texts(document, "_a") == ["the sample's axis"]
    assert texts(document, "_b") == ["x"]


def test_apostrophe_without_end_takes_the_word() -> None:
    document = parse_cif(V2 + "data_x\n_a 'N'-acetyl\n_b 'x'\n")
    assert codes(document) == ["CIF006"]
    assert texts(document, "_a") == ["N'-acetyl"]


def test_text_field_that_ends_nowhere() -> None:
    document = parse_cif("data_x\n_a\n;\nlong story\n_b 1\n_c 'd e'\n")
    assert codes(document) == ["CIF003"]
    assert texts(document, "_a") == ["\nlong story"]
    assert texts(document, "_c") == ["d e"]


def test_text_field_that_swallows_the_next_one() -> None:
    text = "data_x\n_ok\n;\nfine\n;\n_a\n;\nopen\n_b 1\n_c\n;\nclosed 'text\n;\n_d 'e f'\n"
    document = parse_cif(text)
    assert codes(document) == ["CIF003"]
    assert texts(document, "_ok") == ["\nfine\n".rstrip("\n")]
    assert texts(document, "_a") == ["\nopen"]
    assert texts(document, "_b") == ["1"]
    assert texts(document, "_c") == ["\nclosed 'text"]
    assert texts(document, "_d") == ["e f"]


def test_examples_in_text_fields_stay_text() -> None:
    text = "data_x\n_a\n;\ndata_y\nloop_\n_b\n1 'x\n;\n_c 1\n"
    document = parse_cif(text)
    assert codes(document) == []
    assert texts(document, "_a") == ["\ndata_y\nloop_\n_b\n1 'x"]


def test_open_list_ends_before_the_next_name() -> None:
    document = parse_cif(V2 + "data_x\n_a [1 2 [3 4]\n_b 'c d'\n")
    assert codes(document) == ["CIF005"]
    (item,) = document.blocks[0].columns["_a"].values()
    assert [i.text for i in item.items] == ["1", "2", "[3 4]"]
    assert texts(document, "_b") == ["c d"]


def test_unquoted_blanks_are_one_finding() -> None:
    document = parse_cif("data_x\n_a Diamond Light Source beamline\n_b 1\n")
    assert codes(document) == ["CIF007"]
    assert "(and 2 more)" in document.problems[0].message
    assert texts(document, "_a") == ["Diamond"]


def test_missing_value_in_a_loop_is_one_finding() -> None:
    rows = "omega rotation goniometer\nkappa rotation\nphi rotation goniometer\n"
    document = parse_cif("data_x\n" + TABLE + rows + "chi rotation goniometer\n_b 1\n")
    assert codes(document) == ["CIF011"]
    (problem,) = document.problems
    assert problem.location.line == 7
    assert problem.message == "row 2 of the loop has 2 of 3 values"
    assert texts(document, "_b") == ["1"]


def test_rows_after_a_missing_value_are_read_straight() -> None:
    rows = "omega rotation goniometer\nkappa goniometer\nphi rotation goniometer\n"
    document = parse_cif("data_x\n" + TABLE + rows + "chi rotation goniometer\n")
    loop = document.blocks[0].loops[0]
    assert [column.texts() for column in loop.columns] == [
        ["omega", "phi", "chi"],
        ["rotation"] * 3,
        ["goniometer"] * 3,
    ]
    assert loop.lost == {"kappa", "goniometer"}
    assert not loop.askew
    assert [loop.columns[0].position(row).line for row in range(3)] == [6, 8, 9]


def test_the_column_that_lacks_its_value_is_told_from_the_other_rows() -> None:
    text = "data_x\nloop_\n_a\n_b\n_c\nx 1 'p q'\ny 2 'r'\nz 's t'\nw 4 'u'\n"
    (problem,) = parse_cif(text).problems
    assert problem.location.item == "_b"
    assert "_b seems to be missing" in problem.hint
    (problem,) = parse_cif(text.replace("z", "z 3 3")).problems
    assert problem.message == "row 3 of the loop has 4 values for 3 columns"


def test_a_row_over_two_lines_is_not_to_blame() -> None:
    text = "data_x\nloop_\n_a\n_b\n_c\n1 2 3\n4\n5 6\n7 8 9\n10 11\n12 13 14\n15 16 17\n"
    document = parse_cif(text)
    assert [p.location.line for p in document.problems] == [10]
    assert document.blocks[0].loops[0].columns[0].texts() == ["1", "4", "7", "12", "15"]


def test_a_loop_without_layout_is_askew() -> None:
    document = parse_cif("data_x\nloop_\n_a\n_b\n1\n2\n3\n4\n5\n")
    assert codes(document) == ["CIF011"]
    assert document.blocks[0].loops[0].askew


def test_a_missing_quote_in_a_loop_is_one_finding() -> None:
    rows = "omega rotation goniometer\n'kappa rotation goniometer\nphi rotation goniometer\n"
    document = parse_cif("data_x\n" + TABLE + rows)
    assert codes(document) == ["CIF002"]
    assert document.blocks[0].loops[0].columns[0].texts() == ["omega", "phi"]


def test_file_without_data_line() -> None:
    document = parse_cif("_a 1\n_b 2\n")
    assert codes(document) == ["CIF001"]
    assert document.blocks[0].name == ""
    assert texts(document, "_b") == ["2"]


def test_frame_without_end_leaves_the_others_alone() -> None:
    text = "data_x\nsave_a\n_b 1\nsave_c\n_d 2\nsave_\nsave_e\n_f 3\nsave_\n"
    document = parse_cif(text)
    assert codes(document) == ["CIF019"]
    assert [f.name for f in document.blocks[0].frames] == ["a", "c", "e"]


def test_nested_frame_gives_back_to_the_outer_one() -> None:
    document = parse_cif("data_x\nsave_a\n_b 1\nsave_c\n_d 2\nsave_\n_e 3\nsave_\n_f 4\n")
    assert codes(document) == ["CIF018"]
    block = document.blocks[0]
    assert {f.name: list(f.columns) for f in block.frames} == {"c": ["_d"], "a": ["_b", "_e"]}
    assert list(block.columns) == ["_f"]


def test_list_in_a_cif_1_file_is_read() -> None:
    document = parse_cif("data_x\n_a [1 2]\n_b [x\n")
    assert codes(document) == ["CIF026", "CIF027"]
    assert [i.text for i in document.blocks[0].columns["_a"].value(0).items] == ["1", "2"]
    assert texts(document, "_b") == ["[x"]


def test_triple_quotes_in_a_cif_1_file_are_read() -> None:
    document = parse_cif('data_x\n_a """one\ntwo"""\n_b """\n_c """\n')
    assert codes(document) == ["CIF026"]
    assert texts(document, "_a") == ["one\ntwo"]
    assert texts(document, "_b") == texts(document, "_c") == ['"']


def test_truncated_cbf_keeps_what_stands_before() -> None:
    data = (
        b"data_x\n_a 1\n_b\n;\n--CIF-BINARY-FORMAT-SECTION--\nX-Binary-Size: 5000\n\n"
        b"\x0c\x1a\x04\xd5" + bytes(range(256))
    )
    document = parse_cif(data)
    assert codes(document) == ["CIF030"]
    assert texts(document, "_b") == ["X-Binary-Size: 5000"]
