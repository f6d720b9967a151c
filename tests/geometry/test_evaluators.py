"""The independent evaluators themselves, against numbers worked out by hand."""

from __future__ import annotations

import h5py
import numpy as np
import pytest

from tests.support.imgcif_eval import Imgcif
from tests.support.nexus_eval import Nexus

CIF = """#\\#CIF_2.0
data_x
loop_
 _axis.id
 _axis.type
 _axis.equipment
 _axis.depends_on
 _axis.vector[1]
 _axis.vector[2]
 _axis.vector[3]
 _axis.offset[1]
 _axis.offset[2]
 _axis.offset[3]
 omega    rotation    goniometer .        1 0 0   . . .
 phi      rotation    goniometer omega    0 0 1   0 0 0
 tt       rotation    detector   .        1 0 0   0 0 0
 z        translation detector   tt       0 0 -1  0 0 0
 slow     translation detector   z        0 -1 0  -100 80 0
 fast     translation detector   slow     1 0 0   0 0 0
 GRAVITY  general     gravity    .        0 -1 0  0 0 0
 SOURCE   general     source     .        0 0 1   0 0 0
_diffrn_scan.id S
_diffrn_scan.frames 2
loop_
 _diffrn_scan_axis.axis_id
 _diffrn_scan_axis.angle_start
 _diffrn_scan_axis.angle_increment
 _diffrn_scan_axis.displacement_start
 _diffrn_scan_axis.displacement_increment
 omega 10 90 . .
 tt 0 0 . .
 z . . 200 0
loop_
 _diffrn_scan_frame.frame_id
 _diffrn_scan_frame.frame_number
 a 1
 b 2
loop_
 _diffrn_scan_frame_axis.frame_id
 _diffrn_scan_frame_axis.axis_id
 _diffrn_scan_frame_axis.angle
 b tt 90
loop_
 _diffrn_data_frame.id
 _diffrn_data_frame.detector_element_id
 _diffrn_data_frame.array_id
 a ELE ARR
 b ELE ARR
loop_
 _array_structure_list.array_id
 _array_structure_list.index
 _array_structure_list.dimension
 _array_structure_list.precedence
 _array_structure_list.direction
 _array_structure_list.axis_set_id
 ARR 1 2000 1 increasing fast
 ARR 2 1600 2 increasing slow
loop_
 _array_structure_list_axis.axis_set_id
 _array_structure_list_axis.axis_id
 _array_structure_list_axis.displacement
 _array_structure_list_axis.displacement_increment
 fast fast 0.05 0.1
 slow slow 0.05 0.1
"""


@pytest.fixture
def imgcif(tmp_path):
    path = tmp_path / "x.cif"
    path.write_text(CIF)
    return Imgcif(path)


def test_imgcif_panel(imgcif):
    panel = imgcif.panels()["ELE"]
    expected = [(-100, 80, -200), (100, 80, -200), (-100, -80, -200), (100, -80, -200)]
    np.testing.assert_allclose(panel.corners(), expected, atol=1e-9)
    assert panel.crossing(imgcif.beam) == pytest.approx((999.5, 799.5, 200))


def test_imgcif_frames_have_their_own_settings(imgcif):
    swung = imgcif.panels(frame=2)["ELE"]
    # x stays; a quarter turn about X takes (y, z) to (-z, y)
    np.testing.assert_allclose(swung.corners()[0], (-100, 200, 80), atol=1e-9)


def test_imgcif_sample(imgcif):
    ten = np.radians(10)
    turn = imgcif.sample_rotation(frame=1)
    np.testing.assert_allclose(turn @ (0, 1, 0), (0, np.cos(ten), np.sin(ten)), atol=1e-12)
    np.testing.assert_allclose(
        imgcif.sample_rotation(frame=2) @ (0, 1, 0), (0, -np.sin(ten), np.cos(ten)), atol=1e-12
    )


def test_imgcif_to_nexus(imgcif):
    np.testing.assert_allclose(imgcif.to_nexus(), np.diag([-1, 1, -1]), atol=1e-15)


def axis(group, name, value, vector, kind, units, depends_on, **attributes):
    node = group.create_dataset(name, data=value)
    node.attrs.update(
        {"vector": vector, "transformation_type": kind, "units": units, "depends_on": depends_on}
    )
    node.attrs.update(attributes)
    return node


@pytest.fixture
def nexus(tmp_path):
    path = tmp_path / "x.h5"
    with h5py.File(path, "w") as file:
        classes = {
            "entry": "NXentry", "entry/sample": "NXsample", "entry/instrument": "NXinstrument",
            "entry/instrument/det": "NXdetector",
            "entry/instrument/det/module": "NXdetector_module",
        }  # fmt: skip
        for name, nx_class in classes.items():
            file.create_group(name).attrs["NX_class"] = nx_class
        sample, detector = file["entry/sample"], file["entry/instrument/det"]
        module = detector["module"]
        axis(sample, "omega", [10.0, 100.0], (-1, 0, 0), "rotation", b"deg", b".")
        sample["depends_on"] = b"entry/sample/omega"
        axis(detector, "tt", [0.0, 90.0], (-1, 0, 0), "rotation", "degree", ".")
        axis(detector, "z", 0.1, (0, 0, 2), "translation", "m", "tt")
        detector["depends_on"] = "z"
        moved = {"offset": (95, 80, 0), "offset_units": "mm"}
        axis(module, "module_offset", 5.0, (1, 0, 0), "translation", "mm",
             "/entry/instrument/det/z", **moved)  # fmt: skip
        for name, vector in (("fast", (-1, 0, 0)), ("slow", (0, -1, 0))):
            axis(
                module, f"{name}_pixel_direction", 1e-4, vector, "translation", "m", "module_offset"
            )
        module["data_size"] = [1600, 2000]
    with Nexus(path) as opened:
        yield opened


def test_nexus_module(nexus):
    (module,) = nexus.modules().values()
    expected = [(100, 80, 200), (-100, 80, 200), (100, -80, 200), (-100, -80, 200)]
    np.testing.assert_allclose(module.corners(), expected, atol=1e-9)
    assert module.crossing() == pytest.approx((1000, 800, 200))


def test_both_evaluators_see_the_same_thing(nexus, imgcif):
    back = imgcif.to_nexus()
    for frame in (1, 2):
        (module,) = nexus.modules(frame).values()
        panel = imgcif.panels(frame=frame)["ELE"]
        np.testing.assert_allclose(panel.corners() @ back.T, module.corners(), atol=1e-9)
        turn = back @ imgcif.sample_rotation(frame=frame) @ back.T
        np.testing.assert_allclose(nexus.sample_rotation(frame), turn, atol=1e-12)
