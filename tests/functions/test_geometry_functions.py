"""Functions on geometry: frames, settings, mounting, panels, the beam on the detector."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.errors import UnreadableValue
from imgcif_map.geometry import GeometryError
from imgcif_map.mapping.functions import geometry, mounting, panels
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import TreeRecord
from tests.support.fake_call import FakeCall, group, leaf, rotation, translation


def q(data, unit=None):
    return Quantity(np.array(data) if isinstance(data, list) else data, unit)


@pytest.fixture
def call():
    return FakeCall()


def test_directions_have_length_one():
    assert geometry.unit_vector(q([0, 0, 2])).data.tolist() == [0, 0, 1]
    assert geometry.unit_vector(q([[3.0, 0, 4], [-1, 0, 0]])).data.tolist() == [
        [0.6, 0, 0.8],
        [-1, 0, 0],
    ]
    with pytest.raises(GeometryError):
        geometry.unit_vector(q([0.0, 0, 0]))


def test_a_normal_is_right_handed():
    assert mounting.normal(q([2.0, 0, 0]), q([0, 3, 0])).data.tolist() == [0, 0, 1]
    assert mounting.normal(q([0, 3, 0]), q([2.0, 0, 0])).data.tolist() == [0, 0, -1]
    tilted = mounting.normal(
        q([1, 0, 0]),
        q([1, 1, 0]),
    )
    assert tilted.data.tolist() == [0, 0, 1]
    assert tilted.unit is None
    with pytest.raises(UnreadableValue, match="parallel"):
        mounting.normal(q([1, 0, 0]), q([-2, 0, 0]))
    with pytest.raises(GeometryError):
        mounting.normal(q([1, 0, 0]), q([0, 0, 0]))


def test_vectors_are_turned_right_handed():
    assert geometry.turned(q([0, 1, 0]), q([1, 0, 0]), q(90)).data.tolist() == [0, 0, 1]
    by_radians = geometry.turned(q([2.0, 0, 0], "millimetres"), q([0, 0, 3]), q(np.pi, "radians"))
    assert by_radians.data.tolist() == [-2, 0, 0]
    assert by_radians.unit == "millimetres"
    kappa = geometry.turned(q([0, -1, 0]), q([-1, 0, 0]), q([50.0, 50.0], "degrees"))
    assert np.allclose(kappa.data, [0, -np.cos(np.radians(50)), np.sin(np.radians(50))])
    with pytest.raises(UnreadableValue, match="one number"):
        geometry.turned(q([0, 1, 0]), q([1, 0, 0]), q([1.0, 2.0]))


def test_frame_change_leaves_clean_numbers(call):
    moved = geometry.to_frame(call, q([159.05397811, 166.66, 1e-14], "millimetres"))
    assert moved.data.tolist() == [-159.05397811, 166.66, -1e-14]
    assert moved.unit == "millimetres"
    assert not np.signbit(geometry.to_frame(call, q([0.0, 0, 0])).data).any()
    call.matrix = np.array([[0.6, 0.8, 0], [0.8, -0.6, 0], [0, 0, -1.0]])
    assert geometry.to_frame(call, q([0.8, -0.6, 0])).data[0] == 0.0


def test_gravity_and_source(call):
    assert geometry.gravity(call).data.tolist() == [0, -1, 0]
    assert geometry.source_direction(call).data.tolist() == [0, 0, 1]


def axis_row(name, kind, vector, depends_on=None, equipment="goniometer", **fields):
    row = group(
        name, leaf("name", name), leaf("type", kind), leaf("vector", list(vector)),
        leaf("equipment", equipment),
        *(leaf(key, value, "mm" if key == "offset" else None) for key, value in fields.items()),
    )  # fmt: skip
    if isinstance(depends_on, str):
        row.add(leaf("depends_on", depends_on))
    elif depends_on is not None:
        row.nodes["depends_on"] = depends_on
    return row


def test_the_principal_axis_is_the_outermost_rotation(call):
    omega = axis_row("omega", "rotation", (-1, 0, 0))
    table = axis_row("x", "translation", (1, 0, 0), omega)
    phi = axis_row("phi", "rotation", (0, 1, 0), table)
    arm = axis_row("two_theta", "rotation", (0, 0, 1), equipment="detector")
    assert geometry.outermost_rotation(call, (arm, phi, table, omega)).data.tolist() == [-1, 0, 0]
    by_name = axis_row("phi", "rotation", (0, 1, 0), "omega")
    assert geometry.outermost_rotation(call, (by_name, omega)).data.tolist() == [-1, 0, 0]
    assert geometry.outermost_rotation(call, (arm,)) is None
    assert geometry.outermost_rotation(call, None) is None


def test_a_rotation_on_a_fixed_translation_is_still_the_outermost(call):
    base = axis_row("base", "translation", (0, 1, 0))
    omega = axis_row("omega", "rotation", (-1, 0, 0), base)
    assert geometry.outermost_rotation(call, (omega, base)).data.tolist() == [-1, 0, 0]


def test_settings_take_the_length_of_their_vector(call):
    rail = translation("z", [50.0, 51.0], [0, 0, 2.0], ".")
    assert geometry.setting(call, rail).data.tolist() == [100, 102]
    assert geometry.setting(call, rail).unit == "millimetres"
    assert geometry.setting(call, translation("z", 168.0, [0, 0, 1], ".")).data == 168.0
    assert geometry.setting(call, rotation("phi", 30.0, [0, 2, 0], ".")).data == 30.0
    assert geometry.setting(call, leaf("x")) is None
    with pytest.raises(GeometryError):
        geometry.setting(call, translation("z", 5.0, [0, 0, 0], "."))


def test_ends_are_like_their_axis(call):
    rail = translation("z", [50.0, 51.0], [0, 0, 2.0], ".")
    ends = geometry.setting(call, leaf("z_end", [51.0, 52.0]), rail)
    assert ends.unit == "millimetres"
    assert ends.data.tolist() == [102, 104]
    stated = geometry.setting(call, leaf("z_end", 0.051, "m"), rail)
    assert (stated.unit, stated.data) == ("metres", 0.102)


def test_polarisation(call):
    call.matrix = np.array([[0, 1.0, 0], [1, 0, 0], [0, 0, -1]])
    turned = geometry.stokes(call, q([[1, 0.9, 0, 0], [1, 0.7, 0, 0]]))
    np.testing.assert_allclose(turned.data[:, 1], (-0.9, -0.7))
    assert geometry.polarisation_ratio(turned).data == pytest.approx(0.8)
    assert geometry.polarisation_norm(turned).unit == "degrees"
    assert abs(geometry.polarisation_norm(turned).data) == 90
    assert geometry.polarisation_norm(q([1.0, 0, 0, 0])) is None
    assert geometry.polarisation_ratio(q([0.0, 0, 0, 0])) is None
    assert call.reports == []
    geometry.stokes(call, q([1.0, 0, 0, 0.5]))
    assert call.kinds == ["assumption"]


def test_divergences_change_places_on_a_vertical_goniometer(call):
    call.matrix = np.array([[0, 1.0, 0], [1, 0, 0], [0, 0, -1]])
    assert geometry.divergence(call, q([0.3, 0.1], "degrees")).data.tolist() == [0.1, 0.3]
    assert geometry.divergence_xy(call, q([0.3, 0.1], "degrees")) == q(0.0, "degrees_squared")


# Modules as NeXus writes them


def nexus(module_offset, *, fast_on="module_offset", slow_on="module_offset", det="det_z", **more):
    """/det with det_z, two_theta and a module of the given parts."""
    parts = [
        translation("fast_pixel_direction", 0.075, [-1, 0, 0], fast_on, **more.get("fast", {})),
        translation("slow_pixel_direction", 0.075, [0, -1, 0], slow_on, **more.get("slow", {})),
        *([module_offset] if module_offset is not None else []),
        *more.get("also", []),
    ]
    detector = group(
        "det",
        leaf("depends_on", det),
        translation("det_z", 200.0, [0, 0, 1], "."),
        group("module", *parts, nx_class="NXdetector_module"),
    )
    group("", detector)
    return detector


def mounted(call, detector):
    module = detector.child("module")
    return mounting.mount(
        call,
        module.child("fast_pixel_direction"),
        module.child("slow_pixel_direction"),
        detector.child("depends_on"),
    )


def offset_on(depends_on="/det/det_z", value=0.0, **more):
    more.setdefault("offset", [100.0, 80.0, 0.0])
    return translation("module_offset", value, [1, 0, 0], depends_on, **more)


def test_module_offset_is_folded_in(call):
    detector = nexus(offset_on())
    mount = mounted(call, detector)
    assert mount.child("offset").value.tolist() == [100, 80, 0]
    assert mount.child("offset").unit == "millimetres"
    assert mount.child("depends_on") is detector.child("det_z")
    assert mount.origin == detector.child("module").child("slow_pixel_direction").origin
    assert call.reports == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"value": 0.005, "unit": "m"}, [100005, 80000, 0]),
        ({"value": 5.0, "offset_units": "m"}, [100005, 80000, 0]),
        ({"value": 0.005, "unit": "m", "offset_units": "mm"}, [105, 80, 0]),
        ({"value": 5.0, "offset": [0, 0, 0]}, [5, 0, 0]),
    ],
)
def test_each_length_has_its_own_unit(call, more, expected):
    mount = mounted(call, nexus(offset_on(**more)))
    assert mount.child("offset").value.tolist() == expected


def test_lengths_without_unit_are_assumed_to_be_millimetres(call):
    mount = mounted(call, nexus(offset_on(value=5.0, unit=None)))
    assert mount.child("offset").value.tolist() == [105, 80, 0]
    assert set(call.kinds) == {"assumption"}


def test_an_offset_on_both_pixel_axes_counts_once(call):
    both = {"fast": {"offset": [10.0, 0, 0]}, "slow": {"offset": [10.0, 0, 0]}}
    assert mounted(call, nexus(offset_on(), **both)).child("offset").value.tolist() == [110, 80, 0]
    serial = nexus(offset_on(), fast_on="slow_pixel_direction", **both)
    assert mounted(call, serial).child("offset").value.tolist() == [120, 80, 0]
    assert call.reports == []


def test_different_offsets_on_pixel_axes_are_a_conflict(call):
    both = {"fast": {"offset": [10.0, 0, 0]}, "slow": {"offset": [20.0, 0, 0]}}
    assert mounted(call, nexus(offset_on(), **both)).child("offset").value.tolist() == [120, 80, 0]
    assert call.kinds == ["conflict"]


def test_a_dot_on_module_offset_is_final(call):
    """Falling back to the detector's chain would count the distance twice."""
    mount = mounted(call, nexus(offset_on(".", offset=[100.0, 80.0, 200.0])))
    assert mount.child("offset").value.tolist() == [100, 80, 200]
    assert mount.child("depends_on") is None


def test_old_files_leave_it_to_module_offset_and_detector(call):
    dots = {"fast_on": ".", "slow_on": "."}
    beside = nexus(offset_on(), **dots)
    assert mounted(call, beside).child("offset").value.tolist() == [100, 80, 0]
    assert mounted(call, beside).child("depends_on") is beside.child("det_z")
    without = nexus(None, **dots)
    assert mounted(call, without).child("offset").value.tolist() == [0, 0, 0]
    assert mounted(call, without).child("depends_on") is without.child("det_z")
    nothing = nexus(None, det=".", **dots)
    assert mounted(call, nothing).child("depends_on") is None
    silent = offset_on()
    del silent.attrs["depends_on"]
    fallen = nexus(silent, **dots)
    assert mounted(call, fallen).child("depends_on") is fallen.child("det_z")
    assert call.reports == []


def test_nothing_to_mount(call):
    assert mounting.mount(call, None, None) is None


def test_beam_centre_places_the_first_pixel(call):
    parts = [q(0.1, "millimetres"), q(1e-4, "metres"), q([-1.0, 0, 0]), q([0, -1.0, 0])]
    by_pixels = mounting.beam_offset(call, q(1000.0, "pixels"), q(800.0, "pixels"), *parts)
    assert by_pixels.unit == "millimetres"
    assert by_pixels.data.tolist() == [100, 80, 0]
    by_length = mounting.beam_offset(call, q(10.0, "centimetres"), q(80.0, "millimetres"), *parts)
    assert by_length.data.tolist() == [100, 80, 0]
    assert call.reports == []
    moving = mounting.beam_offset(call, q([1000.0, 1001.0]), q(800.0), *parts)
    assert moving.data.tolist() == [100, 80, 0]
    assert call.kinds == ["lossy"]


@pytest.mark.parametrize(("reference", "half"), [("corner", 0.5), ("centre", 0.0)])
def test_pixel_reference_moves_centres_by_half_a_pixel(call, reference, half):
    call.params["pixel_reference"] = reference
    pitch = q(0.1, "millimetres")
    assert mounting.first_pixel(call, pitch) == q(half * 0.1, "millimetres")
    assert mounting.from_pixel_centre(call, q(1000.0, "pixels")) == q(1000 - half, "pixels")
    length = mounting.from_pixel_centre(call, q(0.1, "metres"), pitch)
    assert length == q(100 - half * 0.1, "millimetres")
    assert mounting.from_pixel_centre(call, q(0.1, "metres")) is None


def test_centres_in_pixels():
    assert mounting.in_pixels(q(0.1, "metres"), q(0.1, "millimetres")) == q(1000.0, "pixels")
    assert mounting.in_pixels(q(1000.0), q(0.1, "millimetres")) == q(1000.0, "pixels")


# A hierarchy of panels


def panel_group(name, fast, slow, origin, *children):
    record = group(
        name, leaf("fast_axis", list(fast)), leaf("slow_axis", list(slow)),
        leaf("origin", list(origin)),
    )  # fmt: skip
    if children:
        record.add(group("children", *children))
    return record


def test_panels_of_a_tree_are_seen_from_the_sample(call):
    pads = [panel_group(str(i), (1, 0, 0), (0, -1, 0), (-5.0, 10.0 * i, 0)) for i in (0, 1)]
    detector = group("0", group("panels", *pads))
    tree = panel_group(
        "hierarchy", (1, 0, 0), (0, 1, 0), (0, 0, -150.0),
        panel_group(
            "0", (0, 1, 0), (-1, 0, 0), (20.0, 0, 0.5),
            group("0", leaf("panel", 0)), group("1", leaf("panel", 1)),
        ),
    )  # fmt: skip
    flat = mounting.flatten(call, detector.child("panels").child("1"), tree)
    assert flat.child("fast").value.tolist() == [0, 1, 0]
    assert flat.child("slow").value.tolist() == [1, 0, 0]
    # (-5, 10, 0) turned by 90 degrees, then moved by both groups
    assert flat.child("offset").value.tolist() == [10, -5, -149.5]
    assert flat.child("offset").unit == "millimetres"


def test_panels_without_a_tree_stand_alone(call):
    pad = panel_group("0", (1, 0, 0), (0, -1, 0), (-5.0, 10.0, -100))
    for tree in (None, panel_group("hierarchy", (0, 1, 0), (1, 0, 0), (0, 0, 0))):
        flat = mounting.flatten(call, pad, tree)
        assert flat.child("offset").value.tolist() == [-5, 10, -100]
    assert mounting.flatten(call, leaf("nothing")) is None


# Tables, as the engine offers them


def module_row(depends_on=None, offset=(100.0, 80.0, 0.0), **fields):
    row = group(
        "module", leaf("fast", [-1.0, 0, 0]), leaf("slow", [0, -1.0, 0]),
        leaf("offset", list(offset), "mm"),
        leaf("pitch_fast", 1e-4, "m"), leaf("pitch_slow", 0.1, "mm"),
        leaf("n_fast", fields.get("n_fast", 2000)), leaf("n_slow", 1600),
    )  # fmt: skip
    if isinstance(depends_on, str):
        row.add(leaf("depends_on", depends_on))
    elif depends_on is not None:
        row.nodes["depends_on"] = depends_on
    return row


def test_distance_and_centre_by_the_chain(call):
    rail = axis_row("z", "translation", (0, 0, 1), equipment="detector", values=200.0)
    call.tables = {"axes": (rail,)}
    rows = (module_row(rail),)
    assert panels.chain_distance(call, rows).data == 200.0
    assert panels.chain_distance(call, rows).unit == "millimetres"
    centre = panels.chain_centre(call, rows)
    assert centre.data.tolist() == [1000, 800]
    assert centre.unit == "pixels"
    assert panels.chain_voffset(call, rows).data == 0
    by_name = (module_row("z", (100.0, 95.0, 0.0)),)
    assert panels.chain_voffset(call, by_name).data == 15
    assert call.reports == []


def test_settings_may_stand_in_their_own_table(call):
    rail = axis_row("z", "translation", (0, 0, 1), equipment="detector", offset=[0.0, 5.0, 0.0])
    setting = group("s", leaf("values", [0.2, 0.3], "m"))
    setting.nodes["axis"] = rail
    call.tables = {"axes": (rail,), "settings": (setting,)}
    rows = (module_row(rail),)
    assert panels.chain_distance(call, rows).data == 200
    assert panels.chain_centre(call, rows).data.tolist() == [1000, 850]


def test_a_swung_arm_moves_the_beam_on_the_detector(call):
    arm = axis_row("two_theta", "rotation", (0, 1, 0), equipment="detector", values=10.0)
    rail = axis_row("z", "translation", (0, 0, 1), arm, "detector", values=200.0)
    call.tables = {"axes": (arm, rail)}
    rows = (module_row(rail),)
    distance = 200 / np.cos(np.radians(10))
    assert panels.chain_distance(call, rows).data == pytest.approx(distance)
    fast = 1000 + np.tan(np.radians(10)) * 200 / 0.1
    assert panels.chain_centre(call, rows).data == pytest.approx([fast, 800])


def test_of_several_modules_the_one_in_the_beam_counts(call):
    rail = axis_row("z", "translation", (0, 0, 1), equipment="detector", values=200.0)
    call.tables = {"axes": (rail,)}
    rows = (module_row(rail, (400.0, 80.0, 50.0)), module_row(rail))
    assert panels.chain_distance(call, rows).data == 200


def test_incomplete_chains_give_nothing(call):
    call.tables = {"axes": ()}
    assert panels.chain_distance(call, (module_row("gone"),)) is None
    assert panels.chain_centre(call, ()) is None
    bare = module_row()
    bare.nodes.pop("pitch_fast")
    assert panels.chain_distance(call, (bare,)) is None
    first, second = TreeRecord("a"), TreeRecord("b")
    for row, other in ((first, second), (second, first)):
        for key, value in (("name", row.name), ("type", "rotation"), ("vector", np.ones(3))):
            row.add(leaf(key, value))
        row.nodes["depends_on"] = other
    call.tables = {"axes": (first, second)}
    assert panels.chain_distance(call, (module_row(first),)) is None
    assert call.kinds == ["conflict"]


def test_modules_that_stand_fixed(call):
    assert panels.chain_distance(call, (module_row(offset=(100.0, 80.0, 200.0)),)).data == 200
    dot = module_row(".", offset=(100.0, 80.0, 200.0))
    assert panels.chain_distance(call, (dot,)).data == 200
