r"""The catalogue of syntax findings: one entry per stable code, for findings and pages.

Sources: International Tables for Crystallography G, chapter 2.2 (CIF 1.1); the CIF 2.0
specification (J. Appl. Cryst. 49, 277, 2016).
"""

from __future__ import annotations

from imgcif_map.cif.syntaxcode import SPEC_2, SyntaxCode
from imgcif_map.cif.valuecodes import DELIMITERS, ITEMS
from imgcif_map.findings import Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_V2 = "#\\#CIF_2.0\n"

_SECTIONS = (
    SyntaxCode(
        "CIF001",
        "content-before-data-block",
        _E,
        "Data names or values stand before the first data_ line. Data names are read as a block "
        "without a name, values are skipped.",
        "All content of a CIF belongs to a data block.",
        "_axis.id omega\ndata_x\n_axis.id omega\n",
        "# comments may stand here\ndata_x\n_axis.id omega\n",
    ),
    SyntaxCode(
        "CIF013",
        "duplicate-block",
        _E,
        "Two data blocks have one name; capitals do not count. Both are kept.",
        "References to the block are ambiguous, and some programs keep one of them only.",
        "data_x\n_axis.id omega\ndata_X\n_axis.id kappa\n",
        "data_x\n_axis.id omega\ndata_y\n_axis.id kappa\n",
    ),
    SyntaxCode(
        "CIF014",
        "duplicate-frame",
        _E,
        "Two save frames of a block have one name; capitals do not count. Both are kept.",
        "In a dictionary one of the two definitions will be ignored.",
        "data_x\nsave_a\n_b 1\nsave_\nsave_A\n_b 2\nsave_\n",
        "data_x\nsave_a\n_b 1\nsave_\nsave_b\n_b 2\nsave_\n",
    ),
    SyntaxCode(
        "CIF018",
        "nested-frame",
        _E,
        "A save frame stands inside another one. It is read as one beside the other.",
        "CIF, other than STAR, has no nested save frames.",
        "data_x\nsave_a\n_b 1\nsave_c\n_d 1\nsave_\nsave_\n",
        "data_x\nsave_a\n_b 1\nsave_\nsave_c\n_d 1\nsave_\n",
    ),
    SyntaxCode(
        "CIF019",
        "unterminated-frame",
        _E,
        "A save frame is not closed by save_ before the next frame, block or the end of the file. "
        "It is taken to end there.",
        "What follows would become part of the frame.",
        "data_x\nsave_a\n_b 1\n",
        "data_x\nsave_a\n_b 1\nsave_\n",
    ),
    SyntaxCode(
        "CIF020",
        "stray-frame-end",
        _E,
        "save_ stands where no save frame is open. It is skipped.",
        "A frame's beginning may be lost, and its content belong to the block by mistake.",
        "data_x\n_b 1\nsave_\n",
        "data_x\nsave_a\n_b 1\nsave_\n",
    ),
    SyntaxCode(
        "CIF031",
        "no-data-block",
        _W,
        "The file has no data block at all.",
        "CIF allows that, but nobody writes such a file on purpose: it is empty, or no CIF.",
        "# nothing here\n",
        "data_x\n_axis.id omega\n",
    ),
)

_CHARACTERS = (
    SyntaxCode(
        "CIF021",
        "control-character",
        _E,
        "A character stands in the file that CIF does not allow: control characters other than tab "
        "and line end, a byte-order mark inside the text, code points that are no characters.",
        "Such characters are invisible and make values differ that look alike. Control characters "
        "end a value like a blank.",
        "A form feed (U+000C) between two data names.",
        "Tabs, line ends and printable characters.",
        summed=True,
        literal=False,
    ),
    SyntaxCode(
        "CIF022",
        "invalid-encoding",
        _E,
        "Bytes are not valid UTF-8, or the file is in UTF-16. Each invalid byte is read as the "
        "replacement character U+FFFD.",
        "The text cannot be known for certain; the file is probably in Latin-1.",
        "The byte 0xC5, which is Å in Latin-1.",
        "The bytes 0xC3 0x85, which are Å in UTF-8, in a CIF 2.0 file.",
        SPEC_2,
        summed=True,
        literal=False,
    ),
    SyntaxCode(
        "CIF023",
        "non-ascii",
        _W,
        "A CIF 1.1 file holds characters beyond ASCII. They are read as UTF-8.",
        "CIF 1.1 allows ASCII alone; other programs may take them for something else.",
        "data_x\n_diffrn_source.details 'Université – poste 1'\n",
        _V2 + "data_x\n_diffrn_source.details 'Université – poste 1'\n",
        summed=True,
    ),
    SyntaxCode(
        "CIF024",
        "long-line",
        _W,
        "A line has more than 2048 characters, trailing blanks not counted.",
        "CIF limits lines to 2048 characters; some programs cut them.",
        "A row of a loop with 2100 characters.",
        "The same row on two lines.",
        summed=True,
        literal=False,
    ),
    SyntaxCode(
        "CIF026",
        "cif2-construct",
        _E,
        "A list, table or triple-quoted string stands in a file that does not say it is CIF 2.0. "
        "It is read as CIF 2.0 means it.",
        "A CIF 1.1 program will read something else or stop.",
        "data_x\n_axis.vector [0 0 1]\n",
        _V2 + "data_x\n_axis.vector [0 0 1]\n",
        SPEC_2,
        summed=True,
    ),
    SyntaxCode(
        "CIF032",
        "unknown-version",
        _W,
        "The first line names a CIF version other than 1.0, 1.1 or 2.0. The file is read as "
        "CIF 2.0.",
        "A newer version may give some text a new meaning.",
        "#\\#CIF_3.0\ndata_x\n_axis.id omega\n",
        "#\\#CIF_2.0\ndata_x\n_axis.id omega\n",
        SPEC_2,
    ),
)

_MORE = (
    SyntaxCode(
        "CIF036",
        "misplaced-magic-code",
        _E,
        "The magic code of CIF 2.0 does not stand at the very start of the file, is misspelt, or "
        "is followed by text. The file is read as CIF 2.0.",
        "Programs know CIF 2.0 by its first ten characters. Without them they read CIF 1.1, where "
        "lists and tables are errors or plain text.",
        "# written by hand\n#\\#CIF_2.0\ndata_x\n_axis.vector [0 0 1]\n",
        "#\\#CIF_2.0\n# written by hand\ndata_x\n_axis.vector [0 0 1]\n",
        SPEC_2,
    ),
    SyntaxCode(
        "CIF037",
        "damaged-text-protocol",
        _W,
        "A text field begins like one with prefixed or folded lines and does not keep to it: a "
        "line lacks the prefix, the last line is folded with none, or the file is CIF 1.1, which "
        "knows no prefixes. Without all its prefixes the text is read as it stands.",
        "The backslashes and prefixes stay in the text, or programs differ in what they drop.",
        _V2 + "data_x\n_a.details\n;> \\\n> one\n> two\nthree\n;\n",
        _V2 + "data_x\n_a.details\n;> \\\n> one\n> two\n> three\n;\n",
        SPEC_2,
    ),
    SyntaxCode(
        "CIF038",
        "binary-mismatch",
        _E,
        "A CBF binary section does not have the size or the MD5 digest that its header states. Its "
        "bytes are skipped all the same.",
        "The image is damaged: cut, or changed by a program that took it for text.",
        "data_x\n_array_data.data\n;\n--CIF-BINARY-FORMAT-SECTION--\n"
        "Content-Transfer-Encoding: BASE64\nX-Binary-Size: 4\n\nYWJj\n"
        "--CIF-BINARY-FORMAT-SECTION----\n;\n",
        "data_x\n_array_data.data\n;\n--CIF-BINARY-FORMAT-SECTION--\n"
        "Content-Transfer-Encoding: BASE64\nX-Binary-Size: 3\n\nYWJj\n"
        "--CIF-BINARY-FORMAT-SECTION----\n;\n",
        "https://www.iucr.org/resources/cif/spec/ancillary/cbf",
    ),
)

CODES: dict[str, SyntaxCode] = {
    entry.code: entry
    for entry in sorted(DELIMITERS + ITEMS + _SECTIONS + _CHARACTERS + _MORE, key=lambda e: e.code)
}
"""By code, in order of code; read only."""
