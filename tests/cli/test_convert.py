"""``imgcif-map convert`` and ``imgcif-map gaps``."""

from __future__ import annotations

import json
import os
import re
import stat

import pytest

from imgcif_map.sample import FRAMES
from tests.cli.outcome import check_message


def test_converts_and_reports(invoke, master, tmp_path):
    outcome = invoke("convert", master, "-o", "out.cif")
    assert outcome.code == 1, "the sample has a broken link and a conflict"
    assert outcome.out == ""
    assert "GAP007" in outcome.err
    assert "GAP008" in outcome.err
    text = (tmp_path / "out.cif").read_text(encoding="utf-8")
    assert text.startswith("#\\#CIF_2.0\n")
    assert text.count("sample_data_00000") == FRAMES
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["out.cif"]


def test_stdout_has_the_cif_and_nothing_else(process, master):
    done = process("convert", master)
    assert done.stdout.startswith(b"#\\#CIF_2.0\n")
    assert b"GAP007" not in done.stdout
    quiet = process("convert", master, "-o", "-", "--quiet")
    assert quiet.stdout == done.stdout
    assert quiet.stderr == b""


def test_same_input_same_bytes(invoke, master):
    assert invoke("convert", master).out == invoke("convert", master).out


def test_gaps_and_provenance_files(invoke, master, tmp_path):
    outcome = invoke("convert", master, "-o", "o.cif", "--gaps", "g.json", "--provenance", "p.json")
    assert (outcome.code, outcome.err) == (1, "")
    report = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    names = {f["name"] for file in report["files"] for f in file["findings"]}
    assert {"conflict", "unreadable", "assumption"} <= names
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))


def test_report_as_json_on_stderr(invoke, master):
    outcome = invoke("convert", master, "-o", "o.cif", "--format", "json")
    assert json.loads(outcome.err)["format_version"] == 1


def test_archive_options_reach_the_output(invoke, master):
    outcome = invoke("convert", master, "--archive-uri", "https://example.org/{stem}.tgz", "-q")
    assert "https://example.org/sample_data_000001.tgz" in outcome.out
    assert "TGZ" in outcome.out


def test_settings_reach_the_mapping(invoke, master):
    kept, reversed_ = (
        invoke("convert", master, "-q", "--set", f"flip_axis={sense}").out
        for sense in ("keep", "reverse")
    )
    assert kept != reversed_


def test_existing_output_is_replaced(invoke, master, tmp_path):
    (tmp_path / "o.cif").write_text("old")
    invoke("convert", master, "-o", "o.cif")
    assert (tmp_path / "o.cif").read_text(encoding="utf-8").startswith("#\\#CIF_2.0")


BAD_INPUTS = {
    "missing.h5": None,
    "text.h5": b"this is not HDF5",
    "empty.h5": b"",
    "cut.h5": b"\x89HDF\r\n\x1a\n" + bytes(100),
}


@pytest.mark.parametrize("command", ["convert", "gaps", "inspect"])
@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_2(invoke, tmp_path, command, name):
    content = BAD_INPUTS[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    extra = ["-o", "out.cif"] if command == "convert" else []
    check_message(invoke(command, name, *extra), name)
    assert not (tmp_path / "out.cif").exists()


@pytest.mark.parametrize("command", ["convert", "gaps", "inspect"])
def test_folder_as_input_is_2(invoke, tmp_path, command):
    (tmp_path / "folder").mkdir()
    check_message(invoke(command, "folder"), "folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_input_is_2(invoke, master):
    master.chmod(0)
    check_message(invoke("convert", master), "ermission")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--mapping", "no-such-mapping"], "no-such-mapping"),
        (["--answers", "none.yaml"], "none.yaml"),
        (["--profile", "none"], "none"),
        (["--set", "no_such_parameter=1"], "no_such_parameter"),
        (["--set", "flip_axis=sideways"], "flip_axis"),
        (["--archive-format", "CAB", "--archive-uri", "https://example.org/a"], "CAB"),
        (["--archive-uri", "https://example.org/{nothing}"], "nothing"),
        (["--archive-manifest", "none.csv"], "none.csv"),
        (["--doi", "not a doi"], "not a doi"),
    ],
)
def test_bad_options_are_2_and_nothing_is_written(invoke, master, tmp_path, options, word):
    (tmp_path / "old.cif").write_text("old")
    check_message(invoke("convert", master, "-o", "old.cif", *options), word)
    assert (tmp_path / "old.cif").read_text() == "old"


def test_an_input_is_never_overwritten(invoke, master):
    before = master.read_bytes()
    check_message(invoke("convert", master, "-o", master), "overwrite an input")
    link = master.parent / "link.cif"
    link.symlink_to(master)
    check_message(invoke("convert", master, "-o", link), "overwrite an input")
    assert master.read_bytes() == before


@pytest.mark.parametrize("extra", [["--gaps", "o.cif"], ["--provenance", "./o.cif"]])
def test_outputs_must_differ(invoke, master, extra):
    check_message(invoke("convert", master, "-o", "o.cif", *extra), "two outputs")


def test_output_in_a_missing_folder(invoke, master, tmp_path):
    check_message(invoke("convert", master, "-o", "no/such/o.cif"), "no/such")
    assert not (tmp_path / "no").exists()


def test_output_is_a_folder(invoke, master, tmp_path):
    (tmp_path / "o").mkdir()
    check_message(invoke("convert", master, "-o", "o"), "is a folder")


def test_one_output_failing_leaves_all_as_they_were(invoke, master, tmp_path):
    (tmp_path / "o.cif").write_text("old")
    check_message(invoke("convert", master, "-o", "o.cif", "--gaps", "no/g.json"), "does not exist")
    assert (tmp_path / "o.cif").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.cif", "raw"]


def test_a_fault_while_writing_leaves_the_old_file(invoke, master, tmp_path, monkeypatch):
    (tmp_path / "o.cif").write_text("old")

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imgcif_map.cli.outputs.write_one", full)
    check_message(invoke("convert", master, "-o", "o.cif"), "No space left")
    assert (tmp_path / "o.cif").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.cif", "raw"]


def test_output_mode_is_an_ordinary_file(invoke, master, tmp_path):
    old = os.umask(0o022)
    try:
        invoke("convert", master, "-o", "o.cif")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "o.cif").stat().st_mode) == 0o644


def test_gaps_prints_the_report(invoke, master):
    outcome = invoke("gaps", master)
    assert outcome.code == 1
    assert outcome.err == ""
    assert "GAP007" in outcome.out


def test_gaps_writes_a_template_that_convert_takes(invoke, master, tmp_path):
    assert invoke("gaps", master, "--template", "a.yaml", "--profile", "reprocessing").code == 1
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert "\n_diffrn_detector.dtime:\n" in text
    unfilled = invoke("convert", master, "--answers", "a.yaml", "-q").out
    assert "_diffrn_detector.dtime" not in unfilled
    (tmp_path / "a.yaml").write_text(text.replace("dtime:", "dtime: 0.25"), encoding="utf-8")
    filled = invoke("convert", master, "--answers", "a.yaml", "-q").out
    assert re.search(r"_diffrn_detector.dtime +0.25\n", filled)


def test_template_to_stdout_moves_the_report(invoke, master, tmp_path):
    import yaml

    outcome = invoke("gaps", master, "-t", "-", "--profile", "reprocessing")
    assert "_diffrn_detector.dtime" in yaml.safe_load(outcome.out)
    assert "GAP007" in outcome.err


def test_gaps_as_json(invoke, master):
    report = json.loads(invoke("gaps", master, "-f", "json").out)
    assert set(report) >= {"format_version", "tool", "files", "summary"}
