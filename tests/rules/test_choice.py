"""Layers of choices: command line over project file over profile, exact over general."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UsageError
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.choice import Choice
from imgcif_map.rules.labels import beginning, known_codes, meant
from imgcif_map.rules.levels import Layer, level

FINDING = Finding("DDL010", "enumeration-state", Severity.ERROR, "")


@pytest.mark.parametrize(
    ("top", "below", "wanted"),
    [
        (Layer(), Layer(), True),
        (Layer(), Layer(ignore=("DDL010",)), False),
        (Layer(), Layer(ignore=("enumeration-state",)), False),
        (Layer(ignore=("DDL",)), Layer(select=("DDL010",)), False),
        (Layer(select=("DDL",)), Layer(ignore=("DDL010",)), False),
        (Layer(select=("DDL",)), Layer(ignore=("DDL",)), True),
        (Layer(select=("DDL010",)), Layer(ignore=("DDL010",)), True),
        (Layer(select=("DDL010",)), Layer(severity={"DDL010": None}), True),
        (Layer(select=("CIF",)), Layer(select=("DDL",)), False),
        (Layer(), Layer(select=("CIF",)), False),
        (Layer(), Layer(severity={"DDL": None}), False),
        (Layer(), Layer(severity={"DDL": None, "DDL010": Severity.NOTE}), True),
        (Layer(select=("DDL010",), ignore=("DDL",)), Layer(), False),
        (Layer(severity={"DDL010": Severity.NOTE}), Layer(ignore=("DDL010",)), False),
    ],
)
def test_two_layers(top: Layer, below: Layer, wanted: bool) -> None:
    chosen = Choice(top.select, top.ignore, top.severity, [below])
    assert chosen.wants("DDL010") is wanted
    assert (chosen.graded(FINDING) is not None) is wanted


@pytest.mark.parametrize(
    ("layers", "severity"),
    [
        ([], "error"),
        ([{"DDL010": "note"}], "note"),
        ([{"DDL": "note", "DDL01": "warning"}], "warning"),
        ([{"enumeration-state": "note"}, {"DDL010": "warning"}], "note"),
        ([{"CIF": "note"}, {"DDL": "warning"}], "warning"),
    ],
)
def test_severity(layers: list[dict[str, str]], severity: str) -> None:
    below = [Layer(severity={k: level(v) for k, v in layer.items()}) for layer in layers]
    graded = Choice(below=below).graded(FINDING)
    assert graded is not None
    assert graded.severity.value == severity
    again = Choice().above(*below).graded(FINDING)
    assert again == graded


def test_a_crash_is_reported_unless_ignored_outright() -> None:
    assert Choice(select=["CIF"]).wants("INT001")
    assert Choice(ignore=["INT"]).wants("INT001")
    assert not Choice(ignore=["INT001"]).wants("INT001")
    assert not Choice(below=[Layer(severity={"INT001": None})]).wants("INT001")


LABELS = st.lists(st.sampled_from(["CIF", "DDL", "DDL0", "DDL01", "DDL010", "DDL001"]), max_size=3)


@given(LABELS, LABELS)
@settings(deadline=None, max_examples=100)
def test_what_one_layer_means(select: list[str], ignore: list[str]) -> None:
    chosen = Choice(select, ignore)
    for code in ("CIF001", "DDL001", "DDL010", "DDL011"):
        in_select = not select or code.startswith(tuple(select))
        assert chosen.wants(code) is (in_select and not code.startswith(tuple(ignore) or "?"))


@pytest.mark.parametrize(
    ("label", "start"),
    [("ddl010", "DDL010"), ("Ddl", "DDL"), ("Enumeration-State", "DDL010"),
     ("unterminated-quote", "CIF002"), ("missing-required", "IMG001"), ("wrong-type", "DDL002")],
)  # fmt: skip
def test_labels(label: str, start: str) -> None:
    assert beginning(label) == start
    assert start in {code[: len(start)] for code in meant(label)}
    assert meant(label) <= set(known_codes())


@pytest.mark.parametrize(
    ("label", "hint"),
    [("DDL999", "DDL"), ("enumeration-sate", "enumeration-state"), ("", "codes"), ("D", "codes")],
)
def test_unknown_labels(label: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"no rule '{label}'") as caught:
        beginning(label)
    assert hint in caught.value.hint


def test_levels() -> None:
    assert level("off") is None
    assert level("warning") is Severity.WARNING
    with pytest.raises(UsageError, match="no severity 'bad'"):
        level("bad")
