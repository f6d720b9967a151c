"""Schemas and settings for editors: keys are explained, packaged files valid, paths exist."""

from __future__ import annotations

import fnmatch
import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.mapping.answersschema import answers_schema
from imgcif_map.mapping.yamltree import plain, read_yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/how-to/edit-in-vs-code.md").read_text(encoding="utf-8")
SETTINGS = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", PAGE, re.M | re.S)]
MAPPING = "imgcif_map/mapping/schema.json"
PROFILE = "imgcif_map/rules/profile.schema.json"
PROJECT = "imgcif_map/project/schema.json"
SHIPPED = sorted((ROOT / "mappings").rglob("*.yaml"))


def schema(path: str) -> dict:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers() -> dict:
    return answers_schema(load_dictionary())


def unexplained(whole: dict) -> list[str]:
    """Properties without a description, of their own or where they refer to."""

    def described(node: dict) -> bool:
        if node.get("description"):
            return True
        reference = node.get("$ref", "").rpartition("/")[2]
        return bool(reference) and described(whole["$defs"][reference])

    found: list[str] = []
    stack: list[tuple[str, object]] = [("", whole)]
    while stack:
        where, node = stack.pop()
        if isinstance(node, dict):
            properties = node.get("properties")
            if isinstance(properties, dict) and where.rpartition("/")[2] != "properties":
                found += [
                    f"{where}/{key}" for key, below in properties.items() if not described(below)
                ]
            stack += [(f"{where}/{key}", below) for key, below in node.items()]
        elif isinstance(node, list):
            stack += [(f"{where}/{i}", below) for i, below in enumerate(node)]
    return found


@pytest.mark.parametrize("path", [MAPPING, PROFILE, PROJECT])
def test_every_key_is_explained(path):
    assert unexplained(schema(path)) == []


def test_every_key_of_answers_is_explained(answers):
    assert unexplained(answers) == []
    Draft202012Validator.check_schema(answers)


def test_a_key_without_explanation_is_noticed():
    whole = {"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"type": "string"}}}
    assert unexplained(whole) == ["/a"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_files_are_valid_as_an_editor_reads_them(path):
    of = PROFILE if path.parent.name == "profiles" else MAPPING
    content = plain(read_yaml(path))  # YAML 1.2, as editors read it: dates are texts
    errors = [e.message for e in Draft202012Validator(schema(of)).iter_errors(content)]
    assert errors == []


def test_answers(answers):
    check = Draft202012Validator(answers)
    for good in (
        "_diffrn_source.device: synch",
        "_axis.vector[1]: [1, 0, .]",
        "_diffrn_detector.dtime: {value: 250, unit: ns}",
        "_exptl_crystal.description:",
        "_pdbx_some.other: 1",
        "set: {pixel_reference: centre}\ncatalogue: {title: T}",
        "",
    ):
        assert check.is_valid(yaml.safe_load(good)), good
    for bad in (
        "diffrn_source.device: synch",
        "_diffrn_detector.dtime: {value: 250, units: ns}",
        "_diffrn_detector.dtime: {unit: ns}",
        "_diffrn_detector.dtime: [{value: 1}]",
        "- 1",
    ):
        assert not check.is_valid(yaml.safe_load(bad)), bad


def test_states_are_offered(answers):
    offered = answers["properties"]["_diffrn_source.device"]["anyOf"][0]["enum"]
    assert "rot-anode" in offered
    assert "microseconds" in answers["properties"]["_diffrn_detector.dtime"]["description"]


def test_forms_that_the_program_writes_are_valid(answers, tmp_path):
    from imgcif_map import convert
    from imgcif_map.sample import build

    form = convert(build(tmp_path), profile="gold-standard").template()
    content = yaml.safe_load(form)
    assert content
    assert Draft202012Validator(answers).is_valid(content)


def test_settings_of_the_checkout_name_what_is_there():
    """Schemas exist, and each mapping file has exactly one."""
    settings = SETTINGS[1]["yaml.schemas"]
    assert {path.removeprefix("./") for path in settings} == {MAPPING, PROFILE}
    for path in SHIPPED:
        name = path.relative_to(ROOT).as_posix()
        of = [s for s, patterns in settings.items() if any(_fits(name, p) for p in patterns)]
        assert of == [f"./{PROFILE if '/profiles/' in name else MAPPING}"], name


def test_settings_for_a_folder_name_what_the_commands_write():
    written = re.findall(r"^\$ imgcif-map .* > (\S+)$", PAGE, re.M)
    assert {f"./{name}" for name in written} == set(SETTINGS[0]["yaml.schemas"])


def _fits(name: str, pattern: str) -> bool:
    """As VS Code takes * : not beyond a /."""
    return name.count("/") == pattern.count("/") and fnmatch.fnmatch(name, pattern)


def test_the_task_understands_what_lint_prints(tmp_path, capsys, monkeypatch):
    from imgcif_map.cli.app import app

    monkeypatch.chdir(tmp_path)
    Path("m.yaml").write_text("imgcif_map: 1\nid: m\nextends: nxmx\nitem: {}\n", encoding="utf-8")
    task = SETTINGS[2]["tasks"][0]
    for name, value in task["options"]["env"].items():
        monkeypatch.setenv(name, value)
    arguments = [word.replace("${file}", str(tmp_path / "m.yaml")) for word in task["args"]]
    with pytest.raises(SystemExit) as ended:
        app(arguments)
    assert ended.value.code == 1
    matcher = task["problemMatcher"]["pattern"]
    lines = capsys.readouterr().out.splitlines()
    (found,) = [m for line in lines if (m := re.match(matcher["regexp"], line))]
    assert found[matcher["file"]].endswith("m.yaml")
    assert (found[matcher["line"]], found[matcher["severity"]]) == ("4", "error")
    assert "item" in found[matcher["message"]]


@pytest.mark.parametrize("kind", ["mapping", "answers"])
def test_the_command_prints_them(kind, capsys, answers):
    from imgcif_map.cli.app import app

    with pytest.raises(SystemExit) as ended:
        app(["mapping", "schema", kind])
    assert ended.value.code == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == (answers if kind == "answers" else schema(MAPPING))
