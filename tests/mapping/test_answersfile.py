"""Answers written as a file are the same answers when read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.answers import Answers, merge, not_applicable, read_answers, target, value
from imgcif_map.mapping.answersfile import answers_text

DICTIONARY = load_dictionary()
HERE = Place("test")
NAMES = ("_axis.vector[1]", "_database.dataset_DOI", "_diffrn_source.beamline", "_axis.type")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
NUMBERS = st.one_of(st.integers(-(10**30), 10**30), st.floats(allow_nan=False), st.booleans())
VALUES = st.one_of(TEXTS, NUMBERS)
DATA = st.one_of(VALUES, st.lists(VALUES, min_size=1, max_size=4))
UNITS = st.sampled_from([None, "mm", "1/s/cm^2", "%", "Å"])
SETTINGS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
    st.recursive(
        st.one_of(VALUES, st.none()), lambda inner: st.lists(inner, max_size=3), max_leaves=5
    ),
    max_size=3,
)


def comparable(answers: Answers) -> Any:
    """Without the places."""
    found = {
        key: [(p.kind, p.literal, p.unit.given if p.unit else None) for p in v.picks]
        for key, v in answers.values.items()
    }
    return repr(found), repr(dict(answers.settings))


def written(folder: Path, answers: Answers) -> Answers:
    path = folder / "a.yaml"
    path.write_text(answers_text(answers, DICTIONARY, "a\nb"), encoding="utf-8")
    return read_answers(path, DICTIONARY)


@given(st.dictionaries(st.sampled_from(NAMES), st.tuples(DATA, UNITS)), SETTINGS)
@example({NAMES[1]: (".", None)}, {})
@example({NAMES[1]: ("0o17", None), NAMES[2]: ("true", None)}, {"a": "null", "on": "on"})
@example({NAMES[1]: ("a\x85b\u2028c\ufeff\x7f\n\r\t\x00", None)}, {})
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_written_is_read_again(tmp_path, chosen, parameters):
    values = {
        target(DICTIONARY.item(name)): value(data, HERE, unit)  # type: ignore[arg-type]
        for name, (data, unit) in chosen.items()
    }
    answers = Answers(values, parameters)
    assert comparable(written(tmp_path, answers)) == comparable(answers)


def test_what_does_not_apply(tmp_path):
    key = ("diffrn_source", "beamline")
    assert written(tmp_path, Answers({key: not_applicable(HERE)})).values[key].picks == ()


def test_what_does_not_apply_to_a_row(tmp_path):
    key = target(DICTIONARY.item("_axis.vector[1]"))  # type: ignore[arg-type]
    answers = Answers({key: value([1, None, 0.5], HERE)})
    assert '"_axis.vector[1]": [1, ., 0.5]' in answers_text(answers, DICTIONARY)
    assert comparable(written(tmp_path, answers)) == comparable(answers)


def test_it_is_a_file_that_people_can_read():
    key = target(DICTIONARY.item("_diffrn_detector.dtime"))  # type: ignore[arg-type]
    text = answers_text(
        Answers({key: value(250, HERE, "ns")}, {"flip_axis": "keep"}), DICTIONARY, "H"
    )
    assert text == (
        "# H\n\n# Dead time after a recorded event, in microseconds\n"
        "_diffrn_detector.dtime: {value: 250, unit: ns}\n\nset:\n  flip_axis: keep\n"
    )


def test_the_catalogue_block_is_kept(tmp_path):
    block = {"title": "A: b", "creators": [{"name": "Doe, Jane"}, "x"], "version": 1}
    answers = Answers(catalogue=block)
    text = answers_text(answers, DICTIONARY)
    assert text.startswith("catalogue:\n  title: ")
    assert written(tmp_path, answers).catalogue == block


@pytest.mark.parametrize("block", ["[a]", "a"])
def test_a_catalogue_block_is_a_mapping(tmp_path, block):
    path = tmp_path / "a.yaml"
    path.write_text(f"catalogue: {block}\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"a\.yaml:1:12: catalogue: is followed by"):
        read_answers(path, DICTIONARY)


def test_the_later_catalogue_block_wins_key_by_key():
    both = merge(
        Answers(catalogue={"title": "a", "issued": "2026"}), Answers(catalogue={"title": "b"})
    )
    assert both.catalogue == {"title": "b", "issued": "2026"}
