"""Whole conversations over the embedded sample, and over conversions made for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imgcif_map.api import Conversion, convert
from imgcif_map.cif.writer import iter_cif
from imgcif_map.interactive import Abandoned, Completed, Default, complete
from imgcif_map.mapping.answers import Answers, answers_from_settings, read_answers
from imgcif_map.mapping.answersfile import answers_text

from .ask import WAVE, Stated, dictionary, document, gap
from .fake import Typist, in_order
from .masters import WAVELENGTH, without

Step = Callable[[Answers], Conversion]


def own(folder: Path, required: str = "", recommended: str = "") -> Path:
    path = folder / "own.yaml"
    path.write_text(
        f"id: own\ntitle: Own\nrequired: [{required}]\nrecommended: [{recommended}]\n", "utf-8"
    )
    return path


def talk(
    run: Step, *lines: str | None, given: Answers | None = None, **more
) -> tuple[Completed, Typist]:
    typist = Typist.of(*lines)
    return complete(run, given or Answers(), dictionary(), typist, **more), typist


def converting(master: Path, profile: Path | str = "minimal") -> Step:
    return lambda answers: convert(
        master, answers=answers, profile=profile, dictionary=dictionary()
    )


def asked(typist: Typist) -> list[str]:
    """Data names in the order of their questions."""
    lines = (line.partition(": _") for line in typist.seen.splitlines())
    return [f"_{name}" for head, _, name in lines if " of " in head and name]


def value(done: Completed, name: str) -> list[str]:
    column = done.conversion.document.blocks[0].column(name)
    return [] if column is None else list(column.texts())


def test_required_first_then_recommended_if_wanted(tmp_path):
    master = without(tmp_path, WAVELENGTH)
    run = converting(master, "reprocessing")
    done, typist = talk(run, "0.97", "y", *[""] * 7)
    names = asked(typist)
    assert names[0] == WAVE
    assert len(names) == len(set(names)) == 8
    assert in_order(typist.seen, [": _diffrn_radiation_w", "Also answer 7 rec", "gain", "DOI"])
    assert value(done, WAVE) == ["0.97"]
    none, typist = talk(run, "0.97", "")
    assert asked(typist) == [WAVE]
    assert set(none.answers.values) == {("diffrn_radiation_wavelength", "value")}


def test_skipping_everything_converts_once(tmp_path):
    calls = []
    run = converting(without(tmp_path, WAVELENGTH))

    def counted(answers):
        calls.append(answers)
        return run(answers)

    done, _ = talk(counted, "", "n")
    assert len(calls) == 1
    assert done.answers == Answers()


def test_answers_given_before_are_kept_and_not_asked_for(tmp_path):
    given = answers_from_settings({WAVE: "1.5", "flip_axis": "reverse"}, dictionary())
    done, typist = talk(converting(without(tmp_path, WAVELENGTH)), "", given=given)
    assert WAVE not in asked(typist)
    assert done.answers == given


def test_what_does_not_apply_is_not_asked_again(tmp_path):
    profile = own(tmp_path, "_diffrn_source.details")
    given = answers_from_settings({"_diffrn_source.details": "."}, dictionary())
    _, typist = talk(converting(without(tmp_path / "raw"), profile), given=given)
    assert asked(typist) == []
    done, typist = talk(converting(without(tmp_path / "raw"), profile), ".")
    assert asked(typist) == ["_diffrn_source.details"]
    assert value(done, "_diffrn_source.details") == ["."]


def test_an_alternative_is_asked_for_where_the_first_does_not_apply(tmp_path):
    names = [f"_diffrn_scan_frame.{name}" for name in ("integration_time", "date")]
    profile = tmp_path / "own.yaml"
    profile.write_text(
        "id: own\ntitle: Own\nrequired:\n  - one_of: "
        f"[[{names[0]}], [{names[1]}]]\n    of: diffrn_scan_frame\n",
        "utf-8",
    )
    master = without(tmp_path / "raw", "/entry/instrument/detector/count_time")
    done, typist = talk(converting(master, profile), ".", "2026-03-14")
    assert asked(typist) == names
    assert set(value(done, names[1])) == {"2026-03-14"}
    missing = [f for f in done.conversion.findings if f.name == "missing-required"]
    assert missing == []


def test_an_instrument_can_offer_defaults(tmp_path):
    run = converting(without(tmp_path, WAVELENGTH))
    defaults = {WAVE: Default("12.398419843320026 keV", "the instrument I1")}
    done, typist = talk(run, "", "", "", defaults=defaults)
    assert "which the instrument I1 states" in typist.words
    assert value(done, WAVE) == ["1.0"]
    done, _ = talk(run, "-", "", defaults=defaults)
    assert value(done, WAVE) == []


def test_nothing_to_ask_is_said_and_so_is_what_cannot_be(tmp_path):
    master = without(tmp_path / "raw")
    _, typist = talk(converting(master, own(tmp_path, "_axis.id")))
    assert typist.words == "Nothing is missing that could be asked for."
    _, typist = talk(converting(master, own(tmp_path, "_array_data.data")))
    assert "Not asked: _array_data.data, an Array" in typist.words
    assert "Nothing is missing" not in typist.seen


# -- rounds


def staged(*stages: tuple[tuple, ...]) -> Step:
    """Conversions that lack something else each time."""
    rest = list(stages)

    def run(answers: Answers) -> Conversion:
        found = rest.pop(0) if len(rest) > 1 else rest[0]
        return Stated(document([]), tuple(found), dictionary())  # type: ignore[return-value]

    return run


A, B, C = (f"_diffrn_source.{n}" for n in ("beamline", "facility", "make"))


def test_what_an_answer_makes_necessary_is_asked_in_turn():
    _, typist = talk(staged((gap(A),), (gap(A), gap(B)), (gap(C),), ()), "a", "b", "c")
    assert asked(typist) == [A, B, C]
    assert typist.seen.count("With these answers something else is needed.") == 2


def test_rounds_have_an_end_and_recommended_is_offered_once():
    rec = tuple(gap(n, "recommended") for n in (B, C))
    _, typist = talk(staged((gap(A), *rec), rec), "a", "n")
    assert asked(typist) == [A]
    assert typist.prompts[-1].startswith("Also answer 2 recommended?")
    _, typist = talk(staged((gap(A, "recommended"),), (gap(B, "recommended"),), ()), "y", "a", "b")
    assert asked(typist) == [A, B]
    names = [
        f"_diffrn_detector.{n}"
        for n in ("id", "make", "details", "dtime", "gain_setting", "description")
    ]
    _, typist = talk(staged(*((gap(n),) for n in names)), *["1"] * 9)
    assert asked(typist) == names[:5]


def test_what_the_conversion_says_against_an_answer_is_shown():
    complaint = replace(gap(A), name="conflict", message=f"{A}: the answer a replaces b")
    _, typist = talk(staged((gap(A),), (complaint,)), "a")
    assert f"Not used as it is: {A}: the answer a replaces b" in typist.words


def test_rows_made_by_one_answer_count_for_the_next():
    wavelengths = (gap(WAVE), gap("_diffrn_radiation_wavelength.wt"))
    done, typist = talk(staged(wavelengths, ()), "1.0, 1.1", "y", "0.5, 0.25, 0.25", "0.5, 0.5", "")
    assert "No: 3 values for 2 rows" in typist.seen
    assert len(done.answers.values) == 2


@pytest.mark.parametrize("lines", [("a", "!"), ("!",), ("a", "y", "!")])
def test_giving_up(lines):
    rest = (gap(A), gap(B, "recommended"))
    with pytest.raises(Abandoned):
        talk(staged(rest, ()), *lines)


@pytest.mark.parametrize("line", ["q", None])
def test_stopping_keeps_what_was_answered(line):
    done, typist = talk(staged((gap(A), gap(B), gap(C, "recommended")), (gap(B),)), "a", line)
    assert list(done.answers.values) == [("diffrn_source", "beamline")]
    assert asked(typist) == [A, B]


# -- the same again from a file


def test_saved_answers_give_the_same_file(tmp_path):
    master = without(tmp_path, WAVELENGTH)
    run = converting(master, "reprocessing")
    lines = ("0.0976 nm", "", "y", "1e6", ".", "0.25", "no: # idea", "", "0.9", '"[x], {y}"')
    done, _ = talk(run, *lines)
    path = tmp_path / "kept.yaml"
    path.write_text(answers_text(done.answers, dictionary(), "note\nof two lines"), "utf-8")
    again = run(read_answers(path, dictionary()))
    assert list(iter_cif(again.document)) == list(iter_cif(done.conversion.document))
    assert len(done.answers.values) == 7


# -- the instrument


def _images(folder):
    from tests.support.make_minicbf import scan

    scan(folder / "in", 2)
    return folder / "in"


def _with_instruments(folder, *lines):
    from imgcif_map.api import convert
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.interactive.instrument import Instruments
    from imgcif_map.mapping.answers import Answers

    images = _images(folder)
    known = {"dls-i24": "Diamond I24", "dls-i23": "Diamond I23", "other": "elsewhere"}
    person = Typist.of(*lines)
    done = complete(
        lambda given: convert(images, answers=given),
        Answers(),
        load_dictionary(),
        person,
        instruments=Instruments(
            known, lambda name: lambda given: convert(images, answers=given, instrument=name)
        ),
    )
    return done.conversion, person


def test_the_instrument_is_asked_for_where_axes_are_assumed(tmp_path):
    conversion, person = _with_instruments(tmp_path, "diamond", "dls-i24", "n")
    assert "dls-i24: Diamond I24" in person.seen
    assert "dls-i23: Diamond I23" in person.seen
    assert any("instrument dls-i24 applies" in f.message for f in conversion.findings)
    assert not conversion.assumes_axes
    column = conversion.document.blocks[0].column("_diffrn_source.beamline")
    assert column.texts() == ["I24"]


def test_no_instrument_need_be_named(tmp_path):
    conversion, person = _with_instruments(tmp_path, "nowhere at all", "", "n")
    assert "nothing known fits 'nowhere at all'" in person.seen
    assert conversion.assumes_axes


def test_the_end_of_input_at_the_instrument_goes_on_without(tmp_path):
    conversion, person = _with_instruments(tmp_path, None)
    assert conversion.assumes_axes
    assert len(person.prompts) == 1
