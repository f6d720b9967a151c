"""Answers: what the user says wins, row by row, and contradictions are reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import ImgcifMapError, MappingError
from imgcif_map.mapping.answers import answers_from_settings
from imgcif_map.mapping.convert import provenance

from .support import column, dictionary, gaps, item, messages, run

BODY = """
categories:
  diffrn: {items: {id: {key: $block, name: "{$data_block}"}}}
  diffrn_source: {items: {details: note}}
  diffrn_detector: {items: {layer_thickness: depth}}
  diffrn_radiation_wavelength:
    rows: {each: waves}
    items: {id: {key: ., name: "W{position()}"}, value: .}
  axis:
    rows: axes/*
    items: {id: {key: ., name: "{name(.)}"}, type: type, vector[1..3]: v}
  diffrn_scan_frame:
    rows: {along: n, as: i}
    items: {frame_number: $i}
"""
GIVEN: dict[str, Any] = {
    "/e/note": "from the file",
    "/e/depth": {"value": 0.45, "unit": "mm"},
    "/e/axes/phi/type": "rotation",
    "/e/axes/chi/type": "rotation",
    "/e/n": 3,
}


def answered(folder: Path, text: str, **more: Any) -> Any:
    return run(
        folder, BODY.replace("vector[1..3]: v", '"vector[1..3]": v'), GIVEN, answers=text, **more
    )


def test_a_value_fills_what_the_source_leaves_open(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn_source.beamline: I99\n_diffrn_source.facility:\n")
    assert item(made, "_diffrn_source.beamline") == "I99"
    assert item(made, "_diffrn_source.facility") is None
    kinds = {c["item"]: c["kind"] for c in provenance(made, [])["blocks"][0]["columns"]}
    assert kinds["_diffrn_source.beamline"] == "answer"


def test_units_are_converted(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn_source.voltage: {value: 3000000, unit: V}")
    assert float(item(made, "_diffrn_source.voltage") or "nan") == pytest.approx(3e3)
    wrong = answered(tmp_path, "_diffrn_source.voltage: {value: 3000, unit: mm}")
    assert item(wrong, "_diffrn_source.voltage") in (None, "?")
    assert gaps(wrong, "conflict")


def test_a_plain_number_has_no_unit_but_may_be_in_percent(tmp_path: Path) -> None:
    name = "_diffrn_radiation.polarizn_source_ratio"
    made = answered(tmp_path, f"{name}: {{value: 98, unit: percent}}")
    assert item(made, name) == "0.98"
    wrong = answered(tmp_path, f"{name}: {{value: 0.98, unit: mm}}")
    assert item(wrong, name) in (None, "?")
    assert "cannot be converted" in messages(wrong, "conflict")


def test_a_number_too_large_to_be_whole_is_refused(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn_scan_frame.frame_number: 1e30")
    assert "too large for a whole number" in messages(made, "conflict")


def test_an_answer_replaces_what_the_source_states_and_says_so(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn_source.details: mine\n_diffrn_detector.layer_thickness: 0.3")
    assert item(made, "_diffrn_source.details") == "mine"
    assert item(made, "_diffrn_detector.layer_thickness") == "0.3"
    said = messages(made, "conflict")
    assert "mine replaces from the file" in said
    assert "0.3 replaces 0.45" in said
    same = answered(tmp_path, "_diffrn_detector.layer_thickness: {value: 450, unit: um}")
    assert not gaps(same, "conflict")


def test_one_value_serves_all_rows_a_list_has_one_for_each(tmp_path: Path) -> None:
    made = answered(tmp_path, "_axis.equipment: goniometer")
    assert column(made, "_axis.equipment") == ["goniometer"] * 2
    made = answered(tmp_path, "_axis.equipment: [goniometer, detector]")
    assert column(made, "_axis.equipment") == ["goniometer", "detector"]
    made = answered(tmp_path, "_diffrn_scan_frame.integration_time: [1, 2, 3]")
    assert column(made, "_diffrn_scan_frame.integration_time") == ["1.0", "2.0", "3.0"]
    made = answered(tmp_path, "_diffrn_scan_frame.integration_time: 2")
    assert column(made, "_diffrn_scan_frame.integration_time") == ["2.0"] * 3


@pytest.mark.parametrize(
    "text",
    ["_axis.equipment: [detector]", "_axis.equipment: [detector, detector, detector]"],
)
def test_a_list_of_another_length_is_a_conflict(tmp_path: Path, text: str) -> None:
    made = answered(tmp_path, text)
    assert column(made, "_axis.equipment") is None
    assert "for 2 rows" in messages(made, "conflict")


def test_parts_of_a_vector_can_be_answered(tmp_path: Path) -> None:
    made = answered(
        tmp_path, '"_axis.vector[1]": [1, 0]\n"_axis.vector[2]": 0\n"_axis.vector[3]": [0, 1]\n'
    )
    assert column(made, "_axis.vector[1]") == ["1.0", "0.0"]
    assert column(made, "_axis.vector[3]") == ["0.0", "1.0"]


def test_ids_can_be_answered(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn.id: my crystal\n_axis.id: [a, b]")
    assert item(made, "_diffrn.id") == "my_crystal"
    assert column(made, "_axis.id") == ["a", "b"]


def test_a_category_without_rows_in_the_source_is_made_of_answers(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn_radiation_wavelength.value: 0.97")
    assert column(made, "_diffrn_radiation_wavelength.value") == ["0.97"]
    assert column(made, "_diffrn_radiation_wavelength.id") == ["1"]
    two = answered(
        tmp_path,
        "_diffrn_radiation_wavelength.value: [0.97, 0.98]\n_diffrn_radiation_wavelength.id: [x, y]",
    )
    assert column(two, "_diffrn_radiation_wavelength.id") == ["x", "y"]
    other = answered(tmp_path, "_diffrn_attenuator.material: Al\n_diffrn_attenuator.code: A1\n")
    assert column(other, "_diffrn_attenuator.material") == ["Al"]


def test_states_are_checked(tmp_path: Path) -> None:
    made = answered(tmp_path, "_axis.equipment: telescope")
    assert column(made, "_axis.equipment") is None
    assert "'telescope' is none of the states" in messages(made, "no-target")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("_axis.colour: red", r"answers\.yml\.txt:1:1: _axis.colour is not a data name"),
        ("_axis.equipmnt: detector", r"did you mean _axis.equipment\?"),
        ("[a, b]", "consists of"),
        ("_axis.type: {colour: red}", "is a value"),
        ("_diffrn_source.voltage: {value: 1, unit: cubit}", "unit 'cubit' is not known"),
        ("set: 3", "parameter: value"),
    ],
)
def test_what_is_wrong_has_a_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MappingError, match=said) as caught:
        answered(tmp_path, text)
    assert "answers.yml.txt:1:" in str(caught.value)


def test_set_gives_data_names_and_parameters(tmp_path: Path) -> None:
    made = answered(tmp_path, "", settings={"_diffrn_source.beamline": "I99"})
    assert item(made, "_diffrn_source.beamline") == "I99"
    with pytest.raises(ImgcifMapError, match="not a data name"):
        answered(tmp_path, "", settings={"_diffrn_source.beemline": "I99"})


def test_set_in_the_file_is_a_parameter(tmp_path: Path) -> None:
    with pytest.raises(ImgcifMapError, match="no parameter flip"):
        answered(tmp_path, "set: {flip: 1}")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("_diffrn_source.voltage", "{value: 3000000, unit: V}", ["3000."]),
        ("_diffrn_source.beamline", "I99", ["I99"]),
        ("_diffrn_source.beamline", '"[I99]"', ["[I99]"]),
        ("_diffrn_source.beamline", "'{I99}'", ["{I99}"]),
        ("_diffrn_source.beamline", "I'99'", ["I'99'"]),
        ("_axis.equipment", "[detector, goniometer]", ["detector", "goniometer"]),
    ],
)
def test_settings_are_read_like_answers(
    name: str, text: str, expected: list[str], tmp_path: Path
) -> None:
    made = answered(tmp_path, "", settings={name: text})
    found = column(made, name)
    if "unit" in text:
        assert [float(v) for v in found] == pytest.approx([float(v) for v in expected])
    else:
        assert list(found) == expected


def test_empty_settings_are_no_answers(tmp_path: Path) -> None:
    for text in ("[]", "", "~", "{value: []}"):
        made = answered(tmp_path, "", settings={"_diffrn_source.beamline": text})
        assert item(made, "_diffrn_source.beamline") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", ("--set _diffrn_source.voltage:", "quote texts")),
        ("{value: 1", ("--set _diffrn_source.voltage:",)),
        ("{value: 1, units: V}", ("{value: …, unit: …}",)),
        ("{unit: V}", ("{value: …, unit: …}",)),
        ("[{value: 1}, {value: 2}]", ("a value or a list", "{value: [1, 2], unit: keV}")),
        ("{value: {a: 1}}", ("a value or a list",)),
        ("[&a 1]", ("anchor",)),
        ("[!!python/name:os.system x]", ("not allowed",)),
        ("[" * 900 + "]" * 900, ("levels",)),
        ("{value: 1, unit: parsnip}", ("parsnip",)),
    ],
)
def test_mistakes_in_settings(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        answered(tmp_path, "", settings={"_diffrn_source.voltage": text})
    for word in words:
        assert word in str(caught.value)


def test_parameters_are_read_the_same_way() -> None:
    texts = {"sizes": "[3, 4.5]", "name": "a b", "quoted": "'1'", "number": "1", "none": ""}
    assert answers_from_settings(texts, dictionary()).settings == {
        "sizes": [3, 4.5], "name": "a b", "quoted": "1", "number": 1, "none": None,
    }  # fmt: skip


def test_a_bare_point_says_that_it_does_not_apply(tmp_path: Path) -> None:
    made = answered(tmp_path, "_diffrn_source.beamline: .\n_diffrn_source.details: .\n")
    assert column(made, "_diffrn_source.beamline") == [None]
    assert column(made, "_diffrn_source.details") == [None]
    assert "the answer . replaces from the file" in messages(made, "conflict")
    kinds = {c["item"]: c["kind"] for c in provenance(made, [])["blocks"][0]["columns"]}
    assert kinds["_diffrn_source.beamline"] == "answer"
    every = answered(tmp_path, "_diffrn_scan_frame.integration_time: .")
    assert column(every, "_diffrn_scan_frame.integration_time") == [None] * 3
    text = answered(tmp_path, "_diffrn_source.beamline: '.'")
    assert not text.document.blocks[0].column("_diffrn_source.beamline").value(0).is_null


def test_a_point_in_a_list_is_for_a_row(tmp_path: Path) -> None:
    made = answered(
        tmp_path, "_axis.vector[2]: [., 1]".replace("_axis.vector[2]", '"_axis.vector[2]"')
    )
    assert column(made, "_axis.vector[2]") == [None, "1.0"]
    times = answered(tmp_path, "_diffrn_scan_frame.integration_time: [., 1, .]")
    assert column(times, "_diffrn_scan_frame.integration_time") in (
        [None, "1.0", None],
        ["?", "1.0", "?"],
    )


def test_a_key_always_applies(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="is a key and cannot be"):
        answered(tmp_path, "_axis.id: .")


def test_provenance_names_where_an_answer_is_from(tmp_path: Path) -> None:
    made = answered(tmp_path, "\n_diffrn_source.beamline: I99")
    more = answered(tmp_path, "", settings={"_diffrn_source.beamline": "I99"})
    places = [
        {c["item"]: c.get("mapping") for c in provenance(m, [])["blocks"][0]["columns"]}
        for m in (made, more)
    ]
    assert places[0]["_diffrn_source.beamline"].startswith("answers.yml.txt:2:")
    assert places[1]["_diffrn_source.beamline"] == "--set"
