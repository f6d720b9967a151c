"""Points 23 to 25: overlays, fixes, checks, known gaps, what is ignored or unmapped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from imgcif_map.errors import MappingError, UsageError

from .support import SOURCE, column, gaps, item, messages, run

GIVEN: dict[str, Any] = {
    "/e/maker": "X",
    "/e/size": [10, 20],
    "/e/width": 10,
    "/e/a": {"value": 1, "unit": "mm"},
    "/e/b": {"value": 0.1, "unit": "cm"},
    "/e/far": {"value": 2, "unit": "mm"},
    "/e/mask": 5,
    "/e/user/name": "somebody",
    "/e/user/mail": "a@b",
    "/e/left": 1,
}
BODY = SOURCE + "items: {_diffrn_source.details: {value: plain}}\n"


def test_point_23_all_overlays_that_hold_apply_by_priority(tmp_path: Path) -> None:
    overlays = {
        "late": "when: maker = 'X'\npriority: 5\nitems: {_diffrn_source.details: {value: late}}\n",
        "early": "when: maker = 'X'\npriority: 1\nitems: {_diffrn_source.details: {value: early},"
        " _diffrn_source.beamline: {value: B}}\n",
        "not": "when: maker = 'Y'\nitems: {_diffrn_source.details: {value: wrong}}\n",
    }
    made = run(tmp_path, BODY, GIVEN, overlays=overlays)
    assert item(made, "_diffrn_source.details") == "late"
    assert item(made, "_diffrn_source.beamline") == "B"
    assert made.overlays == ("early", "late")


def test_point_23_an_instrument_comes_last_and_is_not_asked(tmp_path: Path) -> None:
    overlays = {
        "late": "when: maker = 'X'\npriority: 5\nitems: {_diffrn_source.details: {value: late}}\n",
        "lab": "when: maker = 'Y'\nbecause: it stands in the lab\n"
        "items: {_diffrn_source.details: {value: lab}}\n",
    }
    made = run(tmp_path, BODY, GIVEN, overlays=overlays, instrument="lab")
    assert item(made, "_diffrn_source.details") == "lab"
    assert made.overlays == ("late",)
    assert "instrument lab applies: it stands in the lab" in messages(made)


def test_point_23_an_overlay_as_mapping_comes_with_the_others(tmp_path: Path) -> None:
    overlays = {
        "other": "when: maker = 'X'\nitems: {_diffrn_source.beamline: {value: B}}\n",
        "mine": "when: maker = 'Y'\nitems: {_diffrn_source.details: {value: mine}}\n",
    }
    made = run(tmp_path, BODY, GIVEN, overlays=overlays, mapping="mine")
    assert item(made, "_diffrn_source.details") == "mine"
    assert item(made, "_diffrn_source.beamline") == "B"


def test_point_23_overlays_see_the_uncorrected_records(tmp_path: Path) -> None:
    overlays = {
        "a": "when: width = 10\nfix: [{path: width, value: 11, because: off by one}]\n",
        "b": "when: width = 11\nitems: {_diffrn_source.details: {value: wrong}}\n",
    }
    made = run(tmp_path, BODY + "  # end\n", GIVEN, overlays=overlays)
    assert item(made, "_diffrn_source.details") == "plain"
    assert made.overlays == ("a",)


def test_point_23_leaves_are_replaced_and_null_removes(tmp_path: Path) -> None:
    body = "categories: {diffrn_source: {items: {details: {value: d}, beamline: {value: b}}}}\n"
    overlays = {"o": "when: maker\ncategories: {diffrn_source: {items: {details: null}}}\n"}
    made = run(tmp_path, body, GIVEN, overlays=overlays)
    assert item(made, "_diffrn_source.details") is None
    assert item(made, "_diffrn_source.beamline") == "b"


def test_point_23_two_of_equal_priority_that_differ_are_an_error_naming_both(
    tmp_path: Path,
) -> None:
    one = "when: maker\nitems: {_diffrn_source.details: {value: %s}}\n"
    with pytest.raises(MappingError, match=r"(?s)first\.yaml.*second|second\.yaml.*first"):
        run(tmp_path, BODY, GIVEN, overlays={"first": one % "1", "second": one % "2"})
    same = run(tmp_path, BODY, GIVEN, overlays={"first": one % "1", "second": one % "1"})
    assert item(same, "_diffrn_source.details") == "1"


def test_point_23_overlays_differ_from_block_to_block(tmp_path: Path) -> None:
    given = {"/x/maker": "X", "/y/maker": "Y"}
    overlays = {"o": "when: maker = 'X'\nitems: {_diffrn_source.details: {value: special}}\n"}
    made = run(tmp_path, BODY, given, overlays=overlays)
    assert column(made, "_diffrn_source.details", 0) == ["special"]
    assert column(made, "_diffrn_source.details", 1) == ["plain"]


@pytest.mark.parametrize(
    ("fix", "expected"),
    [
        ("{path: width, value: 12, because: said so}", "12"),
        ("{path: width, fn: add_one, because: said so}", "11"),
        ("{path: width, fn: [add_one, times(2)], because: said so}", "22"),
    ],
)
def test_point_24_fixes_correct_before_anything_reads(
    tmp_path: Path, fix: str, expected: str
) -> None:
    body = f"fix: [{fix}]\n{SOURCE}items: {{_diffrn_source.details: width}}\n"
    made = run(tmp_path, body, GIVEN)
    assert item(made, "_diffrn_source.details") == expected
    said = messages(made, "correction")
    assert "/e/width: 10 is taken as" in said
    assert "said so" in said


def test_point_24_a_fix_can_give_a_unit(tmp_path: Path) -> None:
    body = (
        "fix: [{path: a, unit: cm, because: the writer means cm}]\n"
        "categories: {diffrn_detector: {items: {layer_thickness: a}}}\n"
    )
    assert item(run(tmp_path, body, GIVEN), "_diffrn_detector.layer_thickness") == "10.0"


def test_point_24_a_fix_of_nothing_is_silent(tmp_path: Path) -> None:
    made = run(tmp_path, "fix: [{path: nowhere, value: 1, because: b}]\n" + BODY, GIVEN)
    assert not gaps(made, "correction")


@pytest.mark.parametrize(
    ("check", "agrees"),
    [
        ("compare: [a, b]", True),
        ("compare: [a, far]", False),
        ("compare: [a, far], tolerance: 2, unit: mm", True),
        ("compare: [a, far], tolerance: 2, unit: um", False),
        ("compare: [a, missing]", True),
        ("compare: [a, far], when: missing", True),
        ("compare: ['size[0]', width]", True),
        ("compare: [size, width]", False),
        ("compare: [maker, {value: X}]", True),
        ("compare: [maker, {value: Y}]", False),
    ],
)
def test_point_25_checks(tmp_path: Path, check: str, agrees: bool) -> None:
    made = run(tmp_path, f"checks: [{{name: my check, {check}}}]\n" + BODY, GIVEN)
    assert ("my check" not in messages(made, "conflict")) is agrees


def unmapped(converted: Any) -> str:
    return messages(converted, "unmapped-source")


def test_point_25_known_gaps_ignored_and_unmapped(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories: {diffrn_source: {items: {details: maker}}}
        gaps: [{from: mask, note: no data name for a mask}, nowhere]
        ignore: [{from: user, because: personal}]
        """,
        GIVEN,
    )
    assert "/e/mask has no data name: no data name for a mask" in messages(made, "no-target")
    left = unmapped(made)
    assert "left" in left
    for name in ("mask", "maker", "mail"):
        assert name not in left


NAMES = ["p", "q", "r", "s", "t"]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@drawn(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_point_25_law_read_ignored_and_unmapped_are_all_leaves(
    tmp_path: Path, read: set[str], ignored: set[str]
) -> None:
    given = {f"/e/g/{name}": name for name in NAMES}
    texts = ", ".join(f'"{{g/{name}}}"' for name in sorted(read)) or '"x"'
    body = f"categories: {{diffrn_source: {{items: {{details: {{text: [{texts}]}}}}}}}}\n"
    for name in sorted(ignored):
        body += f"ignore: [{{from: g/{name}, because: b}}]\n" if name == min(ignored) else ""
    if ignored:
        listed = ", ".join(f"{{from: g/{name}, because: b}}" for name in sorted(ignored))
        body = body.split("ignore:")[0] + f"ignore: [{listed}]\n"
    left = unmapped(run(tmp_path, body, given))
    shown = set(left.removeprefix("nothing reads ").split(" in ")[0].split(", ")) - {""}
    assert shown == set(NAMES) - read - ignored


def test_point_23_instruments_wait_to_be_asked(tmp_path: Path) -> None:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "bench.yaml").write_text(
        "imgcif_map: 1\nid: bench\nextends: tiny\nbecause: it is the bench\n"
        "items: {_diffrn_source.details: {value: bench}}\n"
    )
    assert item(run(tmp_path, BODY, GIVEN), "_diffrn_source.details") == "plain"
    assert item(run(tmp_path, BODY, GIVEN, instrument="bench"), "_diffrn_source.details") == "bench"
    with pytest.raises(UsageError, match="not an instrument"):
        run(tmp_path, BODY, GIVEN, instrument="tiny")


def test_a_mapping_for_another_dictionary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cif_pow\.dic"):
        run(tmp_path, "target: {dictionary: cif_pow.dic}\n" + BODY, GIVEN)
