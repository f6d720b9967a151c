"""``imgcif-map validate`` and ``imgcif-map explain``."""

from __future__ import annotations

import json
import os

import pytest

from tests.cli.outcome import check_message

GOOD = "#\\#CIF_2.0\ndata_good\n_diffrn.id one\n"
LOOP = "loop_\n_axis.id\n_axis.type\nx "
BAD = f"#\\#CIF_2.0\ndata_bad\n_diffrn.id one\n_diffrn.no_such_thing 1\n{LOOP}rotaton\n"
BROKEN = f"#\\#CIF_2.0\ndata_broken\n{LOOP}rotation y\n"


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "data" / "deep"
    folder.mkdir(parents=True)
    for name, text in (("good.cif", GOOD), ("bad.cif", BAD), ("deep/broken.cif", BROKEN)):
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    (tmp_path / "data" / "notes.txt").write_text("no CIF", encoding="utf-8")
    return tmp_path / "data"


def test_good_file_is_0(invoke, files):
    assert invoke("validate", files / "good.cif").code == 0


def test_findings_are_1_with_place_and_code(invoke, files):
    outcome = invoke("validate", files / "bad.cif")
    assert outcome.code == 1
    assert "bad.cif:8" in outcome.out
    assert "DDL" in outcome.out


def test_syntax_errors_are_findings(invoke, files):
    outcome = invoke("validate", files / "deep/broken.cif")
    assert outcome.code == 1
    assert "CIF" in outcome.out


def test_folders_and_patterns(invoke, files):
    for argument in (files, f"{files}/**/*.cif"):
        report = json.loads(invoke("validate", argument, "-f", "json").out)
        assert len(report["files"]) == 3
    once = invoke("validate", files, files / "good.cif", "-f", "json").out
    assert len(json.loads(once)["files"]) == 3


def test_json_shape(invoke, files):
    report = json.loads(invoke("validate", files / "bad.cif", "--format", "json").out)
    assert report["format_version"] == 1
    assert report["tool"]["name"] == "imgcif-map"
    assert {d["title"] for d in report["dictionaries"]} >= {"CIF_IMG"}
    finding = report["files"][0]["findings"][0]
    assert set(finding) >= {
        "code", "name", "severity", "message", "line", "column", "block", "frame", "category",
        "item", "value", "count", "positions", "hint", "spec_url",
    }  # fmt: skip
    assert report["summary"]["error"] >= 1


def test_select_and_ignore(invoke, files):
    every = json.loads(invoke("validate", files, "-f", "json").out)
    codes = {f["code"] for file in every["files"] for f in file["findings"]}
    assert any(code.startswith("CIF") for code in codes)
    assert any(code.startswith("DDL") for code in codes)
    some = json.loads(invoke("validate", files, "-f", "json", "--select", "CIF").out)
    assert {f["code"][:3] for file in some["files"] for f in file["findings"]} == {"CIF"}
    none = invoke("validate", files, "-f", "json", "--ignore", "CIF,DDL", "--ignore", "IMG")
    assert not [f for file in json.loads(none.out)["files"] for f in file["findings"]]
    assert none.code == 0


def test_fail_on(invoke, files):
    report = json.loads(invoke("validate", files / "bad.cif", "-f", "json").out)
    severities = {f["severity"] for f in report["files"][0]["findings"]}
    assert "error" in severities
    assert invoke("validate", files / "bad.cif", "--fail-on", "note").code == 1
    assert invoke("validate", files / "good.cif", "--fail-on", "error").code == 0
    outcome = invoke("validate", files / "good.cif", "--fail-on", "disaster")
    assert outcome.code == 2


def test_stdin(process, files):
    good = process("validate", "-", input=GOOD.encode())
    assert good.returncode == 0
    bad = process("validate", "-", "-f", "json", input=BAD.encode())
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["files"][0]["path"] == "<stdin>"


def test_convert_into_validate(process, master):
    cif = process("convert", master, "-q").stdout
    done = process("validate", "-", "--ignore", "IMG", input=cif)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["missing.cif", "none-*.cif"])
def test_missing_file_is_2(invoke, name):
    check_message(invoke("validate", name), name)


def test_binary_file_is_2(invoke, tmp_path):
    (tmp_path / "x.cif").write_bytes(bytes(range(256)) * 40)
    check_message(invoke("validate", "x.cif"), "x.cif")


def test_folder_without_cif_is_2(invoke, tmp_path):
    (tmp_path / "empty").mkdir()
    check_message(invoke("validate", "empty"), "no CIF files")


def test_2_outranks_1_and_the_rest_is_reported(invoke, files):
    outcome = invoke("validate", files / "bad.cif", "missing.cif")
    assert outcome.code == 2
    assert "bad.cif" in outcome.out
    assert "missing.cif" in outcome.err


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--dictionary", "none.dic"], "none.dic"),
        (["--profile", "none"], "none"),
        (["--select", "NOSUCH"], "NOSUCH"),
    ],
)
def test_bad_options_are_2(invoke, files, options, word):
    check_message(invoke("validate", files / "good.cif", *options), word)


def test_no_colour_in_a_pipe(process, files):
    done = process("validate", files, env={"NO_COLOR": ""})
    assert b"\x1b[" not in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [([], {}, True), (["--no-color"], {}, False), ([], {"NO_COLOR": "1"}, False)],
)
def test_colour_on_a_terminal(files, root, arguments, environment, coloured):
    import pty
    import subprocess
    import sys

    clean = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    leader, follower = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "imgcif_map", "validate", str(files / "bad.cif"), "-q", *arguments],
        stdout=follower,
        env={**clean, "PYTHONPATH": str(root), "TERM": "xterm-256color", **environment},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:  # Linux says EIO when the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    assert done.wait() == 1
    assert (b"\x1b[" in shown) is coloured


@pytest.mark.parametrize("topic", ["DDL010", "GAP007", "conflict", "_axis.type", "_AXIS.vector[1]"])
def test_explain(invoke, topic):
    outcome = invoke("explain", topic)
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) > 3


@pytest.mark.parametrize("topic", ["DDL999", "_axis.no_such_item", "nonsense"])
def test_explain_unknown_is_2(invoke, topic):
    check_message(invoke("explain", topic), topic)
