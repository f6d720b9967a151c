"""``dictionary diff`` as a user runs it."""

from __future__ import annotations

import json

import pytest

from tests.cli.outcome import check_message
from tests.dictionary import small


@pytest.fixture
def pair(tmp_path):
    """Two versions: an item gets a unit and loses a state, another comes."""
    size = "_type.contents Real\n"
    old = small.plain(
        tmp_path / "old", "d.dic", "D",
        small.item("_thing.size", size),
        small.item("_thing.kind", "loop_\n_enumeration_set.state\nbig\nsmall\n"),
    )  # fmt: skip
    new = small.plain(
        tmp_path / "new", "d.dic", "D",
        small.item("_thing.size", f"{size}_units.code millimetres\n"),
        small.item("_thing.kind", "loop_\n_enumeration_set.state\nsmall\n"),
        small.item("_thing.colour"),
    )  # fmt: skip
    return old, new


def test_alike(invoke, pair):
    outcome = invoke("dictionary", "diff", pair[0], pair[0])
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("\nno changes in meaning\n")


def test_different(invoke, pair):
    outcome = invoke("dictionary", "diff", *pair)
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines() == [
        f"old: D 1.0.0 (2026-01-02), {pair[0]}",
        f"new: D 1.0.0 (2026-01-02), {pair[1]}",
        "",
        "breaking (2)",
        "  _thing.kind: state-removed big",
        "      files that use this word are wrong now",
        "  _thing.size: units none -> millimetres",
        "      numbers count in millimetres now; before, no unit was said",
        "",
        "compatible (1)",
        "  _thing.colour added",
        "      files may use it now",
        "",
        "3 changes: 2 breaking, 1 compatible, 0 neutral",
    ]


def test_json(invoke, pair):
    outcome = invoke("dictionary", "diff", *pair, "--format", "json")
    told = json.loads(outcome.out)
    assert outcome.code == 1
    assert told["summary"] == {"breaking": 2, "compatible": 1, "neutral": 0}
    assert told["new"]["path"] == str(pair[1])
    units = next(change for change in told["changes"] if change["kind"] == "units")
    assert units["subject"] == "_thing.size"
    assert units["attribute"] == "_units.code"
    assert (units["old"], units["new"], units["effect"]) == ("", "millimetres", "breaking")


def test_one_category(invoke, pair):
    assert invoke("dictionary", "diff", *pair, "--category", "THING").code == 1
    assert invoke("dictionary", "diff", *pair, "--category", "d_head").code == 0
    check_message(invoke("dictionary", "diff", *pair, "--category", "thingy"), "thingy")


def test_what_is_no_dictionary(invoke, pair, tmp_path):
    (tmp_path / "a.cif").write_text("data_a\n_cell.length_a 1\n")
    check_message(invoke("dictionary", "diff", pair[0], tmp_path / "a.cif"), "a.cif")
    check_message(invoke("dictionary", "diff", tmp_path / "none.dic", pair[0]), "none.dic")
    (tmp_path / "b.dic").write_bytes(b"\x00\x01\x02")
    check_message(invoke("dictionary", "diff", pair[0], tmp_path / "b.dic"), "b.dic")
