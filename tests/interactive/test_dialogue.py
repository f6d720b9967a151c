"""One question and what is typed at it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imgcif_map.cif.build import build_block, build_column, build_document, build_loop
from imgcif_map.interactive.console import Abandoned, Stopped
from imgcif_map.interactive.dialogue import Answer, Dialogue, NotApplicable
from imgcif_map.interactive.questions import Default, Question
from imgcif_map.interactive.typed import Given
from imgcif_map.mapping.engine.cells import fit
from imgcif_map.mapping.engine.values import literal
from imgcif_map.units import parse_unit
from imgcif_map.validator import validate

from .ask import WAVE, dictionary, lacking
from .fake import Typist

AXES = {"_axis.id": ["omega", "det_z"], "_axis.equipment": ["goniometer", "detector"]}
FRAMES = {"_diffrn_scan_frame.frame_id": ["f1", "f2", "f3"]}


def question(name: str, *loops: dict, default: Default | None = None) -> Question:
    defaults = {name: default} if default else {}
    [found] = lacking(name, blocks=[loops], defaults=defaults).questions
    return found


def talk(asked: Question, *lines: str | None, probe: str = "") -> tuple[Answer | None, Typist]:
    typist = Typist.of(*lines)
    return Dialogue(asked, typist, dictionary(), probe).run(), typist


# -- keys with a meaning


def test_enter_skips_and_q_stops_and_the_end_of_input_does_too():
    asked = question("_diffrn_source.beamline")
    assert talk(asked, "")[0] is None
    assert talk(asked, " - ")[0] is None
    for line in ("q", " q ", None):
        with pytest.raises(Stopped):
            talk(asked, line)
    with pytest.raises(Abandoned, match="nothing was written"):
        talk(asked, "!")


def test_commands_in_quotes_are_text():
    asked = question("_diffrn_source.beamline")
    for text in ("q", "!", "-", "I 04, upper"):
        assert talk(asked, f'"{text}"')[0] == Given(text)
    _, typist = talk(asked, "'?'", "'.'", "")
    assert "'?' in quotes is text, no null" in typist.seen
    assert "'.' in quotes is text, no null" in typist.seen


def test_a_question_mark_explains():
    answer, typist = talk(question("_diffrn_detector.dtime"), "?", "3")
    assert answer == Given(3)
    for words in (
        "diffrn_detector (Set)",
        "microseconds",
        "0:, both ends",
        "It matters.",
        "wanted",
    ):
        assert words in typist.words


def test_a_point_is_for_what_does_not_apply():
    assert talk(question("_diffrn_source.beamline"), ".")[0] == NotApplicable()
    answer, typist = talk(question("_diffrn_detector.id"), ".", "D1")
    assert answer == Given("D1")
    assert "No: a key always applies" in typist.seen


def test_a_default_is_taken_with_enter_and_only_then():
    asked = question(WAVE, default=Default("0.0976 nm", "the instrument X"))
    answer, typist = talk(asked, "", "y")
    assert answer == Given(0.0976, "nm")
    assert typist.prompts[0] == "  [0.0976 nm] > "
    assert "Enter takes 0.0976 nm, which the instrument X states" in typist.words
    assert "0.0976 nm = 0.976 angstroms" in typist.seen
    assert talk(asked, "-")[0] is None
    assert talk(asked, "1.2")[0] == Given(1.2)
    bad = question(WAVE, default=Default("far", "the instrument X"))
    assert talk(bad, "", "1")[0] == Given(1), "a default is checked as well"


# -- numbers and units


@pytest.mark.parametrize(
    ("name", "line", "unit", "shown"),
    [
        ("_diffrn_detector.layer_thickness", "450 um", "um", "= 0.45 millimetres"),
        ("_diffrn_detector.layer_thickness", "450um", "um", "= 0.45 millimetres"),
        ("_array_element_size.size", "0.172 mm", "mm", "= 0.000172 metres"),
        ("_diffrn_source.voltage", "3 GV", "GV", "= 3000000.0 kilovolts"),
        ("_diffrn_radiation.polarizn_source_ratio", "98 %", "%", "= 0.98"),
    ],
)
def test_another_unit_is_converted_and_confirmed(name, line, unit, shown):
    answer, typist = talk(question(name), line, "n", line, "")
    assert isinstance(answer, Given)
    assert answer.unit == unit
    assert typist.seen.count(shown) == 2


def test_the_same_unit_needs_no_confirmation():
    answer, typist = talk(question("_diffrn_detector.layer_thickness"), "0.45 mm")
    assert answer == Given(0.45, "mm")
    assert len(typist.prompts) == 1


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("_diffrn_detector.layer_thickness", "-1", "outside its range 0:"),
        ("_diffrn_detector.layer_thickness", "1 kg", "cannot be converted"),
        ("_diffrn_detector.layer_thickness", "nan", "is not a number"),
        ("_diffrn_detector.layer_thickness", "1e999", "no number that a CIF file can hold"),
        ("_diffrn_detector.layer_thickness", "1_000", "is not a unit"),
        ("_diffrn_detector.layer_thickness", "1,5", "decimals are written with a point"),
        ("_diffrn_detector.layer_thickness", "9" * 50, "too many digits"),
        ("_diffrn_radiation.polarizn_source_ratio", "1.5", "outside its range -1:1"),
        ("_diffrn_radiation.polarizn_source_ratio", "0.9 mm", "cannot be converted to none"),
        ("_diffrn_scan.frames", "1.5", "is an integer, not '1.5'"),
        ("_diffrn_scan.frames", "0", "outside its range 1:"),
        ("_diffrn_scan.frames", "1" + "0" * 20, "not exact"),
        ("_diffrn_detector.id", "two words", "white space"),
        ("_diffrn_radiation.probe", "photons", "is not a value of"),
        ("_diffrn_source.beamline", "a\x1b[31m", "cannot be seen"),
        ("_diffrn_source.beamline", "x" * 100_001, "too many"),
        ("_diffrn_source.beamline", "''", "a value is empty"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(name, line, reason):
    answer, typist = talk(question(name), line, "")
    assert answer is None
    assert "No: " in typist.seen
    assert reason in typist.words


@pytest.mark.parametrize(
    ("probe", "line", "expected"),
    [("", "12.398419843320026 keV", 1.0), ("gamma", "12398.419843320026 eV", 1.0),
     ("electron", "300 keV", 0.019687489)],
)  # fmt: skip
def test_a_wavelength_may_be_given_as_an_energy(probe, line, expected):
    answer, typist = talk(question(WAVE), line, "y", probe=probe)
    assert isinstance(answer, Given)
    assert answer.unit is None
    assert answer.data == pytest.approx(expected, rel=1e-7)
    assert ("of electrons" if probe == "electron" else "of photons") in typist.words


def test_energies_that_are_none():
    assert talk(question(WAVE), "25 meV", "", probe="neutron")[0] is None
    answer, typist = talk(question(WAVE), "0 keV", "-3 keV", "")
    assert answer is None
    assert typist.seen.count("an energy is greater than 0") == 2


# -- choices


def test_choices_by_number_text_and_beginning():
    asked = question("_diffrn_radiation.probe")
    for line in ("2", "neutron", "NEUTRON"):
        assert talk(asked, line)[0] == Given("neutron")
    answer, typist = talk(asked, "neu", "1")
    assert answer == Given("neutron")
    assert "1 neutron" in typist.seen
    assert talk(asked, "5", "0", "")[0] is None


def test_a_long_list_is_narrowed_down():
    asked = question("_diffrn_source.target")
    answer, typist = talk(asked, "c", "2")
    assert sum(state.startswith("C") for state in asked.choices) > 5
    assert answer == Given("C"), "a state that fits whole is taken at once"
    hues = question("_exptl_crystal_appearance.hue")
    answer, typist = talk(hues, "blu", "3")
    assert answer == Given("blue_medium")
    assert "3 blue_medium" in typist.seen
    assert "grey" not in typist.seen


def test_ids_have_to_be_there():
    asked = question("_diffrn_scan_axis.axis_id", AXES)
    assert talk(asked, "2")[0] == Given("det_z")
    answer, typist = talk(asked, "phi", "omega")
    assert answer == Given("omega")
    assert "_axis.id has omega, det_z" in typist.words or "no such value" in typist.words


# -- rows


def test_one_value_for_all_rows_or_one_each():
    asked = question("_diffrn_scan_frame.integration_time", FRAMES)
    assert talk(asked, "0.1")[0] == Given(0.1)
    answer, typist = talk(asked, "1, 2", "1, 2, 3 ms", "")
    assert answer == Given([1, 2, 3], "ms")
    assert "No: 2 values for 3 rows: give one for all, or 3" in typist.seen
    assert "= 0.001, 0.002, 0.003 seconds" in typist.words
    answer, typist = talk(asked, "1,2,3", "")
    assert answer == Given([1, 2, 3])
    assert "f1: 1.0; f2: 2.0; f3: 3.0" in typist.words


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1 s, 2 ms, 3 s", "values in different units"),
        ("1, , 3", "a value is empty"),
        ("1 s, 2, 3", "some have no unit"),
        ('"1, 2', "a quote is not closed"),
        ("., ., .", "a single . says so"),
        ("1, 2, x", "is not a number"),
    ],
)
def test_lists_that_are_none(line, reason):
    answer, typist = talk(question("_diffrn_scan_frame.integration_time", FRAMES), line, "")
    assert answer is None
    assert reason in typist.words


def test_texts_and_choices_in_lists():
    asked = question("_axis.type", AXES)
    answer, typist = talk(asked, "1, Translation", "")
    assert answer == Given(["rotation", "translation"])
    assert "omega: rotation; det_z: translation" in typist.words
    assert talk(asked, "1, 7", "-")[0] is None
    frames = question("_diffrn_scan_frame.date", FRAMES)
    assert talk(frames, '"May 1, 2024"')[0] == Given("May 1, 2024")
    assert "needs quotes" in talk(frames, "May 1, 2024", "")[1].words


def test_a_point_in_a_list_is_for_a_row_to_which_it_does_not_apply():
    asked = question("_diffrn_scan_frame.integration_time", FRAMES)
    answer, typist = talk(asked, "., 20 ms, .", "")
    assert answer == Given([None, 20, None], "ms")
    assert "= ., 0.02, . seconds" in typist.words
    answer, _ = talk(question("_axis.type", AXES), "., 1", "")
    assert answer == Given([None, "rotation"])
    assert talk(question("_axis.id", {"_axis.type": ["general"] * 2}), "a, .", "")[0] is None


def test_ids_differ():
    answer, typist = talk(question("_axis.id", {"_axis.type": ["general", "general"]}), "a, a", "")
    assert answer is None
    assert "two of them are the same" in typist.seen


# -- any line


NAMES = (
    WAVE, "_diffrn_scan.frames", "_diffrn_radiation.probe", "_diffrn_source.beamline",
    "_diffrn_detector.id", "_axis.type", "_diffrn_scan_axis.axis_id", "_array_data.binary_id",
    "_diffrn_scan_frame.integration_time", "_diffrn_radiation.polarizn_source_ratio",
    "_diffrn_source.target", "_diffrn_scan_frame.date", "_axis.vector[1]", "_diffrn.id",
    "_array_data_external_data.uri", "_array_structure_list.index", "_diffrn_source.voltage",
)  # fmt: skip
LINES = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"-?[0-9]{1,4}(\.[0-9]{1,3})?(e-?[0-9]{1,3})? ?(mm|keV|%|s|x)?", fullmatch=True),
    st.lists(st.sampled_from(["1", "2", "rotation", "omega", "1.5 mm", '"a, b"', ".", "?", "'"]))
    .map(", ".join),
    st.sampled_from(["?", ".", "-", "q", "!", "", "rot", "1e308 km", "0x10", "0o7", "true", "~"]),
)  # fmt: skip


def rules_broken(asked: Question, answer: Given) -> list[str]:
    """What the validator says of the answer as the engine writes it."""
    data = answer.data
    if isinstance(data, list):
        data = [x for x in data if x is not None]
    quantity = literal(data, "answer")
    if answer.unit is not None:
        quantity = type(quantity)(quantity.data, parse_unit(answer.unit), kind="answer")
    length = len(data) if isinstance(data, list) else None
    said: list[str] = []
    data = fit(quantity, asked.definition, length, lambda _, message: said.append(message))
    if said:
        return said
    block = build_block("x", [build_loop([build_column(asked.name, data)])])
    known = ("DDL002", "DDL003", "DDL004", "DDL010", "DDL011", "DDL012")
    return [
        f.message for f in validate(build_document([block]), dictionary(), select=known).findings
    ]


@given(st.sampled_from(NAMES), st.lists(LINES, max_size=6), st.booleans())
@example(WAVE, ["1e308 km", "y"], False)
@example("_diffrn_scan.frames", ["9007199254740993"], False)
@settings(max_examples=300, deadline=None)
def test_any_line_is_taken_or_refused_and_what_is_taken_is_valid(name, lines, with_rows):
    loops = (AXES, FRAMES) if with_rows else ()
    asked = lacking(name, blocks=[loops]).questions
    if not asked:
        return
    try:
        answer, _ = talk(asked[0], *lines)
    except (Stopped, Abandoned):
        return
    if isinstance(answer, Given):
        assert rules_broken(asked[0], answer) == []
