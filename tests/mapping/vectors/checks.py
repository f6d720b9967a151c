"""One check per kind of vector: a file is built from it, converted, read back, compared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from imgcif_map.geometry.frames import inverse_frame
from tests.support.imgcif_eval import Imgcif
from tests.support.nexus_eval import Nexus

from .builder import ModulePlan, Plan, Transformation
from .conversion import Converted, Converter, readings

Case = dict[str, Any]
SMALL = ModulePlan("module", [-1, 0, 0], [0, -1, 0], [20, 30])
TOLERANCE = 1e-6
CONVENTIONS = ("corner", "centre")
CORNERS = ("origin", "corner_fast", "corner_slow", "corner_far")


def near(found: Any, wanted: Any) -> None:
    assert_allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=0, atol=TOLERANCE)


def omega(vector: Any) -> Transformation:
    return Transformation("omega", "rotation", vector, np.arange(3) * 0.1)


def in_every_reading(done: Converted) -> list[Imgcif]:
    """The written file as two or three programs read it: they agree to the letter."""
    read = readings(done.path)
    assert all(rows == read["gemmi"] for rows in read.values())
    return [Imgcif(rows) for rows in read.values()]


def frame_of(cif: Imgcif) -> np.ndarray:
    """R from the rows GRAVITY and SOURCE: NeXus y is against gravity, z along the beam."""
    y, z = -cif.direction("gravity"), cif.beam
    return np.stack([np.cross(y, z), y, z], axis=1)


def check_frame(convert: Converter, case: Case) -> None:
    given = case["input"]
    across = Transformation("phi", "rotation", [1, 0, 0])  # shows the handedness
    gonio = [across, omega(given["axis"])] if "axis" in given else []
    modules = []
    if "fast" in given:
        modules = [ModulePlan("module", given["fast"], [0, -1, 0], [20, 30], offset=[9, 8, 7])]
    done = convert(Plan(gonio, modules=modules))
    for cif in in_every_reading(done):
        near(frame_of(cif), case["R"])
        near(cif.beam, case["beam_cbf"])
        near(cif.direction("source"), case["source_cbf"])
        near(cif.direction("gravity"), case["gravity_cbf"])
        back = inverse_frame(cif.beam, cif.direction("gravity"))
        near(back, np.transpose(case["R"]))
        near(cif.to_nexus(), back)
        principal = case["principal_axis_cbf"]
        assert ("omega" in cif.axes) == (principal is not None)
        if principal is not None:
            near(cif.vector(cif.axes["omega"], "vector"), principal)
            near(back @ cif.vector(cif.axes["omega"], "vector"), given["axis"])
            near(cif.vector(cif.axes["phi"], "vector"), np.array(case["R"])[:, 0])


def overlay(folder: Path, frame: str) -> str:
    """A mapping file that replaces the frame of NXmx."""
    path = folder / f"frame{len(list(folder.iterdir()))}.yaml"
    path.write_text(
        "imgcif_map: 1\nid: nxmx-frame\nextends: nxmx\nversion: 1.0.0\n"
        f"title: NXmx with a frame of its own\nframe: {frame}\n",
        encoding="utf-8",
    )
    return str(path)


def check_inverse_frame(convert: Converter, case: Case, folder: Path) -> None:
    up = [-x for x in case["gravity_cbf"]]
    beam = case["beam_cbf"]
    identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    mapping = overlay(folder, f"{{fixed: {identity}, beam: {beam}, up: {up}}}")
    done = convert(Plan([omega([1, 0, 0])]), mapping=mapping)
    for cif in in_every_reading(done):
        near(cif.beam, beam)
        near(cif.direction("gravity"), case["gravity_cbf"])
        near(inverse_frame(cif.beam, cif.direction("gravity")), case["M"])
        near(cif.to_nexus(), case["M"])


def detector_plan(case: Case, offset_on: tuple[str, ...], unit: str = "mm") -> Plan:
    """The file a detector vector describes; pixel sizes partly in the vectors' lengths."""
    turn = np.array(case["R"], float)
    modules = []
    for module in case["modules"]:
        slow_row = next(r for r in module["axis_rows"] if r["id"] == f"{module['name']}_slow")
        offset = turn.T @ slow_row["offset"]
        centre = case.get("file_beam_center_pixels")
        if centre is not None:  # has more digits
            sides = [np.array(module["nx"][side]) for side in ("fast", "slow")]
            pitch = module["pixel_size_fast_slow_mm"]
            offset = -sum(n * p * v for n, p, v in zip(centre, pitch, sides, strict=True))
        pitches = [round(p, 4) for p in module["pixel_size_fast_slow_mm"]]
        fast, slow = (
            np.array(module["nx"][side]) * exact / written
            for side, exact, written in zip(
                ("fast", "slow"), module["pixel_size_fast_slow_mm"], pitches, strict=True
            )
        )
        modules.append(
            ModulePlan(
                module["name"], fast, slow, module["data_size_slow_fast"], pitches,
                offset, module["data_origin"], offset_on, unit,
            )
        )  # fmt: skip
    arm = [
        Transformation(
            a["id"], a["type"], a["vector"], a["value"], a["offset"], unit=unit, offset_unit=unit
        )
        for a in case["chain_inner_to_outer"]
    ]
    gonio = [omega(turn[0])] if case["frame_rule"] == "goniometer" else []
    origins = [m["data_origin"] or (0, 0) for m in case["modules"]]
    sizes = [m["data_size_slow_fast"] for m in case["modules"]]
    shape = np.max(np.add(origins, sizes), axis=0)
    detector = {}
    if "file_beam_center_pixels" in case:
        for name, number in zip("xy", case["file_beam_center_pixels"], strict=True):
            detector[f"beam_center_{name}"] = (number, "pixel")
    return Plan(gonio, arm, modules, (3, *map(int, shape)), detector=detector)


def check_detector(
    convert: Converter,
    case: Case,
    folder: Path,
    offset_on: tuple[str, ...] = ("fast", "slow"),
    unit: str = "mm",
) -> None:
    plan = detector_plan(case, offset_on, unit)
    mapping = None
    if case["frame_rule"] != "goniometer":
        mapping = overlay(folder, f"{{fixed: {case['R']}}}")
    for convention in CONVENTIONS:
        done = convert(plan, {"pixel_reference": convention}, mapping)
        assert not done.named("conflict"), done.named("conflict")
        nexus = {}
        with Nexus(done.source) as opened:
            for path, module in opened.modules().items():
                nexus[path.rsplit("/", 1)[-1]] = module
        for cif in in_every_reading(done):
            near(frame_of(cif), case["R"])
            assert set(cif.panels()) == {m["name"] for m in case["modules"]}
            for module in case["modules"]:
                near(nexus[module["name"]].corners(), [module["nx"][c] for c in CORNERS])
                _rows(cif, module, convention, shared=len(case["modules"]) > 1)
                _positions(cif, module, convention)
                turned = nexus[module["name"]].corners() @ np.transpose(case["R"])
                if convention == "corner":
                    near(cif.panels()[module["name"]].corners(), turned)
                hit = nexus[module["name"]].crossing()
                here = cif.panels()[module["name"]].crossing(cif.beam)
                half = 0.5 if convention == "corner" else 0.0
                near(np.add(here, (half, half, 0)), hit)


def _rows(cif: Imgcif, module: Case, convention: str, *, shared: bool) -> None:
    for wanted in module["axis_rows"]:
        row = cif.axes[wanted["id"]]
        for name in ("type", "equipment", "depends_on"):
            assert row[name] == wanted[name]
        near(cif.vector(row, "vector"), wanted["vector"])
        near(cif.vector(row, "offset"), wanted["offset"])
    for axis, value in module["diffrn_scan_axis_settings"].items():
        near(cif.setting(axis, cif.scans[0], 1), value)
    for wanted in module["array_structure_list_axis"]:
        row = cif.surface(wanted["axis_set_id"])
        assert row["axis_id"] == wanted["axis_id"]
        near(row["displacement"], wanted[f"displacement_{convention}"])
        near(row["displacement_increment"], wanted["displacement_increment"])
    (frame,) = (
        r for r in cif.data_frames(cif.scans[0], 1) if r["detector_element_id"] == module["name"]
    )
    section = frame.get("array_section_id", ".")
    assert (section != ".") == shared
    listed = cif.dimensions(frame["array_id"], section)
    for wanted in module["array_structure_list"]:
        row = listed[wanted["precedence"]]
        assert int(row["index"]) == wanted["index"]
        assert int(row["dimension"]) == wanted["dimension"]
        assert row["direction"] == wanted["direction"]
        assert row["axis_set_id"] == wanted["axis_set_id"]
    spans = cif.section(frame["array_id"], section)
    for wanted in module.get("array_structure_list_section", ()):
        span = (wanted["start"], wanted["end"], wanted["stride"])
        if shared:
            assert spans[wanted["index"]] == span
        else:  # the whole image
            assert span == (1, int(listed[wanted["index"]]["dimension"]), 1)


def _positions(cif: Imgcif, module: Case, convention: str) -> None:
    panel = cif.panels()[module["name"]]
    target = module["cbf"]
    if convention == "corner":
        near(panel.corners(), [target[name] for name in CORNERS])
        near(panel.first, target["first_pixel_centre_if_corner_convention"])
        last = panel.centre_of(panel.n_fast - 1, panel.n_slow - 1)
        near(last, target["last_pixel_centre_if_corner_convention"])
    else:
        near(panel.first, target["origin"])
    near(panel.fast / np.linalg.norm(panel.fast), target["fast"])
    near(panel.slow / np.linalg.norm(panel.slow), target["slow"])
    centre = module["imgcif_reference_center"][f"if_{convention}_convention"]["pixels_fast_slow"]
    fast, slow, distance = panel.crossing(cif.beam)
    # ten digits of the vectors' offsets leave 1e-6 of a pixel
    assert_allclose((fast, slow), centre, rtol=0, atol=2e-6)
    near(distance, module["distance_along_beam_mm"])
    (element,) = (r for r in cif.rows("diffrn_detector_element") if r["id"] == module["name"])
    assert element["reference_center_units"] == "pixels"
    written = [float(element[f"reference_center_{side}"]) for side in ("fast", "slow")]
    assert_allclose(written, centre, rtol=0, atol=2e-6)
    if all(cif.axes[axis]["type"] == "translation" for axis in module["diffrn_scan_axis_settings"]):
        stated = cif.one("_diffrn_measurement.sample_detector_distance")
        near(stated, module["distance_along_beam_mm"])


def turning(case: Case, frames: int = 3600) -> list[Transformation]:
    """The axes of a goniometer vector; omega turns by 0.1 degrees a frame."""
    starts = np.arange(frames) * 0.1
    return [
        Transformation(
            a["id"],
            a["type"],
            a["vector_nx"],
            starts if a["id"] == "omega" else 0.0,
            ends=starts + 0.1 if a["id"] == "omega" else None,
        )
        for a in case["axes"]
    ]


def check_goniometer(convert: Converter, case: Case) -> None:
    done = convert(Plan(turning(case), modules=[SMALL], data=(3600, 20, 30)))
    assert not done.named("conflict"), done.named("conflict")
    for cif in in_every_reading(done):
        for axis in case["axes"]:
            row = cif.axes[axis["id"]]
            assert (row["type"], row["depends_on"]) == (axis["type"], axis["depends_on"])
            assert row["equipment"] == "goniometer"
            near(cif.vector(row, "vector"), axis["vector_cbf_unit"])
        with Nexus(done.source) as nexus:
            for name, wanted in case["sample_rotation"].items():
                frame = int(name.removeprefix("frame_"))
                near(cif.setting("omega", cif.scans[0], frame), wanted["omega"])
                near(nexus.sample_rotation(frame), wanted["R_nx"])
                near(cif.sample_rotation(frame=frame), wanted["R_cbf"])
                there = cif.sample_rotation(frame=frame) @ cif.to_nexus().T @ (0, 0, 1)
                near(cif.to_nexus() @ there, wanted["crystal_vector_0_0_1_nx"])


def check_scan(convert: Converter, case: Case) -> None:
    starts = np.arange(case["n"]) * 0.1
    axis = Transformation(case["axis"], "rotation", [-1, 0, 0], starts, ends=starts + 0.1)
    plan = Plan(
        [axis],
        modules=[SMALL],
        data=(case["n"], 20, 30),
        entry={name: case[name] for name in ("start_time", "end_time")},
        detector={"count_time": (case["count_time"], "s")},
        beam={"incident_wavelength": (case["wavelength"], "angstrom")},
    )
    done = convert(plan)
    for cif in in_every_reading(done):
        (row,) = (r for r in cif.rows("diffrn_scan_axis") if r["axis_id"] == case["axis"])
        for name, value in case["diffrn_scan_axis"].items():
            near(row[name], value)
        for frame, wanted in case["frames"].items():
            near(cif.setting(case["axis"], cif.scans[0], int(frame)), wanted["angle"])
            near(row["angle_increment"], wanted["angle_increment"])
        assert int(cif.one("_diffrn_scan.frames")) == case["n"]
        for item, name in (("date_start", "start_time"), ("date_end", "end_time")):
            assert _instant(cif.one(f"_diffrn_scan.{item}")) == _instant(case[name])
        near(cif.one("_diffrn_scan.integration_time"), case["count_time"])
        exposures = [r["integration_time"] for r in cif.rows("diffrn_scan_frame")]
        near(exposures, np.full(case["n"], case["count_time"]))
        near(cif.one("_diffrn_radiation_wavelength.value"), case["wavelength"])


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def check_external(convert: Converter, case: Case) -> None:
    last = case["virtual_sources"][-1]["bounds"][1]
    shape = tuple(n + 1 for n in last)
    links = tuple((a, b, c, d) for a, b, c, d in case["links"])
    starts = np.arange(shape[0]) * 0.1
    plan = Plan(
        [Transformation("omega", "rotation", [-1, 0, 0], starts)],
        modules=[ModulePlan("module", [-1, 0, 0], [0, -1, 0], shape[1:])],
        data=shape,
        raw_links=links,
    )
    done = convert(plan)
    assert done.named("unreadable") == []
    for cif in in_every_reading(done):
        assert len(cif.rows("array_data_external_data")) == shape[0]
        for frame, (file, path, number) in case["frame_lookup_1based"].items():
            row = cif.external(int(frame))
            assert (row["format"], row["uri"], row["path"]) == ("HDF5", file, path)
            assert int(row["frame"]) == number


SCALARS = Plan(
    modules=[ModulePlan("module", [-1, 0, 0], [0, -1, 0], [20, 30], (0.075, 0.075))],
    dtype="u4",
    detector={
        "saturation_value": 57618,
        "underload_value": 0,
        "sensor_thickness": (0.00045, "m"),
        "dead_time": (2e-7, "s"),
    },
    nxdata={"data_offset": -400.0, "data_scaling_factor": 0.1},
    beam={
        "flux": (1e12, "1/s/cm^2"),
        "incident_beam_size": ([0.05, 0.02], "mm"),
        "incident_energy": (12703.21787278, "eV"),
    },
)


def check_scalar(done: Converted, case: Case) -> None:
    category, _, item = case["item"].removeprefix("_").partition(".")
    wanted = case["value"]
    pairs = {item.split("/")[0]: wanted}
    if isinstance(wanted, dict):
        pairs = wanted
    for cif in in_every_reading(done):
        rows = cif.rows(category)
        assert rows
        for row in rows:
            for name, value in pairs.items():
                if isinstance(value, str):
                    assert row[name] == value
                else:
                    assert float(row[name]) == pytest.approx(value, rel=1e-6, abs=1e-12)
