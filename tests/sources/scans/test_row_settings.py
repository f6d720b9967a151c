"""Settings of several axes in one key: columns by axis, and where scans break."""

from __future__ import annotations

import numpy as np

from imgcif_map.sources.headers.facts import Fact, Header
from imgcif_map.sources.scans.config import RowTurns, ScanConfig
from imgcif_map.sources.scans.find import find_scans
from imgcif_map.sources.scans.settings import row_settings

TURN = RowTurns("each/angle", "each/axis", "whole/step", "whole/axis")
CONFIG = ScanConfig(row_turns=(TURN,))


def header(number, omega, phi, step=0.5, axes=("DX", "OMEGA", "PHI")):
    facts = [
        Fact("each/axis", list(axes)),
        Fact("each/angle", [float("nan"), omega, phi]),
        Fact("whole/axis", ["PHI", "OMEGA"]),
        Fact("whole/step", [0.0, step]),
    ]
    return Header(f"run_{number:04}.cbf", tuple((fact,) for fact in facts))


def columns(*headers):
    keys = ("each/axis", "each/angle", "whole/axis", "whole/step")
    return {key: [h.facts()[key].value for h in headers] for key in keys}


def test_steps_are_found_by_axis_in_any_order():
    found = row_settings(TURN, columns(header(1, 10, 3), header(2, 10.5, 3)), 2)
    assert set(found) == {"each/angle of OMEGA", "each/angle of PHI"}
    starts, steps = found["each/angle of OMEGA"]
    assert starts.tolist() == [10, 10.5]
    assert steps.tolist() == [0.5, 0.5]
    assert found["each/angle of PHI"][1].tolist() == [0, 0]


def test_what_is_no_table_has_no_settings():
    made = columns(header(1, 10, 3), header(2, 10.5, 3))
    assert row_settings(TURN, {**made, "each/angle": [None, [1.0, 2.0, 3.0]]}, 2) == {}
    assert row_settings(TURN, {**made, "each/angle": [["a", 1.0, 2.0]] * 2}, 2) == {}
    assert row_settings(TURN, {**made, "each/angle": [[1.0, 2.0]] * 2}, 2) == {}
    ragged = {**made, "each/angle": [[1.0, 2.0, 3.0], [1.0, 2.0]]}
    assert row_settings(TURN, ragged, 2) == {}


def test_steps_that_are_missing_are_taken_from_the_starts():
    made = {**columns(header(1, 10, 3), header(2, 10.5, 3)), "whole/step": [None, None]}
    assert row_settings(TURN, made, 2)["each/angle of OMEGA"][1] is None


def test_one_axis_alone_has_scalars():
    facts = {"each/angle": [10.0, 10.5], "each/axis": ["OMEGA", "OMEGA"]}
    found = row_settings(RowTurns("each/angle", "each/axis"), facts, 2)
    assert np.array_equal(found["each/angle of OMEGA"][0], [10, 10.5])


def test_a_scan_is_one_and_breaks_where_another_axis_jumps():
    headers = [header(n + 1, 10 + n * 0.5, 3) for n in range(10)]
    headers += [header(n + 11, 15 + n * 0.5, 90) for n in range(10)]
    scans = find_scans(headers, CONFIG)
    assert [len(scan.headers) for scan in scans] == [10, 10]
    assert "PHI goes from 3 to 90" in scans[1].problems[0].message


def test_options_of_a_mapping():
    turns = {"each/angle": {"rows": "each/axis", "step": "whole/step", "step_rows": "whole/axis"}}
    config = ScanConfig.read({"scans": {"turns": {**turns, "Omega": "Step"}}})
    assert config == ScanConfig((), (("Omega", "Step"),), (TURN,))
