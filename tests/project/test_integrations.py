"""The pre-commit hooks and the GitHub Action: what they say is valid, and what they run works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BASH = shutil.which("bash")

GOOD, BAD = "data_x\n_axis.type rotation\n", "data_x\n_axis.type rotaton\n"
MAPPING = (ROOT / "mappings" / "nxmx.yaml").read_text(encoding="utf-8")
DICTIONARY = "#\\#CIF_2.0\ndata_X\n_dictionary.title X\n_dictionary.no_such 1\n"


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


# -- pre-commit ------------------------------------------------------------------------


def test_the_hooks_are_a_valid_manifest() -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    command = [sys.executable, "-m", "pre_commit", "validate-manifest"]
    done = subprocess.run(
        [*command, str(ROOT / ".pre-commit-hooks.yaml")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_that_are_documented() -> None:
    page = (ROOT / "docs/how-to/validate-in-ci.md").read_text(encoding="utf-8")
    ids = [hook["id"] for hook in HOOKS]
    assert len(set(ids)) == len(ids) == 3
    assert set(re.findall(r"imgcif-map-[a-z]+(?:-[a-z]+)*", page)) >= set(ids)


@pytest.mark.parametrize(
    ("hook", "name", "good", "bad"),
    [
        ("imgcif-map-validate", "scan one.CIF", GOOD, BAD),
        ("imgcif-map-dictionary-lint", "x.dic", None, DICTIONARY),
        ("imgcif-map-mapping-lint", "mappings/x.yaml", None, "imgcif_map: 1\n"),
    ],
)
def test_what_a_hook_runs(hook: str, name: str, good: str | None, bad: str, tmp_path: Path) -> None:
    entry = next(h for h in HOOKS if h["id"] == hook)
    assert re.search(entry["files"], name)
    assert not re.search(entry["files"], "README.md")
    program, *words = entry["entry"].split()
    assert program == "imgcif-map"
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    for text, code in ((good, 0), (bad, 1)):
        if text is None:
            continue
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "imgcif_map", *words, name],
            cwd=tmp_path, env=environment(), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert (name in done.stdout) is bool(code)


def test_packaged_files_pass_their_hooks() -> None:
    words = next(h for h in HOOKS if h["id"] == "imgcif-map-mapping-lint")["entry"].split()[1:]
    done = subprocess.run(
        [sys.executable, "-m", "imgcif_map", *words, "mappings/nxmx.yaml"],
        cwd=ROOT, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


# -- GitHub Action -----------------------------------------------------------------------


def steps() -> dict[str, dict]:
    return {step["id"]: step for step in ACTION["runs"]["steps"]}


def test_the_action_is_well_formed() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for name, entry in ACTION["inputs"].items():
        assert isinstance(entry["default"], str), name
        assert entry["description"].endswith("."), name
    for step in ACTION["runs"]["steps"]:
        assert ("run" in step) is ("shell" in step)


def test_every_input_is_used_and_none_is_part_of_a_script() -> None:
    rest = yaml.safe_dump(
        [{k: v for k, v in step.items() if k != "run"} for step in steps().values()]
    )
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in rest, name
    for step in steps().values():
        script = step.get("run", "")
        assert "${{" not in script
        for variable in step.get("env", {}) if script else ():
            assert f"${variable}" in script or f"${{{variable}" in script, variable


def test_the_outputs_are_written() -> None:
    for name, entry in ACTION["outputs"].items():
        assert entry["value"] == f"${{{{ steps.validate.outputs.{name} }}}}"
        assert f"{name}=" in steps()["validate"]["run"]


needs_bash = pytest.mark.skipif(BASH is None, reason="bash is not installed")


@needs_bash
@pytest.mark.parametrize("name", ["install", "validate"])
def test_the_scripts_parse(name: str) -> None:
    subprocess.run([str(BASH), "-n"], input=steps()[name]["run"], text=True, check=True)


class Ran:
    """The step that validates, run with inputs as GitHub runs it."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        runner = folder / "runner"
        runner.mkdir(exist_ok=True)
        files = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        step = steps()["validate"]
        given = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
        given.update({name.replace("_", "-"): value for name, value in inputs.items()})
        variables = {}
        for name, value in step["env"].items():
            match = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)
            variables[name] = given[match[1]] if match else sys.executable
        script = runner / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        self.done = subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=folder,
            env=environment(
                **variables, RUNNER_TEMP=str(runner), **{k: str(v) for k, v in files.items()}
            ),
            capture_output=True,
            text=True,
        )
        self.code = self.done.returncode
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        self.outputs = dict(line.split("=", 1) for line in lines)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "good one.cif").write_text(GOOD)
    (tmp_path / "bad.cif").write_text(BAD)
    return tmp_path


@needs_bash
def test_the_step_as_it_is(data: Path) -> None:
    ran = Ran(data)
    assert ran.code == 1, ran.done.stderr
    assert "::error file=bad.cif,line=2" in ran.done.stdout
    assert ran.outputs == {"exit-code": "1"}
    assert "rotaton" in ran.summary
    assert ran.summary.rstrip().endswith("</pre></details>")


@needs_bash
def test_inputs_of_the_step(data: Path) -> None:
    ran = Ran(data, files="good one.cif\n", summary="false", sarif_file="x.sarif", format="json")
    assert ran.code == 0, ran.done.stderr
    assert [file["path"] for file in json.loads(ran.done.stdout)["files"]] == ["good one.cif"]
    assert ran.outputs == {"exit-code": "0", "sarif-file": "x.sarif"}
    assert ran.summary == ""
    assert json.loads((data / "x.sarif").read_text())["version"] == "2.1.0"
    ran = Ran(data, files="*.cif", args="--ignore\nDDL010\n", format="text")
    assert ran.code == 0, ran.done.stdout + ran.done.stderr
    assert "2 files" in ran.done.stdout
    assert Ran(data, fail_on="note", profile="minimal", files="good one.cif").code == 1
    types = ROOT / "tests/rules/data/types.dic"
    ran = Ran(data, dictionaries=f"cif_img.dic\r\n{types}\n", files="bad.cif", format="json")
    titles = {d["title"] for d in json.loads(ran.done.stdout)["dictionaries"]}
    assert titles >= {"CIF_IMG", "TYPES"}
    (data / "x.dic").write_text(DICTIONARY)
    assert Ran(data, command="dictionary lint", files="x.dic").code == 1


@needs_bash
@pytest.mark.parametrize(
    "inputs",
    [
        {"files": "$(touch hurt)"},
        {"files": "x; touch hurt"},
        {"files": "`touch hurt`\n--output\nhurt"},
        {"args": "$(touch hurt)"},
        {"command": "validate; touch hurt"},
        {"profile": "' touch hurt '"},
        {"dictionaries": '"; touch hurt; "'},
        {"sarif_file": "$(touch hurt)", "files": "none.cif"},
    ],
)
def test_inputs_are_data(inputs: dict[str, str], data: Path) -> None:
    ran = Ran(data, **inputs)
    assert ran.code == 2, ran.done.stdout
    assert not (data / "hurt").exists()


@needs_bash
def test_what_a_file_says_is_no_markup(data: Path) -> None:
    (data / "bad.cif").write_text("data_x\n_axis.type </pre><b>&amp;\n")
    ran = Ran(data, files="bad.cif")
    assert "</pre><b>" not in ran.summary
    assert "&lt;/pre&gt;&lt;b&gt;&amp;amp;" in ran.summary
