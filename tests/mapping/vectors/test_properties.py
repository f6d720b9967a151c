"""Any NXmx geometry: both evaluators put every corner in the same place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tests.support.nexus_eval import Module, Nexus

from .builder import ModulePlan, Plan, Transformation
from .conversion import Converted, Converter

FRAMES = 3
BEAM = np.array([0.0, 0.0, 1.0])
UNITS = ("m", "cm", "mm", "um")
moderate = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def rounded(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda x: round(x, 4))


@st.composite
def directions(draw: st.DrawFn) -> np.ndarray:
    """Unit vectors all over the sphere."""
    z, turn = draw(rounded(-1, 1)), draw(rounded(0, 360))
    across = np.sqrt(1 - z * z)
    return np.array([across * np.cos(np.radians(turn)), across * np.sin(np.radians(turn)), z])


offsets = st.lists(rounded(-200, 200), min_size=3, max_size=3)
carriers = st.sampled_from([0, 0, 1, None])
"""The next axis, the one after it, none: detectors are trees of axes."""
values = rounded(-180, 180) | st.lists(rounded(-180, 180), min_size=FRAMES, max_size=FRAMES)


@st.composite
def transformations(draw: st.DrawFn, name: str, on: st.SearchStrategy[int]) -> Transformation:
    kind = draw(st.sampled_from(["rotation", "translation"]))
    length = draw(st.just(1.0) | rounded(0.2, 4))
    return Transformation(
        name,
        kind,
        draw(directions()) * length,
        np.array(draw(values)),
        draw(offsets),
        draw(st.sampled_from(UNITS)),
        draw(st.sampled_from(UNITS)),
        on=draw(on),
    )


@st.composite
def goniometers(draw: st.DrawFn) -> list[Transformation]:
    """Chains whose outermost rotation is 25 degrees or more off the beam."""
    count = draw(st.integers(0, 3))
    chain = [draw(transformations(f"gonio_{i}", st.just(0))) for i in range(count)]
    rotations = [i for i, axis in enumerate(chain) if axis.type == "rotation"]
    if rotations:
        tilt, turn = np.radians([draw(rounded(25, 155)), draw(rounded(0, 360))])
        vector = [np.sin(tilt) * np.cos(turn), np.sin(tilt) * np.sin(turn), np.cos(tilt)]
        chain[rotations[-1]] = replace(chain[rotations[-1]], vector=vector)
    return chain


@st.composite
def module_plans(draw: st.DrawFn, count: int) -> list[ModulePlan]:
    """Modules side by side in one image, each turned its own way; (image of 20 rows)."""
    plans = []
    for number in range(count):
        fast = draw(directions())
        slow = np.cross(fast, draw(directions()))
        assume(np.linalg.norm(slow) > 0.1)
        slow /= np.linalg.norm(slow)
        length = draw(st.just(1.0) | rounded(0.5, 2))
        plans.append(
            ModulePlan(
                f"module_{number}",
                fast * length,
                slow,
                [draw(st.integers(1, 20)), draw(st.integers(1, 15))],
                [draw(rounded(0.01, 2)), draw(rounded(0.01, 2))],
                draw(offsets),
                [0, 15 * number],
                draw(st.sampled_from([("module_offset",), ("fast", "slow"), ("slow",), ("fast",)])),
                draw(st.sampled_from(UNITS)),
                draw(carriers),
                draw(st.booleans()),
            )
        )
    return plans


@st.composite
def geometries(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(1, 3))
    arm = [draw(transformations(f"arm_{i}", carriers)) for i in range(draw(st.integers(0, 4)))]
    plans = draw(module_plans(count))
    gonio = draw(goniometers())
    if not any(axis.type == "rotation" for axis in gonio):  # the first module gives X
        turn = np.radians(draw(rounded(0, 360)))
        fast = np.array([np.cos(turn), np.sin(turn), 0.0])
        plans[0] = replace(plans[0], fast=fast, slow=np.cross([0, 0, 1], fast))
    return Plan(gonio, arm, plans, (FRAMES, 20, 15 * count))


def frame_of(done: Converted) -> np.ndarray:
    y, z = -done.cif.direction("gravity"), done.cif.beam
    return np.stack([np.cross(y, z), y, z], axis=1)


def by_name(nexus: Nexus, frame: int) -> dict[str, Module]:
    return {path.rsplit("/", 1)[-1]: module for path, module in nexus.modules(frame).items()}


@given(geometries(), st.sampled_from(["keep", "reverse"]))
@moderate
def test_every_corner_is_where_it_was(convert: Converter, plan: Plan, sense: str) -> None:
    done = convert(plan, {"flip_axis": sense})
    turn = frame_of(done)
    assert_allclose(turn @ turn.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(turn) > 0
    with Nexus(done.source) as nexus:
        for frame in (1, FRAMES):
            panels = done.cif.panels(frame=frame)
            modules = by_name(nexus, frame)
            assert set(panels) == set(modules) == {m.name for m in plan.modules}
            for name, module in modules.items():
                panel = panels[name]
                assert_allclose(panel.corners(), module.corners() @ turn.T, rtol=0, atol=1e-6)
                handed = np.linalg.det([panel.fast, panel.slow, panel.first])
                wanted = np.linalg.det([module.fast, module.slow, module.at(0.5, 0.5)])
                assert_allclose(handed, wanted, rtol=1e-6, atol=1e-6)
                assert_allclose(np.linalg.norm(panel.fast), np.linalg.norm(module.fast), atol=1e-9)
                assert_allclose(np.linalg.norm(panel.slow), np.linalg.norm(module.slow), atol=1e-9)


@given(geometries(), st.sampled_from(["keep", "reverse"]))
@moderate
def test_the_sample_turns_the_same_way(convert: Converter, plan: Plan, sense: str) -> None:
    done = convert(plan, {"flip_axis": sense})
    turn = frame_of(done)
    principal = [a for a in plan.gonio if a.type == "rotation"]
    sign = 1.0 if sense == "keep" else -1.0
    x = principal[-1].vector if principal else plan.modules[0].fast
    assert_allclose(turn[0], sign * np.array(x) / np.linalg.norm(x), atol=1e-6)
    assert turn[2] @ BEAM < 0, "Z points to the source"
    for axis in plan.gonio:
        row = done.cif.axes[axis.name]
        wanted = turn @ np.array(axis.vector) / np.linalg.norm(axis.vector)
        assert_allclose(done.cif.vector(row, "vector"), wanted, atol=1e-6)
        assert_allclose(done.cif.vector(row, "offset"), turn @ np.array(axis.offset), atol=1e-6)
    with Nexus(done.source) as nexus:
        for frame in (1, FRAMES):
            expected = turn @ nexus.sample_rotation(frame) @ turn.T
            found = done.cif.sample_rotation(frame=frame)
            assert_allclose(found, expected, rtol=0, atol=1e-6)


@given(geometries())
@moderate
def test_what_is_written_leads_back_to_the_source(convert: Converter, plan: Plan) -> None:
    done = convert(plan, {"pixel_reference": "centre"})
    back = done.cif.to_nexus()
    with Nexus(done.source) as nexus:
        for name, module in by_name(nexus, 1).items():
            panel = done.cif.panels()[name]
            assert_allclose(back @ panel.first, module.origin, rtol=0, atol=1e-6)
            assert_allclose(back @ panel.fast, module.fast, rtol=0, atol=1e-6)
            assert_allclose(back @ panel.slow, module.slow, rtol=0, atol=1e-6)
    for axis in (*plan.gonio, *plan.arm):
        if axis.name not in done.cif.axes:  # it carries nothing
            continue
        vector = done.cif.vector(done.cif.axes[axis.name], "vector")
        wanted = np.array(axis.vector) / np.linalg.norm(axis.vector)
        assert_allclose(back @ vector, wanted, rtol=0, atol=1e-6)
