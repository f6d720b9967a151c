"""``convert --interactive`` on a pseudo-terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from imgcif_map.cif.reader import read_cif

pty = pytest.importorskip("pty", reason="pseudo-terminals are a matter of Unix")

from .masters import CHI_VECTOR, PROBE, WAVELENGTH, without  # noqa: E402
from .terminal import CTRL_C, CTRL_D, on_terminal  # noqa: E402

WAVE = "required: _diffrn_radiation_wavelength.value"
RIGHT = "Is that right? [Y/n] "
MORE = "recommended? [y/N] "
ASKING = ("--interactive", "-q", "-o", "out.cif")


def column(path: Path, name: str) -> list[str]:
    [block] = read_cif(path).blocks
    found = block.column(name)
    return [] if found is None else list(found.texts())


def files(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.is_file()}


@pytest.fixture
def dim(tmp_path: Path) -> Path:
    """A master without wavelength."""
    return without(tmp_path / "raw", WAVELENGTH)


def test_what_is_missing_is_asked_for_and_written(dim, tmp_path, root):
    with on_terminal(tmp_path, root, "convert", dim, *ASKING, "--provenance", "p.json") as screen:
        screen.answer((WAVE, "0.0976 nm"), (RIGHT, ""))
        code = screen.leave()
    assert "0.0976 nm = 0.976 angstroms" in screen.text
    assert code == 1, "a conflict and a broken link of the sample remain"
    assert column(tmp_path / "out.cif", "_diffrn_radiation_wavelength.value") == ["0.976"]
    assert (tmp_path / "stdout").read_bytes() == b""
    columns = json.loads((tmp_path / "p.json").read_text())["blocks"][0]["columns"]
    [trail] = [c for c in columns if c["item"] == "_diffrn_radiation_wavelength.value"]
    assert trail["kind"] == "answer"
    assert trail["mapping"] == "--interactive"
    assert trail["units"] == {"from": "nanometres", "to": "angstroms"}


def test_wrong_answers_are_refused_with_the_reason(dim, tmp_path, root):
    with on_terminal(tmp_path, root, "convert", dim, *ASKING) as screen:
        screen.answer(
            (WAVE, "about one"),
            ("No: 'about one' is not a number", "-1"),
            ("No: _diffrn_radiation_wavelength.value is outside its range 0:", "1 s"),
            ("seconds cannot be converted to angstroms", "1 cubit"),
            ("No: 'cubit' is not a unit that is known here", "1,5"),
            ("No: decimals are written with a point", "0.9763(4)"),
            ("No: an uncertainty has a data name of its own", "."),
        )
        screen.leave()
    assert column(tmp_path / "out.cif", "_diffrn_radiation_wavelength.value") == ["."]


def test_an_energy_becomes_a_wavelength_only_when_confirmed(dim, tmp_path, root):
    with on_terminal(tmp_path, root, "convert", dim, *ASKING) as screen:
        screen.answer(
            (WAVE, "12.7 keV"),
            (RIGHT, "n"),
            ("> ", "12.7 keV"),
            (RIGHT, "maybe"),
            (RIGHT, ""),
        )
        screen.leave()
    assert screen.text.count("12.7 keV as the energy of photons: 0.97625") == 2
    [value] = column(tmp_path / "out.cif", "_diffrn_radiation_wavelength.value")
    assert float(value) == pytest.approx(12.398419843320026 / 12.7, rel=1e-9)


def test_replay_gives_the_same_bytes(dim, tmp_path, root, process):
    options = ("--profile", "reprocessing", "--set", "flip_axis=reverse")
    (tmp_path / "given.yaml").write_text("_diffrn_source.beamline: B7\n")
    with on_terminal(
        tmp_path, root, "convert", dim, *ASKING, *options, "--answers", "given.yaml",
        "--save-answers", "kept.yaml",
    ) as screen:  # fmt: skip
        screen.answer(
            (WAVE, "0.0976 nm"), (RIGHT, "y"), (MORE, "y"),
            ("_array_intensities.overload", "65535"), ("_array_intensities.gain", "."),
            ("_diffrn_detector.dtime", "250 ns"), (RIGHT, ""),
            ("_diffrn_scan.date_end", "2026-03-14T09:30:00Z"),
            ("_diffrn_radiation.beam_width", ""),
            ("_diffrn_radiation.polarizn_source_ratio", "98 %"), (RIGHT, ""),
            ("_database.dataset_DOI", '"#: ä"'),
        )  # fmt: skip
        screen.leave()
    again = process("convert", dim, "-q", "-o", "again.cif", *options[:2], "--answers", "kept.yaml")
    assert again.returncode == 1, again.stderr
    assert (tmp_path / "again.cif").read_bytes() == (tmp_path / "out.cif").read_bytes()
    text = (tmp_path / "kept.yaml").read_text("utf-8")
    assert "_diffrn_detector.dtime: {value: 250, unit: ns}" in text
    assert "_diffrn_source.beamline: B7" in text
    assert "flip_axis: reverse" in text
    assert column(tmp_path / "out.cif", "_database.dataset_DOI") == ["#: ä"]
    assert column(tmp_path / "out.cif", "_diffrn_radiation.polarizn_source_ratio") == ["0.98"]
    second = process("convert", dim, "-o", "-", "--interactive", stdin=subprocess.DEVNULL)
    assert second.returncode == 2


def test_what_an_axis_lacks_is_asked_for_that_axis(tmp_path, root):
    master = without(tmp_path / "raw", CHI_VECTOR, PROBE)
    with on_terminal(tmp_path, root, "convert", master, *ASKING) as screen:
        screen.answer(
            ("1 of 9 rows lacks it (chi)", "-0.0046"),
            ("_axis.vector[2]", "0.0372"),
            ("_axis.vector[3]", "-0.9993"),
        )
        screen.leave()
    whole = without(tmp_path / "whole")
    with on_terminal(tmp_path, root, "convert", whole, "-q", "-o", "whole.cif") as other:
        other.leave()
    for n in (1, 2, 3):
        found = column(tmp_path / "out.cif", f"_axis.vector[{n}]")
        wanted = column(tmp_path / "whole.cif", f"_axis.vector[{n}]")
        assert [float(v) for v in found] == pytest.approx([float(v) for v in wanted], abs=1e-4)


@pytest.mark.parametrize("key", [CTRL_D, "q\n"])
def test_stopping_goes_on_with_what_there_is(dim, tmp_path, root, key):
    arguments = ("--profile", "reprocessing", "--save-answers", "kept.yaml")
    with on_terminal(tmp_path, root, "convert", dim, *ASKING, *arguments) as screen:
        screen.answer((WAVE, "0.97"), (MORE, "y"), ("_array_intensities.overload", "7"))
        screen.wait_for("_array_intensities.gain")
        screen.wait_for("> ")
        screen.type(key, end="")
        assert screen.leave() == 1
    assert column(tmp_path / "out.cif", "_diffrn_radiation_wavelength.value") == ["0.97"]
    assert column(tmp_path / "out.cif", "_array_intensities.overload") == ["7.0"]
    kept = (tmp_path / "kept.yaml").read_text("utf-8")
    assert "_array_intensities.overload: 7" in kept
    assert "_array_intensities.gain" not in kept


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), ("!\n", 2)])
@pytest.mark.parametrize("late", [False, True])
def test_giving_up_writes_nothing(dim, tmp_path, root, key, code, late):
    with on_terminal(tmp_path, root, "convert", dim, *ASKING, "--save-answers", "k.yaml") as screen:
        screen.wait_for(WAVE)
        screen.wait_for("> ")
        if late:
            screen.type("9.7 nm")
            screen.wait_for(RIGHT)
        assert screen.leave(key) == code
    assert "Traceback" not in screen.text
    assert ("interrupted" if code == 130 else "abandoned: nothing was written") in screen.text
    assert files(tmp_path) == {"stdout"}


def test_cif_on_stdout_and_questions_on_the_terminal(dim, tmp_path, root):
    with on_terminal(tmp_path, root, "convert", dim, "--interactive", "-q") as screen:
        screen.answer((WAVE, "0.97"))
        screen.leave()
    text = (tmp_path / "stdout").read_text("utf-8")
    assert text.startswith("#\\#CIF_2.0\n")
    assert "required:" not in text
    assert "CIF_2.0" not in screen.text


def test_nothing_to_ask(tmp_path, root):
    master = without(tmp_path / "raw")
    with on_terminal(tmp_path, root, "convert", master, *ASKING, "--profile", own(tmp_path)) as s:
        assert s.leave() == 1
    assert "Nothing is missing that could be asked for." in s.text
    assert "out.cif" in files(tmp_path)


def own(folder: Path, body: str = "required: [_axis.id]") -> Path:
    """A profile."""
    path = folder / "own.yaml"
    path.write_text(f"id: own\ntitle: Own\n{body}\n", encoding="utf-8")
    return path


def test_bytes_that_are_no_text_are_refused(dim, tmp_path, root):
    profile = own(tmp_path, "required: [_diffrn_source.details]")
    with on_terminal(tmp_path, root, "convert", dim, *ASKING, "--profile", profile) as screen:
        screen.wait_for("> ")
        os.write(screen._master, b"caf\xe9\n")
        screen.answer(("No: there are characters in it that cannot be seen", "café"))
        screen.leave()
    assert column(tmp_path / "out.cif", "_diffrn_source.details") == ["café"]


# -- calls that make no sense


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--interactive",), ("needs a terminal", "--answers")),
        (("--save-answers", "a.yaml"), ("--save-answers goes with --interactive",)),
        (("--interactive", "--save-answers", "MASTER"), ("would overwrite an input",)),
        (("--interactive", "-o", "a", "--save-answers", "a"), ("two outputs of the same name",)),
    ],
)
def test_calls_that_make_no_sense(dim, process, tmp_path, arguments, words):
    given = [dim if a == "MASTER" else a for a in arguments]
    done = process("convert", dim, *given, stdin=subprocess.DEVNULL)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    for word in words:
        assert word in said
    assert files(tmp_path) == set()


def test_answers_are_not_written_over_those_that_were_read(dim, tmp_path, root):
    (tmp_path / "a.yaml").write_text("_diffrn_source.beamline: B7\n")
    arguments = ("--answers", "a.yaml", "--save-answers", "a.yaml")
    with on_terminal(tmp_path, root, "convert", dim, *ASKING, *arguments) as screen:
        assert screen.leave() == 2
    assert "would overwrite an input" in screen.text


def test_data_from_standard_input_and_answers_do_not_go_together(tmp_path, root):
    with on_terminal(tmp_path, root, "convert", "-", *ASKING) as screen:
        assert screen.leave() == 2
    assert "reads answers from standard input" in " ".join(screen.text.split())


@pytest.fixture
def process(tmp_path: Path, root: Path):
    """Run the program without a terminal."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "imgcif_map", *map(str, arguments)],
            capture_output=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)},
            timeout=120, **options,
        )  # fmt: skip

    return run


def test_what_a_source_says_cannot_steer_the_terminal(capsys):
    from imgcif_map.cli.asking import Terminal

    terminal = Terminal()
    terminal.say("axis \x1b[2Jomega\nnext")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "axis \N{REPLACEMENT CHARACTER}[2Jomega\nnext\n"


def test_the_instrument_of_images_is_asked_for(tmp_path, root):
    from tests.support.make_minicbf import scan

    scan(tmp_path / "raw", 2)
    with on_terminal(tmp_path, root, "convert", tmp_path / "raw", *ASKING) as screen:
        screen.answer(("none fits > ", "i24"), ("none fits > ", "dls-i24"))
        code = screen.leave()
    assert code == 0
    assert column(tmp_path / "out.cif", "_diffrn_source.beamline") == ["I24"]
