"""Several scans in one folder: what changes between them is told apart, or said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.validator import validate
from tests.support.imgcif_eval import Imgcif
from tests.support.make_minicbf import scan


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def texts(conversion, name, block=0):
    return conversion.document.blocks[block].column(name).texts()


def test_other_beam_centres_and_2theta_are_data_blocks_of_their_own(tmp_path: Path) -> None:
    scan(tmp_path / "in", 3, stem="a")
    other = {
        "Beam_xy": "# Beam_xy (1200.0, 1300.0) pixels",
        "Detector_2theta": "# Detector_2theta 20.0 deg.",
        "Detector_distance": "# Detector_distance 0.25 m",
    }
    scan(tmp_path / "in", 3, stem="b", lines=other)
    conversion = convert(tmp_path / "in")
    assert len(conversion.document.blocks) == 2
    assert said(conversion, "conflict") == []
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    path = tmp_path / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    one, two = (Imgcif(path, block) for block in (0, 1))
    assert one.scans == ["SCAN1"]
    assert two.scans == ["SCAN2"]
    [first], [second] = one.panels().values(), two.panels().values()
    assert np.allclose(first.corners()[0], [-1261.61 * 0.172, 1306.96 * 0.172, -351.0])
    turn = np.radians(20.0)
    x, y, z = -1200 * 0.172, 1300 * 0.172, -250.0
    by_hand = [x, y * np.cos(turn) - z * np.sin(turn), y * np.sin(turn) + z * np.cos(turn)]
    assert np.allclose(second.corners()[0], by_hand)
    numbers = [texts(conversion, "_array_data.binary_id", block) for block in (0, 1)]
    assert numbers == [["1", "2", "3"], ["4", "5", "6"]]


def test_distances_are_settings_of_one_block(tmp_path: Path) -> None:
    scan(tmp_path / "in", 2, stem="a")
    scan(tmp_path / "in", 2, stem="b", lines={"Detector_distance": "# Detector_distance 0.5 m"})
    conversion = convert(tmp_path / "in")
    assert texts(conversion, "_diffrn_scan.id") == ["SCAN1", "SCAN2"]
    starts = texts(conversion, "_diffrn_scan_axis.displacement_start")
    assert [s for s in starts if s != "."] == ["351.0", "500.0"]
    # no single number is written that would hold for one scan only
    assert (
        conversion.document.blocks[0].column("_diffrn_measurement.sample_detector_distance") is None
    )
    assert said(conversion, "conflict") == []


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("# Count_cutoff 999 counts", "conflict", "Count_cutoff is 115897 counts in SCAN1 and 999"),
        (None, "conflict", "Count_cutoff is 115897 counts in SCAN1 and missing in SCAN2"),
    ],
)
def test_what_is_written_once_has_to_be_the_same(line, kind, words, tmp_path: Path) -> None:
    scan(tmp_path / "in", 2, stem="a")
    scan(tmp_path / "in", 2, stem="b", lines={"Count_cutoff": line})
    conversion = convert(tmp_path / "in")
    assert any(message.startswith(words) for message in said(conversion, kind))


def test_equal_scans_have_nothing_to_say(tmp_path: Path) -> None:
    scan(tmp_path / "in", 3, stem="a")
    scan(tmp_path / "in", 3, stem="b", start=40.0)
    conversion = convert(tmp_path / "in")
    assert said(conversion, "conflict") == []
    assert said(conversion, "unmapped-source") == []
    assert texts(conversion, "_diffrn_scan.frames") == ["3", "3"]


def test_mixed_detectors_are_blocks_of_their_own(tmp_path: Path) -> None:
    scan(tmp_path / "in", 2, stem="a")
    other = {
        "Detector": "# Detector: EIGER 4M, S/N 99-1",
        "Pixel_size": "# Pixel_size 75e-6 m x 75e-6 m",
    }
    scan(tmp_path / "in", 2, stem="b", lines=other, fast=2070, slow=2167)
    conversion = convert(tmp_path / "in")
    makes = [texts(conversion, "_diffrn_detector.make", block)[0] for block in (0, 1)]
    assert makes == ["PILATUS3 6M", "EIGER 4M"]
    ids = [texts(conversion, "_diffrn_detector.id", block)[0] for block in (0, 1)]
    assert len(set(ids)) == 2
