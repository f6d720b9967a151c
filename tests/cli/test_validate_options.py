"""``imgcif-map validate``: project files, formats, report files, processes, comments."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.outcome import check_message

BAD = "#\\#CIF_2.0\ndata_bad\n_axis.type rotaton\n_axis.vektor 1\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "bad.cif").write_text(BAD)
    (tmp_path / "imgcif-map.toml").write_text(
        "select = ['DDL001', 'DDL010']\nseverity = {DDL010 = 'note'}\nfail-on = 'note'\n"
    )
    return tmp_path


def codes(out: str) -> list[str]:
    return [f["code"] for file in json.loads(out)["files"] for f in file["findings"]]


def test_the_project_file_is_heeded(invoke, project):
    outcome = invoke("validate", "bad.cif", "-f", "json")
    assert outcome.code == 1
    found = json.loads(outcome.out)["files"][0]["findings"]
    assert [(f["code"], f["severity"]) for f in found] == [
        ("DDL010", "note"), ("DDL001", "warning")
    ]  # fmt: skip


def test_the_command_line_wins(invoke, project):
    outcome = invoke("validate", "bad.cif", "-f", "json", "--ignore", "DDL001")
    assert codes(outcome.out) == ["DDL010"]
    outcome = invoke("validate", "bad.cif", "-f", "json", "--select", "DDL001")
    assert codes(outcome.out) == ["DDL001"]
    outcome = invoke("validate", "bad.cif", "--fail-on", "error")
    assert outcome.code == 0
    outcome = invoke("validate", "bad.cif", "--severity", "DDL010=error", "--fail-on", "error")
    assert outcome.code == 1
    options = ["--severity", "DDL010=off,DDL001=off", "--fail-on", "note"]
    assert invoke("validate", "bad.cif", *options).code == 0


def test_no_config_and_another_config(invoke, project):
    other = project / "other.toml"
    other.write_text("select = ['CIF']\n")
    assert invoke("validate", "bad.cif", "--config", other).code == 0
    outcome = invoke("validate", "bad.cif", "--no-config", "-f", "json")
    found = json.loads(outcome.out)["files"][0]["findings"]
    assert [f["severity"] for f in found if f["code"] == "DDL010"] == ["error"]
    check_message(invoke("validate", "bad.cif", "--config", "none.toml"), "none.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slect = []", ["imgcif-map.toml", "slect", "did you mean select?"]),
        ("severity = {DDL001 = 'bad'}", ["severity.DDL001", "error, warning, note, off"]),
        ("profile = 'none'", ["none", "minimal"]),
        ("dictionaries = ['none.dic']", ["none.dic"]),
        ("select = [", ["not legal TOML"]),
    ],
)
def test_mistakes_in_the_project_file_are_2(text, words, invoke, project):
    (project / "imgcif-map.toml").write_text(text)
    check_message(invoke("validate", "bad.cif"), *words)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--severity", "DDL010"], ["--severity DDL010", "CODE=LEVEL"]),
        (["--severity", "DDL010=bad"], ["'bad'", "error, warning, note, off"]),
        (["--severity", "DDL999=error"], ["DDL999"]),
        (["-o", "bad.cif"], ["would overwrite an input"]),
        (["-o", "none/report.txt"], ["none"]),
        (["--report", "xml=x.xml"], ["--report xml=x.xml", "junit"]),
        (["--report", "json"], ["--report json", "sarif=report.sarif"]),
        (["--report", "json=x", "-o", "x"], ["two outputs of the same name"]),
    ],
)
def test_mistakes_in_options_are_2(options, words, invoke, project):
    check_message(invoke("validate", "bad.cif", *options), *words)


def test_exclude_and_force_exclude(invoke, project):
    (project / "old").mkdir()
    (project / "old/x.cif").write_text(BAD)
    (project / "imgcif-map.toml").write_text("exclude = ['old']\n")
    report = json.loads(invoke("validate", ".", "-f", "json").out)
    assert [file["path"] for file in report["files"]] == ["bad.cif"]
    assert invoke("validate", "old/x.cif").code == 1
    outcome = invoke("validate", "old/x.cif", "--force-exclude")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_formats(invoke, project):
    outcome = invoke("validate", "bad.cif", "-f", "sarif")
    assert outcome.code == 1
    run = json.loads(outcome.out)["runs"][0]
    assert [result["ruleId"] for result in run["results"]] == ["DDL010", "DDL001"]
    suites = ET.fromstring(invoke("validate", "bad.cif", "-f", "junit").out)
    assert suites.tag == "testsuites"
    assert "::warning " in invoke("validate", "bad.cif", "-f", "github").out
    (project / "imgcif-map.toml").write_text("format = 'json'\n")
    assert json.loads(invoke("validate", "bad.cif").out)["format_version"] == 1
    assert "bad.cif:3" in invoke("validate", "bad.cif", "-f", "text").out
    assert invoke("validate", "bad.cif", "-f", "xml").code == 2


def test_a_report_file(invoke, project):
    outcome = invoke("validate", "bad.cif", "-f", "json", "-o", "report.json")
    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.err == "report.json: 1 file: 0 errors, 1 warning, 1 note\n"
    assert codes((project / "report.json").read_text()) == ["DDL010", "DDL001"]
    assert invoke("validate", "bad.cif", "-o", "report.json", "-q").err == ""
    assert "\x1b" not in (project / "report.json").read_text()
    assert invoke("validate", "bad.cif", "-o", "-").out == invoke("validate", "bad.cif").out


def test_further_reports(invoke, project):
    plain = invoke("validate", "bad.cif")
    more = ["--report", "sarif=x.sarif", "--report", "junit=x.xml", "--report", "text=x.txt"]
    outcome = invoke("validate", "bad.cif", *more)
    assert outcome == plain
    assert json.loads((project / "x.sarif").read_text())["version"] == "2.1.0"
    assert ET.parse(project / "x.xml").getroot().tag == "testsuites"
    assert (project / "x.txt").read_text() == plain.out
    (project / "good.cif").write_text("data_x\n")
    invoke("validate", "good.cif", *more)
    assert json.loads((project / "x.sarif").read_text())["runs"][0]["results"] == []


def test_unreadable_inputs_are_in_the_report(invoke, project):
    outcome = invoke("validate", "missing.cif", "-f", "sarif", "-o", "x.sarif")
    assert outcome.code == 2
    assert "missing.cif" in outcome.err
    assert "missing.cif" in (project / "x.sarif").read_text()


def test_exit_zero(invoke, project):
    assert invoke("validate", "bad.cif").code == 1
    assert invoke("validate", "bad.cif", "--exit-zero").code == 0
    assert invoke("validate", "missing.cif", "--exit-zero").code == 2


def test_most(invoke, project):
    rows = "\n".join(f"_x{n}.y 1" for n in range(30))
    (project / "bad.cif").write_text(f"data_x\n{rows}\n")
    few = invoke("validate", "bad.cif").out
    everything = invoke("validate", "bad.cif", "--most", "0").out
    assert everything.count("DDL001") > few.count("DDL001")
    assert everything.count(" is not in the dictionary") == 30


def test_suppressed_findings_are_counted(invoke, project):
    (project / "bad.cif").write_text(BAD.replace("rotaton", "rotaton # imgcif-map: ignore DDL010"))
    outcome = invoke("validate", "bad.cif")
    assert "1 suppressed" in outcome.out
    report = json.loads(invoke("validate", "bad.cif", "-f", "json").out)
    assert [f["code"] for f in report["files"][0]["suppressed"]] == ["DDL010"]


def test_a_profile_with_an_unknown_data_name(invoke, project):
    (project / "mine.yaml").write_text("required: [_axis.tpye]\n")
    (project / "imgcif-map.toml").write_text("profile = 'mine.yaml'\nselect = ['IMG']\n")
    outcome = invoke("validate", "bad.cif")
    assert outcome.code == 1
    assert "warning: " in outcome.err
    assert "mine.yaml:1:12: _axis.tpye is not in the dictionary" in outcome.err
    assert "did you mean _axis.type?" in outcome.err
    assert invoke("validate", "bad.cif", "-q").err == ""


def test_the_name_of_standard_input(process, project):
    (project / "deep").mkdir()
    (project / "deep/imgcif-map.toml").write_text("select = ['DDL001']\n")
    done = process("validate", "-", "-f", "json", "--stdin-name", "deep/x.cif", input=BAD.encode())
    report = json.loads(done.stdout)
    assert report["files"][0]["path"] == "deep/x.cif"
    assert codes(done.stdout) == ["DDL001"]


def test_jobs_from_a_process_of_its_own(process, project):
    """Files enough that it is worth while, so that the program itself starts processes."""
    names = [f"scan{n:03}.cif" for n in range(400)]
    for name in names:
        (project / name).write_text("data_x\n_axis.type rotaton\n")
    one, two = (process("validate", *names, "-f", "json", "--jobs", n) for n in (1, 2))
    assert one.returncode == two.returncode == 1, two.stderr
    assert one.stdout == two.stdout
    assert len(json.loads(one.stdout)["files"]) == 400


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_an_interrupt_is_one_line(project, root):
    rows = "\n".join(f"a{i} rotation" for i in range(60_000))
    for n in range(50):
        (project / f"s{n}.cif").write_text(f"data_x\nloop_\n_axis.id\n_axis.type\n{rows}\n")
    started = subprocess.Popen(
        [sys.executable, "-m", "imgcif_map", "validate", ".", "--jobs", "2"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while started.poll() is None and not children.read_text():
        time.sleep(0.01)
    time.sleep(0.1)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to all processes
    out, err = started.communicate(timeout=60)
    assert started.returncode == 130, err
    assert out == b""
    assert err.decode() == "interrupted\n"
