"""Real files: no false alarms, and the values other readers find."""

from __future__ import annotations

import gzip
from pathlib import Path

import gemmi
import pytest

from imgcif_map.cif import Delimiter, format_cif, parse_cif, read_cif
from imgcif_map.cif.protocols import decode_text_field

from .support import everything

DICTIONARIES = [
    "cif_core.dic", "cif_img.dic", "cif_img_variant.dic", "cif_pow.dic", "ddl.dic",
    "multi_block_core.dic", "templ_attr.cif", "templ_enum.cif", "ddl2/cif_img_1.8.9.2.dic",
]  # fmt: skip
CLEAN = [
    *(f"dictionaries/{name}" for name in DICTIONARIES),
    "data/imgcif/all_scans.cif",
    "data/imgcif/b4_master.cif",
    "data/imgcif/b4_master_archive.cif",
    "data/imgcif/example_b4_master.cif",
    "data/imgcif/hdf5_test.imgcif",
    "data/instruments/beamline_geometries.cif",
    "data/instruments/laboratory_geometries.cif",
    "data/cbf/omega_scan.cbf",
    "data/cbf/template_adscquantum315_3072x3072.cbf.header.txt",
    "data/cbf/template_mar345_2300x2300.cbf.header.txt",
    "data/cbf/template_pilatus6m_2463x2527.cbf.header.txt",
]
CUT = [
    "data/cbf/20190911_omega_0001.cbf.header.txt",
    "data/cbf/221109_phi_0001.cbf.header.txt",
    "data/cbf/idx-20130301060858401.cbf.header.txt",
    "data/cbf/thau_3_2_0001.cbf.bz2.header.txt",
]


@pytest.mark.parametrize("name", CLEAN)
def test_no_false_alarm(shared: Path, name: str) -> None:
    document = read_cif(shared / name)
    assert document.problems == ()
    assert document.blocks


@pytest.mark.parametrize("name", CUT)
def test_cut_off_in_the_image_is_all_there_is_to_say(shared: Path, name: str) -> None:
    assert [f.code for f in read_cif(shared / name).problems] == ["CIF030"]


@pytest.mark.parametrize("name", ["DLS_I03_smargon_0001.cbf.gz", "DLS_I23_P12M_thau_00001.cbf.gz"])
def test_whole_cbf_files(shared: Path, name: str) -> None:
    document = parse_cif(gzip.decompress((shared / "data/cbf" / name).read_bytes()))
    assert document.problems == ()
    image = document.blocks[0].columns["_array_data.data"].value(0)
    assert image.delimiter is Delimiter.BINARY
    assert "X-Binary-Size-Fastest-Dimension" in image.text


@pytest.mark.parametrize("name", [n for n in CLEAN if not n.endswith("omega_scan.cbf")])
def test_written_again_nothing_is_lost(shared: Path, name: str) -> None:
    document = read_cif(shared / name)
    text = format_cif(document)
    again = parse_cif(text)
    assert again.problems == ()
    assert everything(again) == everything(document)
    assert format_cif(again) == text


GEMMI = ["data/imgcif/all_scans.cif", "data/imgcif/hdf5_test.imgcif", "data/imgcif/b4_master.cif",
         "dictionaries/ddl2/cif_img_1.8.9.2.dic"]  # fmt: skip


@pytest.mark.parametrize("name", GEMMI)
def test_gemmi_finds_the_same_values(shared: Path, name: str) -> None:
    document, other = read_cif(shared / name), gemmi.cif.read(str(shared / name))
    compared = 0
    for block, theirs in zip(document.blocks, other, strict=True):
        for column in block.columns.values():
            values = list(theirs.find_values(column.name))
            assert [gemmi.cif.is_null(v) for v in values] == [v.is_null for v in column.values()]
            for row, (text, kind) in enumerate(
                zip(column.texts(), column.delimiters().tolist(), strict=True)
            ):
                if text in (".", "?"):
                    continue
                expected = gemmi.cif.as_string(values[row])
                if kind == Delimiter.TEXT:
                    expected = decode_text_field(expected.replace("\r", ""), prefixes=False)
                assert text == expected
                compared += 1
    assert compared > 20


@pytest.mark.parametrize("name", ["dictionaries/ddl.dic", "data/imgcif/example_b4_master.cif"])
def test_pycifrw_finds_the_same_values(shared: Path, name: str) -> None:
    import CifFile

    from imgcif_map.cif.pycifrw import from_pycifrw, quiet

    text = (shared / name).read_text(encoding="utf-8")
    with quiet():
        other = from_pycifrw(CifFile.CifFile(text, from_str=True, grammar="auto", standard="Dic"))
    document = read_cif(shared / name)
    frames = {f.name.casefold(): f for block in other.blocks for f in block.frames}
    compared = 0
    for block, theirs in zip(document.blocks, other.blocks, strict=True):
        pairs = [(block, theirs), *((f, frames[f.name.casefold()]) for f in block.frames)]
        for ours, peer in pairs:
            assert sorted(ours.columns) == sorted(peer.columns)
            for key, column in ours.columns.items():
                if column.delimiters().max() < Delimiter.LIST:
                    assert column.texts() == peer.columns[key].texts()
                    compared += 1
    assert compared > 50
