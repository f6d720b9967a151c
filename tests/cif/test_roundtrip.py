"""Laws: what is written reads back equal, and other readers agree."""

from __future__ import annotations

import gemmi
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.cif import Delimiter, Document, format_cif, parse_cif
from imgcif_map.cif.protocols import decode_text_field, encode_text_field
from imgcif_map.cif.pycifrw import from_pycifrw, quiet, to_pycifrw

from .support import documents, everything, texts

quick = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(documents())
def test_written_reads_back_equal(document: Document) -> None:
    text = format_cif(document)
    again = parse_cif(text)
    assert again.problems == ()
    assert everything(again) == everything(document)
    assert again.version == "2.0"
    assert format_cif(again) == text
    assert max(map(len, text.split("\n"))) <= 2048
    for built, read in zip(document.blocks, again.blocks, strict=True):
        for name, column in built.columns.items():
            assert column.delimiters().tolist() == read.columns[name].delimiters().tolist()


@settings(max_examples=250, deadline=None)
@given(texts() | st.text("\\> ;\nab", max_size=15))
def test_text_field_protocols_are_inverse(text: str) -> None:
    content = encode_text_field(text)
    assert "\n;" not in content
    assert decode_text_field(content) == text


def _flat(document: Document) -> list[tuple[str, list[str]]]:
    return [
        (name, [t.replace("\r", "\n") for t in column.texts()])
        for block in document.blocks
        for name, column in block.columns.items()
    ]


def _special(document: Document) -> bool:
    """Text fields that a reader without the protocols sees differently."""
    return any(
        encode_text_field(text) != text
        for block in document.blocks
        for column in block.columns.values()
        for text, kind in zip(column.texts(), column.delimiters().tolist(), strict=True)
        if kind == Delimiter.TEXT
    )


@quick
@given(documents(old=True))
def test_gemmi_reads_what_is_written(document: Document) -> None:
    read = gemmi.cif.read_string(format_cif(document))
    assert [block.name for block in read] == [block.name for block in document.blocks]
    if _special(document):
        return
    for block, other in zip(document.blocks, read, strict=True):
        for column in block.columns.values():
            values = list(other.find_values(column.name))
            assert [gemmi.cif.as_string(v) for v in values] == [
                "" if v.is_null else v.text for v in column.values()
            ]
            assert [gemmi.cif.is_null(v) for v in values] == [v.is_null for v in column.values()]


@settings(parent=quick, max_examples=25)
@given(documents(old=True))
def test_pycifrw_agrees_on_what_is_written(document: Document) -> None:
    import CifFile

    text = format_cif(document)
    with quiet():
        read = from_pycifrw(CifFile.CifFile(text, from_str=True, grammar="2.0", standard="Dic"))
    if not _special(document):
        assert sorted(_flat(read)) == sorted(_flat(document))


@settings(parent=quick, max_examples=25)
@given(documents(old=True))
def test_pycifrw_agrees_on_cif_1(document: Document) -> None:
    import CifFile

    text = format_cif(document).replace("CIF_2.0", "CIF_1.1", 1)
    ours = parse_cif(text)
    assert ours.version == "1.1"
    # The writer uses protocols of CIF 2.0, and the reader says that CIF 1.1 takes them for text.
    assert {problem.code for problem in ours.problems} <= {"CIF037"}
    with quiet():
        read = from_pycifrw(CifFile.CifFile(text, from_str=True, grammar="1.1", standard="Dic"))
    if not _special(document):
        assert sorted(_flat(read)) == sorted(_flat(ours)) == sorted(_flat(document))


@settings(parent=quick, max_examples=25)
@given(documents())
def test_bridge_keeps_texts(document: Document) -> None:
    again = from_pycifrw(to_pycifrw(document))
    assert [b.name for b in again.blocks] == [b.name for b in document.blocks]
    for block, other in zip(document.blocks, again.blocks, strict=True):
        assert [f.name for f in block.frames] == [f.name for f in other.frames]
        assert list(block.columns) == list(other.columns)
        for name, column in block.columns.items():
            same = column.delimiters() < Delimiter.LIST
            ours, theirs = column.texts(), other.columns[name].texts()
            assert [a for a, s in zip(ours, same, strict=True) if s] == [
                a for a, s in zip(theirs, same, strict=True) if s
            ]
