"""Functions on scans and dates."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions import dates, scans
from imgcif_map.mapping.functions.panels import scan_kind
from imgcif_map.mapping.quantity import Quantity
from tests.support.fake_call import FakeCall, group, leaf

STARTS = np.arange(3600) * 0.1
ENDS = STARTS + 0.1


def q(data, unit=None):
    return Quantity(np.array(data) if isinstance(data, list) else data, unit)


@pytest.fixture
def call():
    return FakeCall()


def test_a_fine_rotation_scan(call):
    values, ends = q(STARTS, "degrees"), q(ENDS)
    assert scans.scan_step(call, values, ends) == q(0.1, "degrees")
    assert scans.scan_step(call, values).data == 0.1
    assert scans.scan_range(call, values, ends).data == 360.0
    assert scans.scan_range(call, values).data == 360.0
    assert scans.scan_restart(call, values, ends).data == 0.0
    assert set(scans.end_increment(call, values, ends).data) == {0.1}
    after = scans.restart_increment(call, values, ends).data
    assert set(after[:-1]) == {0.0}
    assert np.isnan(after[-1])
    assert scans.even(values).data is True


@given(
    st.decimals("-360", "360", places=3),
    st.decimals("-5", "5", places=4).filter(lambda x: x != 0),
    st.integers(2, 2000),
)
@settings(deadline=None)
def test_clean_data_give_clean_steps(start, step, count):
    call = FakeCall()
    values = q(np.array([float(start + step * i) for i in range(count)]), "degrees")
    ends = q(np.array([float(start + step * (i + 1)) for i in range(count)]), "degrees")
    for stops in (ends, None):
        assert scans.scan_step(call, values, stops).data == float(step)
        assert scans.scan_range(call, values, stops).data == float(step * count)
    assert scans.even(values).data is True


@given(st.lists(st.floats(-360, 360), min_size=2, max_size=30), st.floats(1e-3, 2))
@settings(deadline=None)
def test_range_and_restart_follow_from_their_frames(starts, width):
    call = FakeCall()
    values, ends = q(np.array(starts)), q(np.array(starts) + width)
    total = scans.scan_range(call, values, ends).data
    assert total == pytest.approx(starts[-1] + width - starts[0], abs=1e-6)
    restart = scans.scan_restart(call, values, ends).data
    assert restart == pytest.approx(np.mean(np.diff(starts)) - width, abs=1e-6)
    assert scans.scan_step(call, values, ends).data == pytest.approx(width, abs=1e-6)


def test_units_of_ends_and_steps_are_converted(call):
    values = q([0.0, 1.0], "millimetres")
    assert scans.scan_step(call, values, q([1e-3, 2e-3], "metres")).data == 1.0
    assert (
        scans.scan_range(call, q(0.0, "degrees"), None, q(100.0, "millidegrees"), q(9)).data == 0.9
    )


def test_what_stands_still(call):
    still = q([45.0] * 10, "degrees")
    for step in (None, q(0.1)):  # a step inherited from a template is not believed
        assert scans.scan_step(call, still, None, step).data == 0
        assert scans.scan_range(call, still, None, step).data == 0
    assert scans.scan_step(call, q(45.0)).data == 0
    assert scans.scan_range(call, q(45.0), None, None, q(10)).data == 0
    assert scans.even(still).data is True


def test_a_start_and_a_step_are_a_scan(call):
    assert scans.scan_step(call, q(10.0), None, q(0.5)).data == 0.5
    assert scans.scan_range(call, q(10.0), None, q(0.5), q(20)).data == 10.0
    assert scans.scan_range(call, q(10.0), q(10.5)).data == 0.5


def test_ends_of_another_length_are_a_conflict(call):
    assert scans.scan_step(call, q([0.0, 1.0, 2.0]), q([1.0])).data == 1.0
    assert call.kinds == ["conflict"]


@pytest.mark.parametrize(
    ("values", "answer"),
    [([0.0, 0.1, 0.2], True), ([0.0, 0.1, 0.3], False), ([0.0, 5.0], True), ([1.0], True),
     ([0.0, 1.0, 0.0, 1.0], False), ([0.0, 1.0, 2.0 + 1e-8], True), ([0.0, 1.0, 2.001], False)],
)  # fmt: skip
def test_even(values, answer):
    assert scans.even(q(values)).data is answer


def test_what_is_not_there_is_even():
    assert scans.even(None).data is True
    assert scans.even(q(3.0)).data is True


def test_raster_steps():
    grid = q([0.0, 20.0, 40.0, 40.0, 20.001, 0.0], "micrometres")
    assert scans.grid_step(grid).data == pytest.approx(20, abs=0.01)
    assert scans.grid_step(grid).unit == "micrometres"
    assert scans.grid_step(q([5.0, 5.0])) is None


def _row(kind, values, step=None):
    return group("row", leaf("type", kind), leaf("values", values), leaf("step", step))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([("rotation", [0.0, 0.1]), ("translation", 5.0)], "rotation"),
        ([("rotation", 0.0, 0.1)], "rotation"),
        ([("rotation", 0.0)], "still"),
        ([], "still"),
        ([("translation", [0.0, 1.0, 0.0]), ("translation", [0.0, 0.0, 1.0])], "raster"),
        ([("rotation", [0.0, 0.1]), ("translation", [0.0, 1.0])], "vector"),
        ([("translation", [0.0, 1.0])], "vector"),
        ([("rotation", [45.0, 45.0 + 1e-12])], "still"),
    ],
)
def test_kinds_of_scan(call, rows, kind):
    assert scan_kind(call, tuple(_row(*row) for row in rows)).data == kind


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-12-09T16:18:01Z", "2022-12-09T16:18:01Z"),
        ("2019-09-11T12:34:56.789", "2019-09-11T12:34:56.789"),
        ("2019-09-11 12:34:56+0100", "2019-09-11T12:34:56+01:00"),
        ("2019/Sep/11 12:34:56.7", "2019-09-11T12:34:56.7"),
        ("2019/09/11 1:02:03", "2019-09-11T01:02:03"),
        ("11-Sep-2019 12:34:56", "2019-09-11T12:34:56"),
        ("Wed Sep 11 12:34:56 2019", "2019-09-11T12:34:56"),
        ("Fri Sep  1 12:34:56 UTC 2019", "2019-09-01T12:34:56Z"),
        ("20190911T123456Z", "2019-09-11T12:34:56Z"),
        ("2019-09-11", "2019-09-11"),
        ("2021-09-14T15:03", "2021-09-14T15:03:00"),
    ],
)
def test_dates_become_iso(call, text, iso):
    assert dates.iso_date(call, q(text)).data == iso


@pytest.mark.parametrize("text", ["soon", "2019-13-01", "2019-02-30T00:00:00", "12:34:56", "0"])
def test_what_is_no_date_is_reported(call, text):
    assert dates.iso_date(call, q(text)) is None
    assert call.kinds == ["unreadable"]


def test_lists_of_dates(call):
    found = dates.iso_date(call, Quantity(np.array(["2019-09-11", "soon"], dtype=object)))
    assert found.data.tolist() == ["2019-09-11", None]
    assert call.kinds == ["unreadable"]


def test_a_zone_is_added_where_none_is_stated(call):
    assert dates.iso_date(call, q("2019-09-11T12:00:00"), "+01:00").data.endswith("+01:00")
    assert dates.iso_date(call, q("2019-09-11T12:00:00Z"), "+01:00").data.endswith("0Z")
    assert dates.iso_date(call, q("2019-09-11"), "+01:00").data == "2019-09-11"


def test_dates_of_frames():
    times = dates.frame_times(3, q(0.005, "seconds"))
    assert times.data.tolist() == [0, 0.005, 0.01]
    made = dates.date_plus(q("2022-12-09T16:18:01+01:00"), times)
    assert made.data.tolist() == [
        f"2022-12-09T16:18:01.{ms:03}+01:00" for ms in (0, 5, 10)
    ]  # fmt: skip
    assert dates.frame_times(3, q([1.0, 2.0, 3.0])).data.tolist() == [0, 1, 3]
    assert dates.date_plus(q("2022-12-31T23:59:59Z"), q(1)).data == "2023-01-01T00:00:00Z"


def test_dates_that_cannot_be_made():
    with pytest.raises(UnreadableValue):
        dates.date_plus(q("soon"), q(1.0))
    with pytest.raises(UnreadableValue):
        dates.date_plus(q("2022-12-31"), q(1e30))
    with pytest.raises(UnreadableValue):
        dates.frame_times(5, q([1.0, 2.0]))


def test_epochs():
    assert dates.epoch_date(q(0)).data == "1970-01-01T00:00:00Z"
    assert dates.epoch_date(q(1.25)).data == "1970-01-01T00:00:01.250Z"
    assert dates.date_epoch(q("1970-01-01T01:00:00+01:00")) == q(0.0, "seconds")


def test_shared_scan(shared, call):
    vectors = json.loads((shared / "facts" / "geometry_vectors.json").read_text())
    for case in vectors["scans"]:
        count = case["n"]
        values, ends = q(np.arange(count) * 0.1), q((np.arange(count) + 1) * 0.1)
        wanted = case["diffrn_scan_axis"]
        assert scans.scan_step(call, values, ends).data == pytest.approx(wanted["angle_increment"])
        assert scans.scan_range(call, values, ends).data == pytest.approx(wanted["angle_range"])
        assert scans.scan_restart(call, values, ends).data == pytest.approx(
            wanted["angle_rstrt_incr"], abs=1e-6
        )
        for number, frame in case["frames"].items():
            at = int(number) - 1
            assert values.data[at] == pytest.approx(frame["angle"])
            width = scans.end_increment(call, values, ends).data[at]
            assert width == pytest.approx(frame["angle_increment"])
