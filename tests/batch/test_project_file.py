"""The project file: what it may say, what is said of mistakes, which one is responsible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UsageError
from imgcif_map.findings import Severity
from imgcif_map.project.nearest import Projects
from imgcif_map.project.reading import read_project
from imgcif_map.project.schema import load, problems
from imgcif_map.project.settings import Labels, Overrides, settings_for
from imgcif_map.report import FORMATS
from imgcif_map.rules.levels import LEVELS

EVERYTHING = """
dictionaries = ["cif_img.dic", "house.dic", "lists/other.dic"]
import-path = ["imports"]
profile = "house.yaml"
select = ["DDL", "CIF"]
ignore = ["enumeration-state"]
exclude = ["old/"]
fail-on = "warning"
format = "json"
jobs = 3

[severity]
DDL001 = "error"
IMG = "off"

[per-file-ignores]
"legacy/*.cif" = ["DDL002"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "imports").mkdir()
    (tmp_path / "house.dic").write_text("")
    (tmp_path / "house.yaml").write_text("title: x\n")
    return tmp_path


def test_everything(folder: Path) -> None:
    file = folder / "imgcif-map.toml"
    file.write_text(EVERYTHING)
    project = read_project(file)
    assert project is not None
    assert project.dictionaries == (
        "cif_img.dic", str(folder / "house.dic"), str(folder / "lists/other.dic")
    )  # fmt: skip
    assert project.import_path == (folder / "imports",)
    assert project.profile == str(folder / "house.yaml")
    assert project.labels == Labels(
        ("DDL", "CIF"), ("enumeration-state",), (("DDL001", "error"), ("IMG", "off"))
    )
    assert (project.fail_on, project.format, project.jobs) == (Severity.WARNING, "json", 3)
    assert project.excludes(folder / "x/old/a.cif")
    assert not project.excludes(folder / "x/older/a.cif")
    assert project.labels_for(folder / "legacy/a.cif").ignore == ("enumeration-state", "DDL002")
    assert project.labels_for(folder / "a.cif") == project.labels
    keys = {name for name in load()["properties"] if f"{name} =" in EVERYTHING}
    assert keys | {"severity", "per-file-ignores"} == set(load()["properties"])


def test_the_same_in_pyproject(folder: Path) -> None:
    file = folder / "pyproject.toml"
    table = EVERYTHING.replace("[severity]", "[tool.imgcif-map.severity]")
    table = table.replace("[per-file", "[tool.imgcif-map.per-file")
    file.write_text(f"[project]\nname = 'x'\n[tool.imgcif-map]{table}")
    other = folder / "imgcif-map.toml"
    other.write_text(EVERYTHING)
    one, two = read_project(file), read_project(other)
    assert one is not None
    assert two is not None
    assert (one.labels, one.dictionaries, one.jobs) == (two.labels, two.dictionaries, two.jobs)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("slect = []", "unknown key 'slect'", "did you mean select?"),
        ("fail_on = 'error'", "unknown key 'fail_on'", "did you mean fail-on?"),
        ("x = 1", "unknown key 'x'", "known keys: dictionaries, import-path"),
        ("select = 'DDL'", 'select: a list is needed, not "DDL"', 'select = ["…"]'),
        ("ignore = ['DDL', 1]", "ignore, entry 2: a text is needed, not 1", ""),
        ("ignore = ['']", "ignore, entry 1: the text is empty", ""),
        ("jobs = 'many'", 'jobs: a whole number is needed, not "many"', ""),
        ("jobs = true", "jobs: a whole number is needed, not true", ""),
        ("jobs = -1", "jobs: -1 is less than 0", ""),
        ("severity = ['DDL001']", "severity: a table is needed", ""),
        ("severity = {DDL001 = 'warn'}",
         'severity.DDL001: "warn" is none of error, warning, note, off', "did you mean warning?"),
        ("format = 'xml'", 'format: "xml" is none of text, json, sarif, junit, github, html', ""),
        ("fail-on = 1979-05-27", 'fail-on: "1979-05-27" is none of error', ""),
        ("[per-file-ignores]\n'a' = 'DDL'", "per-file-ignores.a: a list is needed", ""),
        ("select = ['DDL999']", "select: no rule 'DDL999'", "DDL"),
        ("severity = {enumeration-sate = 'off'}", "severity: no rule 'enumeration-sate'",
         "enumeration-state"),
        ("[per-file-ignores]\n'*.cif' = ['X']", "per-file-ignores.*.cif: no rule 'X'", "codes"),
        ("import-path = ['nowhere']", "import-path: there is no folder", ""),
        ("a = ", "not legal TOML: Invalid value", ""),
        ("a = 1\na = 2", "not legal TOML", ""),
        ("a = " + "[" * 5000 + "]" * 5000, "not legal TOML", ""),
    ],
)  # fmt: skip
def test_mistakes(text: str, message: str, hint: str, tmp_path: Path) -> None:
    file = tmp_path / "imgcif-map.toml"
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_project(file)
    assert caught.value.message.startswith(f"{file}: ")
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_not_text_and_not_there(tmp_path: Path) -> None:
    file = tmp_path / "imgcif-map.toml"
    file.write_bytes(b"a = '\xff'")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_project(file)
    with pytest.raises(UsageError, match=r"none\.toml"):
        read_project(tmp_path / "none.toml")
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(UsageError, match="too large"):
        read_project(file)


@pytest.mark.parametrize(
    "text", ["not toml at all [", "[project]\nname = 'imgcif'\n", "[project]\nname='imgcif-map'\n"]
)
def test_a_pyproject_without_our_table_is_not_ours(text: str, tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(text)
    assert read_project(file) is None
    with pytest.raises(UsageError, match=r"no table \[tool.imgcif-map\]"):
        Projects(file)


def test_our_table_must_be_one(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool]\nimgcif-map = 1\n")
    with pytest.raises(UsageError, match="a table is needed"):
        read_project(file)


def test_the_nearest_one_above_is_responsible(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.imgcif-map]\njobs = 1\n")
    (tmp_path / "a" / "imgcif-map.toml").write_text("jobs = 2\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.imgcif-map]\njobs = 3\n")
    (deep / "pyproject.toml").write_text("[tool.other]\n")
    projects = Projects()
    assert projects.of_file(deep / "x.cif").jobs == 2
    assert projects.of_file(tmp_path / "a/x.cif").jobs == 2
    assert projects.of_file(tmp_path / "x.cif").jobs == 1
    assert projects.of_file(tmp_path / "none/there/x.cif").jobs == 1
    assert Projects(look=False).of_file(deep / "x.cif").jobs is None
    given = Projects(tmp_path / "a" / "pyproject.toml")
    assert given.of_file(tmp_path / "x.cif").jobs == 3
    assert given.here().jobs == 3


def test_each_project_file_is_read_once(tmp_path: Path, monkeypatch) -> None:
    import imgcif_map.project.nearest as module

    (tmp_path / "imgcif-map.toml").write_text("jobs = 2\n")
    read: list[Path] = []
    monkeypatch.setattr(
        module, "read_project", lambda file: read.append(file) or read_project(file)
    )
    projects = Projects()
    for name in ("x.cif", "y.cif", "a/z.cif"):
        assert projects.of_file(tmp_path / name).jobs == 2
    assert read == [tmp_path / "imgcif-map.toml"]


def test_the_command_line_wins(folder: Path) -> None:
    file = folder / "imgcif-map.toml"
    file.write_text(EVERYTHING)
    project = read_project(file)
    assert project is not None
    path = folder / "legacy" / "a.cif"
    plain = settings_for(path, project, Overrides())
    assert plain.dictionaries == project.dictionaries
    assert plain.layers == (Labels(), project.labels_for(path))
    mine = Overrides(("a.dic",), (Path("p"),), "minimal", Labels(ignore=("CIF",)))
    given = settings_for(path, project, mine)
    assert given.dictionaries == ("a.dic",)
    assert given.import_paths == (Path("p"), folder / "imports")
    assert given.profile == "minimal"
    assert given.layers[0] == Labels(ignore=("CIF",))
    assert hash(given) != hash(plain)
    # the dictionaries of a project are for data
    assert settings_for(path, project, Overrides(), "dictionary").dictionaries == ()


def test_the_schema_is_one_and_says_what_the_program_knows() -> None:
    schema = load()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert tuple(schema["properties"]["format"]["enum"]) == tuple(FORMATS)
    assert tuple(schema["properties"]["severity"]["additionalProperties"]["enum"]) == LEVELS
    assert schema["properties"]["fail-on"]["enum"] == [s.value for s in Severity]
    assert all(entry["description"] for entry in schema["properties"].values())


KEYS = st.sampled_from([*load()["properties"], "other", ""])
LEAVES = st.sampled_from(["error", "off", "json", "x", "", 0, 1, -1, True, 1.5])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["DDL", "x"]), inner)
    ),
    max_leaves=4,
)


@given(st.dictionaries(KEYS, VALUES, max_size=3))
@settings(deadline=None, max_examples=300)
def test_the_check_agrees_with_json_schema(data: dict[str, Any]) -> None:
    accepted = jsonschema.Draft202012Validator(load()).is_valid(data)
    assert accepted is (list(problems(data, load())) == [])
