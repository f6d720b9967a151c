"""Which instrument applies, what it may change, and what is reported of it."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.errors import MappingError, UsageError
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.loading.turn import turn_to
from imgcif_map.mapping.yamltree import parse_yaml
from imgcif_map.resources import mapping_paths
from imgcif_map.sample import build
from tests.support.imgcif_eval import Imgcif
from tests.support.make_minicbf import START_OF_DATA, binary_fields, minicbf

I24 = "# Detector: PILATUS3 6M, S/N 60-0119"


def image(folder, **changes):
    path = folder / "image_0001.cbf"
    path.write_bytes(minicbf(10, 0.5, lines=changes))
    return path


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def values(conversion, name):
    column = conversion.document.blocks[0].column(name)
    return None if column is None else list(column.texts())


def write(folder, text, name="mine.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


MINE = """\
imgcif_map: 1
id: mine
extends: base
version: 0.1.0
title: Mine
because: asked for
instrument:
  facts: a drawing
  axes:
    spindle: {equipment: goniometer, vector: [0, 1, 0], setting: omega}
items:
  _diffrn_source.facility: {value: Here}
tests:
  - {name: t, format: minicbf, given: {Omega: 1}}
"""


def test_a_serial_number_selects_and_is_reported(tmp_path):
    conversion = convert(image(tmp_path, Detector=I24))
    (message,) = [m for m in said(conversion, "correction") if "applies" in m]
    assert message.startswith("instrument dls-i24 applies: ")
    assert "facts:" in message
    assert values(conversion, "_diffrn_source.beamline") == ["I24"]
    (named,) = conversion.provenance["mapping"]["instruments"]
    assert named["id"] == "dls-i24"
    assert named["facts"]


def test_none_switches_it_off(tmp_path):
    path = image(tmp_path, Detector=I24)
    for options in ({"instrument": "none"}, {"overlays": False}):
        conversion = convert(path, **options)
        assert values(conversion, "_diffrn_source.beamline") is None
        assert conversion.provenance["mapping"]["instruments"] == []
        assert not [m for m in said(conversion, "correction") if "applies" in m]


def test_the_one_asked_for_counts_alone(tmp_path):
    conversion = convert(image(tmp_path, Detector=I24), instrument="esrf-id23")
    assert values(conversion, "_diffrn_source.facility") == ["ESRF"]
    assert values(conversion, "_diffrn_source.beamline") == ["ID23"]
    assert [i["id"] for i in conversion.provenance["mapping"]["instruments"]] == ["esrf-id23"]


def test_other_detectors_select_nothing(tmp_path):
    assert convert(image(tmp_path)).provenance["mapping"]["instruments"] == []


def test_two_that_fit_are_not_chosen_between(tmp_path, monkeypatch):
    folder = tmp_path / "data" / "mappings" / "instruments"
    folder.mkdir(parents=True)
    write(folder, MINE.replace("version:", "when: $serial = '60-0119'\nversion:"))
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "data"))
    path = image(tmp_path, Detector=I24)
    with pytest.raises(UsageError, match="several instruments fit: dls-i24, mine"):
        convert(path)
    assert values(convert(path, instrument="mine"), "_diffrn_source.facility") == ["Here"]


def test_a_serial_number_is_known_in_masters_too(tmp_path, monkeypatch):
    """The condition of an instrument for all formats is asked of each of them."""
    from tests.mapping.golden import quirks

    folder = tmp_path / "data" / "mappings" / "instruments"
    folder.mkdir(parents=True)
    text = MINE.replace("spindle: ", "omega: ").replace(", setting: omega", "")
    write(folder, text.replace("version:", "when: $serial = 'E-32-0112'\nversion:"))
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "data"))
    (master,) = quirks.dectris_reversed(tmp_path)
    named = convert(master).provenance["mapping"]["instruments"]
    assert [i["id"] for i in named] == ["mine"]
    assert convert(build(tmp_path)).provenance["mapping"]["instruments"] == []


def test_settings_stay_those_of_the_header(tmp_path):
    conversion = convert(image(tmp_path), instrument=write(tmp_path, MINE))
    assert values(conversion, "_axis.id")[:2] == ["spindle", "distance"]
    assert values(conversion, "_diffrn_scan_axis.angle_start") == ["10.0", "."]
    assert values(conversion, "_diffrn_scan_axis.angle_increment") == ["0.5", "."]


def test_a_setting_without_an_axis_is_a_gap(tmp_path):
    path = image(tmp_path, two="# Detector_2theta 5.0 deg.", chi="# Chi 30.0 deg.")
    conversion = convert(path, instrument="aps-19-id")
    gaps = said(conversion, "no-target")
    assert any("Detector_2theta" in m and "aps-19-id has no axis" in m for m in gaps)
    assert any("Chi" in m and "--instrument" in m for m in gaps)


def test_other_pixels_are_a_conflict_and_the_header_counts(tmp_path):
    conversion = convert(image(tmp_path), instrument="hzb-bessy-14-2")
    assert [m for m in said(conversion, "conflict") if "n_fast" in m]
    assert [m for m in said(conversion, "conflict") if "n_slow" in m]
    assert not [m for m in said(conversion, "conflict") if "pitch" in m]
    assert values(conversion, "_array_structure_list.dimension") == ["2463", "2527"]
    wide = image(tmp_path, Pixel_size="# Pixel_size 75e-6 m x 75e-6 m")
    assert [m for m in said(convert(wide, instrument="esrf-id23"), "conflict") if "pitch_fast" in m]


def test_a_source_that_states_its_axes_keeps_them(tmp_path):
    """Only facts that it lacks come from the instrument."""
    master = build(tmp_path)
    plain = convert(master)
    conversion = convert(master, instrument=write(tmp_path, MINE))
    for name in ("_axis.id", "_axis.vector[1]", "_axis.vector[2]", "_axis.depends_on"):
        assert values(conversion, name) == values(plain, name)
    facility = values(plain, "_diffrn_source.facility") or ["Here"]
    assert values(conversion, "_diffrn_source.facility") == facility


def test_directions_that_a_format_of_masters_assumes(tmp_path):
    """The file writer's masters have no directions: the instrument's, turned to their frame."""
    from tests.mapping.golden import quirks

    (master,) = quirks.dectris(tmp_path)
    text = MINE.replace("spindle: ", "omega: ").replace(", setting: omega", "")
    conversion = convert(master, instrument=write(tmp_path, text))
    out = tmp_path / "out.cif"
    out.write_text(format_cif(conversion.document), encoding="utf-8")
    found = Imgcif(out)
    assert np.allclose(found.vector(found.axes["omega"], "vector"), [1, 0, 0])
    assert np.allclose(found.direction("gravity"), [-1, 0, 0])  # omega points up


def test_names_near_by_are_suggested():
    library = Library(mapping_paths())
    for wrong, right in (("smargon", "dls-i03-smargon"), ("esrf-id32", "esrf-id23")):
        with pytest.raises(MappingError) as error:
            library.instrument(wrong)
        assert right in error.value.hint
    with pytest.raises(MappingError) as error:
        library.instrument("xyzzy")
    assert "instrument list" in error.value.hint
    with pytest.raises(UsageError, match="not an instrument"):
        library.instrument("nxmx")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("setting: omega", "depends_on: lost"), "no axis 'lost'"),
        (("setting: omega", "depends_on: spindle"), "carries itself"),
        (("  facts: a drawing", "  facts: a drawing\n  gravity: [0, 0, 1]"), "along the beam"),
        (("equipment: goniometer", "equipment: table"), "table"),
        (("  facts: a drawing\n", ""), "facts"),
        (("vector: [0, 1, 0]", "vector: [0, 1]"), "3 are expected"),
        (("vector: [0, 1, 0]", "vector: [0, 0, 0]"), "no direction"),
    ],
)
def test_mistakes_are_said_with_their_place(change, message, tmp_path):
    path = write(tmp_path, MINE.replace(*change))
    with pytest.raises(MappingError, match=message) as error:
        convert(image(tmp_path), instrument=path)
    assert error.value.place is not None
    assert error.value.place.line > 1


def test_coordinates_turn_into_those_of_a_format():
    """z to the source and gravity keep their meaning, whatever both files' frames are."""
    section = parse_yaml("gravity: [1, 0, 0]", "x")
    frame = parse_yaml("beam: [0, 0, 1]\nup: [0, 1, 0]", "x")
    turn = turn_to(frame.entries, section)
    assert np.allclose(turn @ [0, 0, 1], [0, 0, -1])
    assert np.allclose(turn @ [1, 0, 0], [0, -1, 0])
    assert np.isclose(np.linalg.det(turn), 1)


def test_three_circles_as_an_established_reader_has_them(shared, tmp_path):
    """The miniCBF header of a SmarGon image alone, against the reader's full geometry."""
    text = gzip.decompress((shared / "data/cbf/DLS_I03_smargon_0001.cbf.gz").read_bytes())
    mini = text[: text.index(b"\n;", text.index(b"header_contents") + 20)]
    path = tmp_path / "image_0001.cbf"
    path.write_bytes(mini + b"\n;\n" + binary_fields(2463, 2527).encode() + START_OF_DATA)
    reference = shared / "facts" / "reference_geometry" / "DLS_I03_smargon_0001.cbf.json"
    wanted = json.loads(reference.read_text(encoding="utf-8"))
    found = Imgcif(write(tmp_path, format_cif(convert(path).document), "out.cif"))
    for name, axis, angle in zip(
        ("phi", "chi", "omega"),
        wanted["goniometer"]["axes"],
        wanted["goniometer"]["angles"],
        strict=True,
    ):
        assert np.allclose(found.vector(found.axes[name], "vector"), axis, rtol=0, atol=1e-4)
        assert found.setting(name, found.scans[0], 1) == angle
    assert found.axes["phi"]["depends_on"] == "chi"
    assert found.axes["chi"]["depends_on"] == "omega"
    (panel,) = found.panels().values()
    expected = wanted["panel0"]
    corner = panel.centre_of(-0.5, -0.5)
    assert np.allclose(corner, expected["origin"], rtol=0, atol=0.005)
    assert np.allclose(panel.fast / 0.172, expected["fast_axis"], rtol=0, atol=1e-4)
    assert np.allclose(panel.slow / 0.172, expected["slow_axis"], rtol=0, atol=1e-4)


def test_every_instrument_says_where_its_facts_are_from():
    files = Library(mapping_paths()).instruments
    assert len(files) > 20
    for file in files:
        assert file.facts
        assert file.because
        assert file.version
        assert file.title
