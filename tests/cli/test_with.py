"""``--with`` on the command line: another source beside the images."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.outcome import check_message
from tests.support import make_minicbf
from tests.support.make_xds import write

LINES = {
    "Pixel_size": "# Pixel_size 100e-6 m x 200e-6 m",
    "Wavelength": "# Wavelength 0.98 A",
    "Detector_distance": "# Detector_distance 0.150 m",
    "Beam_xy": "# Beam_xy (100.0, 200.0) pixels",
    "Count_cutoff": "# Count_cutoff 1048500 counts",
}
ALIKE = {"OVERLOAD": None, "FRACTION_OF_POLARIZATION": None}


@pytest.fixture
def images(tmp_path: Path) -> Path:
    make_minicbf.scan(tmp_path / "in", 4, start=10.0, step=0.5, lines=LINES, fast=300, slow=400)
    return tmp_path / "in"


def test_geometry_of_xds_beside_images(invoke, images, tmp_path):
    write(tmp_path / "XDS.INP", {**ALIKE, "ROTATION_AXIS": "0 1 0"})
    outcome = invoke("convert", images, "--with", "XDS.INP", "-o", "out.cif")
    assert (outcome.code, outcome.out) == (0, ""), outcome.err
    assert "stand as in XDS.INP" in " ".join(outcome.err.split())
    text = (tmp_path / "out.cif").read_text(encoding="utf-8")
    assert "rotation" in text
    assert "secret" not in text
    assert "secret" not in outcome.err


def test_gaps_with_another_source(invoke, images, tmp_path):
    write(tmp_path / "XDS.INP", {**ALIKE, "X-RAY_WAVELENGTH": "1.2"})
    alone = invoke("gaps", images)
    beside = invoke("gaps", images, "--with", "XDS.INP")
    assert "1.2" not in alone.out
    assert beside.code == 1
    assert "0.98 here, 1.2 in XDS.INP" in " ".join(beside.out.split())


def test_several_sources_beside(invoke, images, tmp_path):
    write(tmp_path / "XDS.INP", ALIKE)
    (tmp_path / "log.csv").write_text("key,value,unit\n_diffrn_source.beamline,X04,\n")
    outcome = invoke("convert", images, "--with", "log.csv", "--with", "XDS.INP")
    assert outcome.code == 0, outcome.err
    assert "X04" in outcome.out


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such file"), (b"", "is empty"), (b"nonsense", "in no known format")],
)
def test_what_cannot_be_read_is_refused(invoke, images, tmp_path, content, words):
    if content is not None:
        (tmp_path / "XDS.INP").write_bytes(content)
    outcome = invoke("convert", images, "--with", "XDS.INP", "-o", "out.cif")
    assert outcome.code == 2
    check_message(outcome, words)
    assert not (tmp_path / "out.cif").exists()


def test_the_source_beside_is_never_overwritten(invoke, images, tmp_path):
    path = write(tmp_path / "XDS.INP", ALIKE)
    before = path.read_bytes()
    outcome = invoke("convert", images, "--with", "XDS.INP", "-o", "XDS.INP")
    assert outcome.code == 2
    assert path.read_bytes() == before
