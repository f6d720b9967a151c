"""What a file says twice is compared; a disagreement is reported and settles nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from .builder import ModulePlan, Plan, Transformation
from .conversion import Converted, Converter

GEOMETRY = (
    "axis",
    "array_structure",
    "array_structure_list",
    "array_structure_list_axis",
    "array_element_size",
    "diffrn_scan_axis",
)
OMEGA = Transformation("omega", "rotation", [-1, 0, 0], np.arange(3) * 0.1)
PLAN = Plan(
    [OMEGA],
    [Transformation("det_z", "translation", [0, 0, 1], 150.0)],
    [ModulePlan("module", [-1, 0, 0], [0, -1, 0], [200, 300], offset=[15.0, 10.0, 0.0])],
    (3, 200, 300),
    detector={
        "distance": (0.15, "m"),
        "beam_center_x": (150.0, "pixel"),
        "beam_center_y": (100.0, "pixel"),
        "x_pixel_size": (1e-4, "m"),
        "y_pixel_size": (1e-4, "m"),
    },
    beam={
        "incident_wavelength": (1.0, "angstrom"),
        "incident_energy": (12.398419843320026, "keV"),
    },
)


@pytest.fixture(scope="module")
def truth(convert: Converter) -> Converted:
    return convert(PLAN)


def wrong(**fields: Any) -> Plan:
    return replace(PLAN, detector={**PLAN.detector, **fields})


def test_a_file_that_agrees_with_itself_has_no_conflict(truth: Converted) -> None:
    assert truth.named("conflict") == []
    corners = truth.cif.panels()["module"].corners()
    expected = [(-15, 10, -150), (15, 10, -150), (-15, -10, -150), (15, -10, -150)]
    assert_allclose(corners, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("detector distance", wrong(distance=(0.152, "m"))),
        ("detector distance", wrong(distance=(150.0, "m"))),
        ("beam centre (fast)", wrong(beam_center_x=(100.0, "pixel"))),
        ("beam centre (slow)", wrong(beam_center_y=(150.0, "pixel"))),
        ("beam centre (fast)", wrong(beam_center_x=(np.full(3, 152.0), "pixel"))),
        ("pixel size (fast)", wrong(x_pixel_size=(1.72e-4, "m"))),
        ("pixel size (slow)", wrong(y_pixel_size=(0.075, "mm"))),
        ("data_size against the data", replace(PLAN, data=(3, 300, 200))),
        (
            "wavelength against energy",
            replace(PLAN, beam={**PLAN.beam, "incident_energy": (12.7, "keV")}),
        ),
    ],
)
def test_a_disagreement_is_one_conflict_and_changes_nothing(
    convert: Converter, truth: Converted, name: str, plan: Plan
) -> None:
    done = convert(plan)
    found = done.named("conflict")
    assert len(found) == 1
    assert found[0].startswith(name)
    for category in GEOMETRY:
        assert done.cif.rows(category) == truth.cif.rows(category), category
    assert_allclose(
        done.cif.panels()["module"].corners(), truth.cif.panels()["module"].corners(), atol=0
    )


@pytest.mark.parametrize(
    ("size", "shape"), [((300, 200), (3, 200, 300)), ((201, 300), (3, 200, 300))]
)
def test_data_size_is_reported_and_written_as_it_stands(
    convert: Converter, truth: Converted, size: tuple[int, int], shape: tuple[int, ...]
) -> None:
    done = convert(replace(PLAN, data=shape, modules=[replace(PLAN.modules[0], size=size)]))
    (found,) = done.named("conflict")
    assert found.startswith("data_size against the data")
    panel = done.cif.panels()["module"]
    assert (panel.n_slow, panel.n_fast) == size
    assert done.cif.rows("axis") == truth.cif.rows("axis")
    assert done.cif.rows("array_structure_list_axis") == truth.cif.rows("array_structure_list_axis")


@pytest.mark.parametrize(
    ("detector", "allowed"),
    [
        ({"distance": (0.1500999, "m")}, True),
        ({"distance": (-0.15, "m")}, True),
        ({"beam_center_x": (150.9, "pixel")}, True),
        ({"beam_center_x": (15.0, "mm"), "beam_center_y": (10.0, "mm")}, True),
        ({"beam_center_x": (150.0, "mm")}, False),
    ],
)
def test_tolerances_signs_and_units(
    convert: Converter, detector: dict[str, Any], allowed: bool
) -> None:
    assert (convert(wrong(**detector)).named("conflict") == []) == allowed


def test_a_wrong_end_is_no_increment(convert: Converter) -> None:
    axis = replace(OMEGA, ends=np.arange(2) * 0.1 + 0.1)
    done = convert(replace(PLAN, gonio=[axis]))
    assert any("2 ends for 3 values" in text for text in done.named("conflict"))
    (row,) = (r for r in done.cif.rows("diffrn_scan_axis") if r["axis_id"] == "omega")
    assert float(row["angle_increment"]) == pytest.approx(0.1)
