"""What is asked: never what is there, never twice, with the rows that lack it."""

from __future__ import annotations

import pytest

from imgcif_map.cif.document import UNKNOWN
from imgcif_map.interactive.questions import Default
from imgcif_map.interactive.rows import Rows
from imgcif_map.interactive.typed import Given

from .ask import WAVE, gap, lacking

SETTINGS = {"_diffrn_scan_axis.axis_id": ["omega", "det_z"]}
AXES = {"_axis.id": ["omega", "det_z"], "_axis.equipment": ["goniometer", "detector"]}


def rows(asked, number: int = 0) -> Rows:
    return asked.questions[number].rows


def test_one_question_per_data_name_without_what_is_there_or_was_asked():
    asked = lacking(
        "_axis.id _axis.type", "_axis.type", "_diffrn_source.beamline", "_no.such", "_diffrn.id",
        blocks=[[AXES]], done=["_diffrn.id"],
    )  # fmt: skip
    assert [q.name for q in asked.questions] == ["_axis.type", "_diffrn_source.beamline"]


def test_findings_of_other_kinds_are_no_questions():
    from .ask import Stated, dictionary, document, questions

    finding = gap("_axis.type")
    other = type(finding)("GAP007", "conflict", finding.severity, "x", finding.location)
    assert questions(Stated(document([]), (other,), dictionary()), (), {}).questions == ()


def test_a_column_that_is_missing_is_asked_for_all_rows():
    asked = lacking("_axis.type", blocks=[[AXES]])
    assert rows(asked) == Rows(2, labels=("omega", "det_z"))
    assert asked.questions[0].choices == ("rotation", "translation", "general")


def test_where_some_rows_have_a_value_only_the_others_are_asked():
    asked = lacking("_axis.vector[1]", blocks=[[AXES | {"_axis.vector[1]": [0.5, float("nan")]}]])
    found = rows(asked)
    assert (found.total, found.lacking, found.labels) == (2, (1,), ("det_z",))
    assert found.completed(Given(1), "none") == Given([0.5, 1])
    lengths = {"_axis.offset[1]": [1.5, float("nan"), float("nan")]}
    three = {"_axis.id": ["a", "b", "c"], **lengths}
    found = rows(lacking("_axis.offset[1]", blocks=[[three]], count=2))
    assert found.completed(Given(2, "cm"), "millimetres") == Given([1.5, 20.0, 20.0])
    assert found.completed(Given([1, 2]), "millimetres") == Given([1.5, 1, 2])


def test_rows_that_may_lack_it_are_not_guessed():
    column = {"_axis.type": ["rotation", None]}
    asked = lacking("_axis.type", blocks=[[AXES | column]], count=5)
    assert asked.questions == ()
    assert asked.unasked[0].why == "not all rows without a value need one"


def test_rows_to_which_it_does_not_apply_stay_so():
    named = {"_axis.id": ["a", "b", "c"]}
    column = {"_axis.offset[1]": [UNKNOWN, None, 2.5]}
    found = rows(lacking("_axis.offset[1]", blocks=[[named | column]]))
    assert (found.lacking, found.labels) == ((0,), ("a",))
    assert found.completed(Given(1), "millimetres") == Given([1, None, 2.5])


def test_a_category_without_rows():
    assert rows(lacking(WAVE)) == Rows(None)
    assert rows(lacking("_diffrn_source.beamline")) == Rows(1)


def test_several_data_blocks():
    one, two = {"_axis.id": ["a"]}, {"_axis.id": ["a", "b"]}
    assert rows(lacking("_axis.type", blocks=[[one], [one]])).total == 1
    assert rows(lacking("_axis.type", blocks=[[one], [two]])).total == 0
    asked = lacking("_axis.type", blocks=[[one | {"_axis.type": ["general"]}], [one]])
    assert asked.questions == ()
    assert "some data blocks" in asked.unasked[0].why


def test_what_no_line_can_hold_is_said():
    asked = lacking("_array_data.data")
    assert asked.questions == ()
    assert asked.unasked[0].name == "_array_data.data"


def test_ids_are_chosen_from_those_there_are():
    asked = lacking("_diffrn_scan_axis.axis_id", blocks=[[AXES]])
    assert asked.questions[0].choices == ("omega", "det_z")
    free = lacking("_diffrn_scan_axis.axis_id")
    assert (free.questions[0].choices, free.questions[0].parent) == ((), None)


def test_ids_of_rows_that_answers_make_are_not_asked_for():
    names = ("_diffrn_radiation_wavelength.id", WAVE)
    assert [q.name for q in lacking(*names).questions] == [WAVE]
    assert lacking(*names, done=[WAVE]).questions == (), "nor if the others were skipped"
    assert [q.name for q in lacking(names[0]).questions] == [names[0]]
    there = [[{"_diffrn_radiation_wavelength.wt": [1.0]}]]
    assert len(lacking(*names, blocks=there).questions) == 2


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("_diffrn_radiation.div_y_source", "0.0"),
        ("_axis.id", None),
        ("_array_data.array_id", None),
        (WAVE, None),
    ],
)
def test_defaults_of_the_dictionary_except_for_ids(name, default):
    [question] = lacking(name).questions
    assert (question.default and question.default.text) == default


def test_a_default_of_the_dictionary_is_not_offered_for_many_rows_at_once():
    [question] = lacking("_diffrn_scan_axis.angle_start", blocks=[[SETTINGS]]).questions
    assert (question.rows.wanted, question.default) == (2, None)


def test_a_default_from_elsewhere_comes_first():
    own = {"_AXIS.vector[1]": Default("1.0", "the instrument X")}
    [question] = lacking("_axis.vector[1]", defaults=own).questions
    assert question.default == Default("1.0", "the instrument X")
