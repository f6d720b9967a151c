"""Syntax findings on values and loops: the part of the catalogue that codes.py completes."""

from __future__ import annotations

from imgcif_map.cif.syntaxcode import SPEC_2, SyntaxCode
from imgcif_map.findings import Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_V2 = "#\\#CIF_2.0\n"

DELIMITERS = (
    SyntaxCode(
        "CIF002",
        "unterminated-quote",
        _E,
        "A quoted string has no closing quote on its line. The value is taken to end with it.",
        "Strings in quotes never run over a line end; without the quote, blanks would split the "
        "value and shift all that follow.",
        "data_x\n_audit.creation_method 'by hand\n_audit.schema Base\n",
        "data_x\n_audit.creation_method 'by hand'\n_audit.schema Base\n",
    ),
    SyntaxCode(
        "CIF003",
        "unterminated-text-field",
        _E,
        "A text field is not closed by a line that starts with a semicolon. The value is taken to "
        "end before the next line that looks like a data name, loop, block or frame.",
        "Everything up to the next semicolon at a line start would be swallowed.",
        "data_x\n_audit.creation_method\n;\nby hand\n_audit.schema Base\n",
        "data_x\n_audit.creation_method\n;\nby hand\n;\n_audit.schema Base\n",
    ),
    SyntaxCode(
        "CIF004",
        "unterminated-triple-quote",
        _E,
        "A triple-quoted string is not closed. The value is taken to end before the next line that "
        "looks like a data name, loop, block or frame.",
        "Everything up to the end of the file would be swallowed.",
        _V2 + 'data_x\n_audit.creation_method """by\nhand\n_audit.schema Base\n',
        _V2 + 'data_x\n_audit.creation_method """by\nhand"""\n_audit.schema Base\n',
        SPEC_2,
    ),
    SyntaxCode(
        "CIF005",
        "unterminated-container",
        _E,
        "A list or table lacks its closing bracket. It is taken to end before the next line that "
        "looks like a data name, loop, block or frame.",
        "What follows would become part of the list.",
        _V2 + "data_x\n_axis.vector [0 0 1\n_axis.id omega\n",
        _V2 + "data_x\n_axis.vector [0 0 1]\n_axis.id omega\n",
        SPEC_2,
    ),
    SyntaxCode(
        "CIF006",
        "missing-whitespace",
        _E,
        "A closing quote, bracket or semicolon is followed by something else than whitespace. In "
        "CIF 2.0 the first quote of the same kind ends a string. Where the line holds a quote "
        "before whitespace, as CIF 1.1 wants it, the string is read up to there.",
        "Programs differ in where they let the value end.",
        _V2 + "data_x\n_axis.description 'the sample's axis'\n",
        _V2 + 'data_x\n_axis.description "the sample\'s axis"\n',
        SPEC_2,
    ),
    SyntaxCode(
        "CIF015",
        "duplicate-table-key",
        _E,
        "A key occurs twice in one table. Both entries are kept.",
        "A table gives one value for a key; programs keep the first, the last or neither.",
        _V2 + "data_x\n_import.get [{'file':a.dic 'file':b.dic}]\n",
        _V2 + "data_x\n_import.get [{'file':a.dic} {'file':b.dic}]\n",
        SPEC_2,
    ),
    SyntaxCode(
        "CIF028",
        "malformed-container",
        _E,
        "A table holds a value without a key, a key without a value or without quotes, or brackets "
        "of two kinds are crossed. What can be told apart is kept.",
        "Keys of tables are quoted and followed by a colon at once.",
        _V2 + "data_x\n_import.get [{file:a.dic}]\n",
        _V2 + "data_x\n_import.get [{'file':a.dic}]\n",
        SPEC_2,
    ),
    SyntaxCode(
        "CIF029",
        "deep-nesting",
        _E,
        "Lists and tables are nested deeper than 64 levels. What stands deeper is left out.",
        "No data name needs such depth; it is a broken file or an attack.",
        "Seventy opening brackets in a row.",
        "A matrix: a list of lists.",
        SPEC_2,
        literal=False,
    ),
    SyntaxCode(
        "CIF030",
        "unterminated-binary",
        _E,
        "A CBF binary section is not closed by its boundary line. It is taken to run to the end of "
        "the file.",
        "The file is probably truncated, its image incomplete.",
        "data_x\n_array_data.data\n;\n--CIF-BINARY-FORMAT-SECTION--\n"
        "Content-Type: application/octet-stream\n\nabc\n",
        "data_x\n_array_data.data\n;\n--CIF-BINARY-FORMAT-SECTION--\n"
        "Content-Type: application/octet-stream\n\nabc\n--CIF-BINARY-FORMAT-SECTION----\n;\n",
        "https://www.iucr.org/resources/cif/spec/ancillary/cbf",
    ),
    SyntaxCode(
        "CIF034",
        "early-text-field-end",
        _E,
        "A line in the midst of a text field starts with a semicolon, which ends the field. It is "
        "taken as a part of the text if the rest of the file makes sense in no other way.",
        "The rest of the text would be read as data names and values, and what follows as text.",
        "data_x\n_a.details\n;\none line\n;\nanother line\n;\n_b.details\n;\nmore\n;\n",
        "data_x\n_a.details\n;\none line\n ;\nanother line\n;\n_b.details\n;\nmore\n;\n",
    ),
    SyntaxCode(
        "CIF033",
        "comma-in-list",
        _N,
        "An element of a list ends in a comma or is made of numbers and commas.",
        "Blanks, not commas, separate the elements of a list: [1,2,3] has one element, the text "
        "1,2,3.",
        _V2 + "data_x\n_axis.vector [0,0,1]\n",
        _V2 + "data_x\n_axis.vector [0 0 1]\n",
        SPEC_2,
        summed=True,
    ),
)

ITEMS = (
    SyntaxCode(
        "CIF007",
        "value-without-name",
        _E,
        "A value belongs to no data name. It is skipped, with those that follow it.",
        "Often the value before it holds blanks and lacks quotes, or a data name got lost.",
        "data_x\n_diffrn_source.facility Some Light Source\n",
        "data_x\n_diffrn_source.facility 'Some Light Source'\n",
    ),
    SyntaxCode(
        "CIF008",
        "name-without-value",
        _E,
        "A data name is followed by no value. It is left out.",
        "The value may be lost, or its quotes: a value that starts with an underscore needs them.",
        "data_x\n_axis.id\n_axis.type rotation\n",
        "data_x\n_axis.id ?\n_axis.type rotation\n",
    ),
    SyntaxCode(
        "CIF009",
        "loop-without-names",
        _E,
        "No data name follows loop_. Its values are skipped.",
        "Nobody can tell what the values mean.",
        "data_x\nloop_\n1 2 3\n",
        "data_x\nloop_\n_diffrn_scan.frames\n1 2 3\n",
    ),
    SyntaxCode(
        "CIF010",
        "loop-without-values",
        _E,
        "A loop has data names and no row. It is kept with no rows.",
        "CIF wants at least one value in a loop; some programs stop reading here.",
        "data_x\nloop_\n_axis.id\n_axis.type\nloop_\n_diffrn.id\nd1\n",
        "data_x\nloop_\n_axis.id\n_axis.type\nomega rotation\nloop_\n_diffrn.id\nd1\n",
    ),
    SyntaxCode(
        "CIF011",
        "incomplete-row",
        _E,
        "The number of values in a loop is no multiple of the number of data names. The last, "
        "incomplete row is left out; the finding names its columns and, where each line holds a "
        "row, the first line with too few or too many values.",
        "From the missing or surplus value on, all values stand in the wrong column.",
        "data_x\nloop_\n_axis.id\n_axis.type\nomega rotation\nkappa\n",
        "data_x\nloop_\n_axis.id\n_axis.type\nomega rotation\nkappa rotation\n",
    ),
    SyntaxCode(
        "CIF035",
        "missing-loop",
        _E,
        "Data names stand below each other without values, and rows of values follow the last one. "
        "They are read as a loop.",
        "Without loop_ a data name has one value, so all names but the last have none and most of "
        "the values no name.",
        "data_x\n_axis.id\n_axis.type\nomega rotation\nkappa rotation\n",
        "data_x\nloop_\n_axis.id\n_axis.type\nomega rotation\nkappa rotation\n",
    ),
    SyntaxCode(
        "CIF012",
        "duplicate-data-name",
        _E,
        "A data name occurs twice in one data block or save frame; capitals do not count. The "
        "first one is used.",
        "Programs keep the first, the last or neither.",
        "data_x\n_axis.id omega\n_AXIS.ID kappa\n",
        "data_x\nloop_\n_axis.id\nomega kappa\n",
    ),
    SyntaxCode(
        "CIF016",
        "reserved-word",
        _E,
        "global_ or stop_ stands without quotes. stop_ is skipped; global_ starts a block of "
        "that name.",
        "Both belong to STAR, the ancestor of CIF, and mean nothing in CIF.",
        "data_x\nloop_\n_axis.id\nomega\nstop_\n",
        "data_x\nloop_\n_axis.id\nomega\n'stop_'\n",
    ),
    SyntaxCode(
        "CIF017",
        "empty-name",
        _E,
        "data_, a save frame or a data name lacks the name itself.",
        "A block or frame without a name cannot be referred to.",
        "data_\n_axis.id omega\n",
        "data_x\n_axis.id omega\n",
    ),
    SyntaxCode(
        "CIF025",
        "long-name",
        _N,
        "A data name, block name or frame name is longer than 75 characters (CIF 1.1) or 2048 "
        "(CIF 2.0).",
        "Most programs read it, some cut it or refuse the file.",
        "data_x\n_axis." + "x" * 76 + " 1\n",
        _V2 + "data_x\n_axis." + "x" * 76 + " 1\n",
        summed=True,
    ),
    SyntaxCode(
        "CIF027",
        "bad-bare-value",
        _E,
        "A value without quotes starts with a character that it must not start with, or (CIF 2.0) "
        "holds a bracket. It is read as it stands.",
        "The character has a meaning of its own, and programs read the value differently.",
        _V2 + "data_x\n_item.name axis.vector[1]\n",
        _V2 + "data_x\n_item.name 'axis.vector[1]'\n",
        summed=False,
    ),
)
