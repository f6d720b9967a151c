"""Any instrument gives a figure that is well formed, finite and small, or a clear refusal."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UsageError
from imgcif_map.experiment import Experiment
from imgcif_map.figures.draw import FIGURES, drawn
from imgcif_map.figures.instrument import instrument_scene
from imgcif_map.figures.scene import UNIT, View
from imgcif_map.figures.stance import Stances
from imgcif_map.geometry import GeometryError
from tests.figures.make import any_experiment, experiment
from tests.figures.wellformed import check

ANGLE = st.floats(-1e4, 1e4)


@given(any_experiment(), st.sampled_from(FIGURES), st.sampled_from(["light", "dark"]))
@settings(deadline=None, max_examples=150)
def test_any_experiment(made: Experiment, figure: str, theme: str) -> None:
    try:
        text = drawn([made], figure, theme=theme)
    except (GeometryError, UsageError):
        return
    check(text)
    assert len(text) < 100_000
    assert text == drawn([made], figure, theme=theme)


@given(ANGLE, ANGLE)
@settings(deadline=None, max_examples=50)
def test_any_view_shows_all_of_it(azimuth: float, elevation: float) -> None:
    picture = instrument_scene(Stances(experiment()), experiment().scans[0]).seen(
        View(azimuth, elevation)
    )
    for mark in picture.marks:
        for x, y in mark.points:
            assert -60 <= x <= picture.width + 60
            assert -60 <= y <= picture.height + 60


@given(any_experiment())
@settings(deadline=None, max_examples=60)
def test_a_scene_is_plain_whole_numbers(made: Experiment) -> None:
    try:
        with np.errstate(all="ignore"):
            scene = instrument_scene(Stances(made), made.scans[0])
    except (GeometryError, IndexError):
        return
    plain = scene.plain()
    assert json.loads(json.dumps(plain)) == plain
    for part in scene.parts:
        for spot in part.points:
            assert all(isinstance(number, int) and abs(number) <= 3 * UNIT for number in spot)
