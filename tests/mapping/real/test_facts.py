"""Every real NeXus master: facts known of it, a valid output, no requirement lost in silence."""

from __future__ import annotations

from pathlib import Path

import gemmi
import pytest

from imgcif_map.cif.pycifrw import quiet
from imgcif_map.cif.reader import read_cif
from imgcif_map.cif.writer import write_cif
from imgcif_map.findings import Severity
from imgcif_map.validator import validate
from tests.mapping.real.conftest import Converter
from tests.mapping.real.facts import NAMES, expectation, table, texts, triple


@pytest.mark.parametrize("name", NAMES)
def test_facts(name: str, real: Converter) -> None:
    expected = expectation(name)
    conversion = real(expected["file"])
    assert (conversion.mapping, list(conversion.overlays)) == (
        expected["mapping"],
        expected["overlays"],
    )
    assert conversion.fails is expected["fails"]
    [block] = conversion.document.blocks
    for item, value in expected["facts"].items():
        found = texts(block, item)
        wanted = value if isinstance(value, list) else [value]
        assert len(found) == len(wanted), item
        for one, other in zip(found, wanted, strict=True):
            if isinstance(other, str):
                assert one == other, item
            else:
                assert float(one) == pytest.approx(other, rel=1e-8), item


@pytest.mark.parametrize("name", NAMES)
def test_axes_and_settings(name: str, real: Converter) -> None:
    expected = expectation(name)
    [block] = real(expected["file"]).document.blocks
    axes = table(block, "axis", "id")
    assert list(axes) == expected["axes"]
    for item in ("vector", "offset"):
        for axis, wanted in expected.get(f"{item}s", {}).items():
            assert triple(axes[axis], item) == pytest.approx(
                wanted, abs=1e-8 if item == "vector" else 1e-6
            )
    settings = table(block, "diffrn_scan_axis", "axis_id")
    for axis, items in expected["scans"].items():
        for item, value in items.items():
            assert float(settings[axis][item]) == pytest.approx(value, abs=1e-8), (axis, item)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_reported(name: str, real: Converter) -> None:
    expected = expectation(name)
    findings = real(expected["file"]).findings
    kinds = {finding.name for finding in findings}
    assert set(expected["reports"]) <= kinds
    corrected = [f for f in findings if f.name == "correction" and "is taken as" in f.message]
    assert len(corrected) == expected.get("corrections", 0)
    if "unmapped" in expected:
        assert len([f for f in findings if f.name == "unmapped-source"]) == expected["unmapped"]


@pytest.mark.parametrize("name", NAMES)
def test_output_is_valid_for_us_and_for_others(name: str, real: Converter, tmp_path: Path) -> None:
    import CifFile

    conversion = real(expectation(name)["file"])
    [block] = conversion.document.blocks
    path = tmp_path / "out.cif"
    write_cif(conversion.document, path)
    report = validate(path, ignore=["IMG"])
    assert [f"{f.code} {f.message}" for f in report.findings if f.severity != Severity.NOTE] == []
    with quiet():
        second = CifFile.ReadCif(str(path), grammar="2.0")[block.name]
    third = gemmi.cif.read(str(path)).sole_block()
    assert third.name == block.name
    own = read_cif(path).blocks[0]
    for item in (
        "_axis.depends_on",
        "_axis.vector[2]",
        "_diffrn_scan_axis.axis_id",
        "_diffrn_scan_frame.frame_id",
    ):
        ours = texts(own, item)
        assert [str(value) for value in second[item]] == ours
        assert [gemmi.cif.as_string(value) or value for value in third.find_values(item)] == ours


@pytest.mark.parametrize("name", NAMES)
def test_nothing_required_is_missing_in_silence(name: str, real: Converter) -> None:
    conversion = real(expectation(name)["file"])
    gaps = [f for f in conversion.findings if f.name.startswith("missing-")]
    report = validate(conversion.document, profile="reprocessing", select=["IMG001", "IMG002"])
    assert report.findings
    for finding in report.findings:
        items = finding.message.split(": profile")[0]
        told = [gap for gap in gaps if gap.message.startswith(f"{items}: ")]
        assert told, finding.message
        assert all(gap.looked or "has no source for it" in gap.hint for gap in told)
        assert all(gap.why for gap in told)
