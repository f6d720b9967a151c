"""The geometric model of imgCIF data blocks, held against an independent evaluator."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.experiment import Experiment, experiments
from imgcif_map.geometry.axes import apply
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.context import Context
from tests.support.imgcif_eval import Imgcif
from tests.support.make_instrument import Made, instruments

DICTIONARY = load_dictionary()


def read(text: str) -> tuple[Experiment, ...]:
    """The experiments of all data sets of a text."""
    context = Context(parse_cif(text), DICTIONARY)
    assert not context.document.problems
    return tuple(one for whole in context.wholes for one in experiments(whole, context.dictionary))


def independent(text: str) -> Imgcif:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.cif")
        path.write_text(text, encoding="utf-8")
        return Imgcif(path)


@settings(max_examples=80, deadline=None)
@given(instruments())
def test_pixels_are_where_the_independent_evaluator_has_them(made: Made) -> None:
    (experiment,) = read(made.text)
    other = independent(made.text)
    for scan in experiment.scans:
        for frame in (1, made.frames):
            panels = other.panels(scan.id, frame)
            assert set(panels) == set(made.elements)
            for surface in experiment.surfaces(scan):
                panel = panels[surface.element or ""]
                assert (surface.fast.size, surface.slow.size) == (panel.n_fast, panel.n_slow)
                for f, s in ((0, 0), (panel.n_fast - 1, panel.n_slow - 1), (12.25, -3.5)):
                    found = experiment.pixel(f, s, scan=scan, frame=frame, surface=surface)
                    np.testing.assert_allclose(found, panel.at(f, s), rtol=0, atol=1e-9)
                module = experiment.instrument.module(surface, scan.at(frame))
                np.testing.assert_allclose(module.corners, panel.corners(), rtol=0, atol=1e-8)


@settings(max_examples=40, deadline=None)
@given(instruments(most_elements=1))
def test_the_sample_turns_as_the_independent_evaluator_has_it(made: Made) -> None:
    (experiment,) = read(made.text)
    other = independent(made.text)
    for scan in experiment.scans:
        place = np.eye(4)
        if experiment.goniometer:
            place = experiment.instrument.place(experiment.goniometer[0], scan.at(made.frames))
        turned = apply(place, np.eye(3)) - apply(place, np.zeros(3))
        expected = other.sample_rotation(scan.id, made.frames).T
        np.testing.assert_allclose(turned, expected, rtol=0, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(instruments(most_elements=1))
def test_the_beam_meets_the_detector_where_the_independent_evaluator_has_it(made: Made) -> None:
    (experiment,) = read(made.text)
    scan = experiment.scans[0]
    panel = next(iter(independent(made.text).panels(scan.id).values()))
    normal = np.cross(panel.fast / np.linalg.norm(panel.fast), panel.slow)
    normal /= np.linalg.norm(panel.slow)
    if abs(normal[2]) < 1e-3 or np.linalg.norm(normal) < 1e-2:  # nearly along the beam
        return
    i, j, distance = panel.crossing(np.array([0.0, 0.0, -1.0]))
    met = experiment.aim(scan)
    size = max(1.0, abs(distance), abs(i), abs(j))
    assert met.crossing.distance == pytest.approx(distance, abs=1e-6 * size)
    assert met.crossing.fast - 0.5 == pytest.approx(i, abs=1e-6 * size)
    assert met.crossing.slow - 0.5 == pytest.approx(j, abs=1e-6 * size)


SCANS = """data_x
loop_
 _axis.id _axis.type _axis.equipment _axis.depends_on
 _axis.vector[1] _axis.vector[2] _axis.vector[3]
 OMEGA rotation    goniometer .  1 0 0
 DZ    translation detector   .  0 0 -1
 SLOW  translation detector   DZ 0 -1 0
 FAST  translation detector   SLOW 1 0 0
"""


@pytest.mark.parametrize(("name", "settings"), [("OMEGA", {"OMEGA": 5.0}), ("omega", {})])
def test_ids_are_words_which_differ_by_case(name: str, settings: dict[str, float]) -> None:
    (one,) = read(
        SCANS + "_diffrn_scan.id S1\n_diffrn_scan.frames 2\n"
        f"_diffrn_scan_axis.axis_id {name}\n_diffrn_scan_axis.angle_start 5\n"
    )
    assert one.scans[0].at(1) == settings
    assert one.goniometer == ("OMEGA",)


def test_a_frame_number_beyond_all_reason_takes_no_memory() -> None:
    (one,) = read(
        SCANS + "_diffrn_scan.id S1\n_diffrn_scan.frames 900000000000\n"
        "_diffrn_scan_frame.frame_id f\n_diffrn_scan_frame.frame_number 800000000000\n"
        "_diffrn_scan_frame_axis.frame_id f\n_diffrn_scan_frame_axis.axis_id OMEGA\n"
        "_diffrn_scan_frame_axis.angle 3.5\n"
    )
    assert one.scans[0].frames == 900000000000
    assert one.scans[0].settings["OMEGA"].each is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("FAST translation detector NONE 1 0 0", "not there"),
        ("FAST translation detector FAST 1 0 0", "depends on itself"),
        ("FAST translation detector SLOW x 0 0", "no number"),
        ("FAST translation detector SLOW 0 0 0", "no direction"),
        ("FAST translation detector DZ 1 0 0", "not in one chain"),
    ],
)
def test_what_is_broken_says_so_when_it_is_computed(row: str, reason: str) -> None:
    text = SCANS.replace(" FAST  translation detector   SLOW 1 0 0", row)
    (one,) = read(
        text + "loop_\n _array_structure_list.index _array_structure_list.dimension\n"
        " _array_structure_list.precedence _array_structure_list.axis_set_id\n"
        " 1 10 1 FAST\n 2 10 2 SLOW\n"
        "loop_\n _array_structure_list_axis.axis_id\n"
        " _array_structure_list_axis.displacement_increment\n FAST 0.1\n SLOW 0.1\n"
    )
    with pytest.raises(GeometryError, match=reason):
        one.aim(one.scans[0])


def test_experiments_of_one_block_have_their_own_scans_detectors_and_wavelengths() -> None:
    found = read(
        SCANS
        + """loop_
 _diffrn.id
 mo
 cu
loop_
 _diffrn_scan.id _diffrn_scan.frames _diffrn_scan.diffrn_id
 S1 10 mo
 S2 20 cu
 S3 30 cu
loop_
 _diffrn_radiation.diffrn_id _diffrn_radiation.wavelength_id
 mo w1
 cu w2
loop_
 _diffrn_radiation_wavelength.id _diffrn_radiation_wavelength.value
 w1 0.7107
 w2 1.5418
loop_
 _diffrn_detector.id _diffrn_detector.diffrn_id
 left mo
 right cu
loop_
 _diffrn_detector_element.id _diffrn_detector_element.detector_id
 l left
 r right
loop_
 _array_structure_list.array_id _array_structure_list.index
 _array_structure_list.dimension _array_structure_list.precedence
 _array_structure_list.axis_set_id
 1 1 10 1 FAST
 1 2 20 2 SLOW
loop_
 _array_structure_list_axis.axis_id _array_structure_list_axis.displacement_increment
 FAST 0.1
 SLOW 0.1
loop_
 _diffrn_data_frame.id _diffrn_data_frame.detector_element_id
 a l
 b r
"""
    )
    assert [(one.id, [s.id for s in one.scans], one.wavelengths[0]) for one in found] == [
        ("mo", ["S1"], 0.7107), ("cu", ["S2", "S3"], 1.5418)
    ]  # fmt: skip
    assert [[s.element for s in one.instrument.surfaces] for one in found] == [["l"], ["r"]]


def test_categories_may_stand_in_another_block_of_the_data_set() -> None:
    text = (
        "data_instrument\n_audit_dataset.id D\n" + SCANS.removeprefix("data_x\n")
        + "data_scan\n_audit_dataset.id D\n_diffrn_scan.id S1\n_diffrn_scan.frames 4\n"
        "_diffrn_scan_axis.axis_id OMEGA\n_diffrn_scan_axis.angle_increment 0.5\n"
    )  # fmt: skip
    (one,) = read(text)
    assert one.block == "scan"
    assert one.scans[0].at(4) == {"OMEGA": 1.5}


def test_a_document_without_images_has_no_experiment() -> None:
    assert read("data_x\n_cell.length_a 5\n_diffrn_radiation_wavelength.value 1.0\n") == ()
