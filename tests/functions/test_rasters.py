"""Axes that turn back or stay: rasters have an extent and the step of their grid."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.mapping.functions import geometry, scans
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import TreeRecord
from tests.support.fake_call import FakeCall


@pytest.mark.parametrize(
    ("positions", "step", "extent"),
    [
        ([0.0, 0.01, 0.02, 0.02, 0.01, 0.0], 0.01, 0.02),  # there and back
        ([0.0, 0.0, 0.0, 0.02, 0.02, 0.02], 0.02, 0.02),  # row by row
        ([5.0, 5.0, 4.0, 4.0, 3.0, 3.0], 1.0, 2.0),
        ([0.0, 0.1, 0.2, 0.3], 0.1, 0.4),  # even: the last frame ends where a next would start
        ([0.3, 0.2, 0.1, 0.0], -0.1, -0.4),
        ([7.0, 7.0, 7.0], 0.0, 0.0),
    ],
)
def test_step_and_range(positions: list[float], step: float, extent: float) -> None:
    call, values = FakeCall(), Quantity(np.array(positions), "millimetres")
    assert scans.scan_step(call, values).data == pytest.approx(step)
    assert scans.scan_range(call, values).data == pytest.approx(extent)


@pytest.mark.parametrize(
    ("vector", "setting"),
    [
        ([0.0, 0.0, 1.0 + 1e-9], 0.172),
        ([0.0, 0.0, 2.0], 0.344),
        ([0.0, 0.0, 1.0 + 1e-6], 0.172000172),
    ],
)
def test_length_of_a_direction(vector: list[float], setting: float) -> None:
    axis = TreeRecord("axis", value=0.172, value_unit="mm")
    for name, value in (("vector", vector), ("transformation_type", "translation")):
        axis.attrs[name] = TreeRecord(name, parent=axis, value=value)
    found = geometry.setting(FakeCall(), axis)
    assert found is not None
    assert found.data == setting
