"""Every command line and every Python example of the documentation runs.

``console`` blocks of generated pages run where the pages are made; the rest runs here, page by
page, in a folder that has what the pages name. ``lines.yaml`` lists what ends with 1 and what
runs in another test.
"""

from __future__ import annotations

import ast
import doctest
import functools
import itertools
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from imgcif_map.cli.app import app
from tests.project import workshop
from tests.project.test_commands_shown import PAGES, ROOT, shown, words

LISTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "lines.yaml").read_text(encoding="utf-8")
)
_PATTERN = re.compile(r"\[OPTIONS\]|\bCOMMAND\b|\bFILE\.\.\.")
_SHELL = re.compile(r"[|>*]")
_CONSOLE = re.compile(r"^```console\n.*?^```$", re.M | re.S)
_OTHERS = re.compile(r"^(pyshacl [^\n]*)$", re.M)
"""Programs that the development environment has."""
_BLOCK = re.compile(r"^```(\w*)\n.*?^```$", re.M | re.S)
_NAMED = re.compile(r"`([\w./-]+\.\w+)`[^`\n]*:\n\n```\w+\n(.*?)^```$", re.M | re.S)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def walked() -> set[str]:
    """Pages whose consoles run when they are made."""
    source = ast.parse((ROOT / "docs/generate.py").read_text(encoding="utf-8"))
    (made,) = (
        ast.literal_eval(node.value)
        for node in source.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WALKED"
    )
    tutorial = {name(path) for path in (ROOT / "docs/tutorial").glob("*.md")}
    return {f"docs/{page}.md" for page in made} | tutorial | {"docs/how-to/read-the-report.md"}


WALKED = walked()


@functools.cache
def commands() -> Any:
    return typer.main.get_command(app)


def mention(line: str) -> bool:
    """A command that is only named: without what it cannot do without."""
    command = commands()
    rest = words(line)
    while rest and hasattr(command, "commands") and rest[0] in command.commands:
        command, rest = command.commands[rest[0]], rest[1:]
    required = [p for p in command.params if p.required and p.param_type_name == "argument"]
    return not rest and (hasattr(command, "commands") or bool(required))


@functools.cache
def lines(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    if name(page) in WALKED:
        text = _CONSOLE.sub("", text)
    if "blocks" in LISTED.get(name(page), {}):
        text = _BLOCK.sub(lambda found: found[0] if found[1] else "", text)
    found = dict.fromkeys(" ".join(line.split()) for line in shown(text))
    return [line for line in found if not _PATTERN.search(line) and not mention(line)]


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lines") / "work"
    folder.mkdir()
    workshop.fill(folder)
    return folder.parent


@pytest.fixture
def session(filled, tmp_path, monkeypatch):
    """A shell in a copy of the folder; no line may write outside."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from console import Session

    made = Session(tmp_path)
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    made.environment["PATH"] += f"{os.pathsep}{tools}"
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "data"))
    return made


def ended(session: Any, line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and all that was printed; lines with pipes and patterns are the shell's."""
    if _SHELL.search(line):
        said = session.output(line.split(" # ")[0])
        return session.code, said
    with pytest.raises(SystemExit) as end:
        app(words(line), prog_name="imgcif-map")
    captured = capsys.readouterr()
    return int(end.value.code or 0), captured.out + captured.err


def write_files(page: Path, folder: Path) -> None:
    """The files that a page shows."""
    for file, text in _NAMED.findall(page.read_text(encoding="utf-8")):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    for file, (source, kind, numbers) in LISTED.get(name(page), {}).get("files", {}).items():
        found = workshop.blocks(source, kind)
        (folder / file).write_text("".join(found[n] for n in numbers), encoding="utf-8")


def python(page: Path) -> list[str]:
    """The examples; signatures of the reference are none."""
    if "python" in LISTED.get(name(page), {}):
        return []
    return _PYTHON.findall(page.read_text(encoding="utf-8"))


def written(line: str) -> list[str]:
    """Files and folders that a line says it makes."""
    given = words(line)
    makes = ("-o", "--output", "--template", "--save-answers")
    return [after for word, after in itertools.pairwise(given) if word in makes]


def allowed(line: str, listed: dict[str, Any]) -> tuple[int, ...]:
    """The sample states its distance twice on purpose, which is a finding of a conversion."""
    if words(line)[0] in ("convert", "gaps"):
        return (0, 1)
    return (1,) if line in listed.get("findings", ()) else (0,)


def run(page: Path, session: Any, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What differs from what is listed, by line."""
    listed = LISTED.get(name(page), {})
    wrong: dict[str, str] = {}
    write_files(page, session.folder)
    for line in lines(page):
        if line in listed.get("elsewhere", {}) or line in LISTED["everywhere"]:
            continue
        narrowed = listed.get("narrowed", {}).get(line, "")
        for file in written(line):
            made = session.folder / file
            if words(line).count(file) == 1 and made.is_file():
                made.unlink()
        code, said = ended(session, f"{line} {narrowed}".strip(), capsys)
        missing = [file for file in written(line) if not (session.folder / file).exists()]
        if code not in allowed(line, listed) or "Traceback" in said or missing:
            wrong[line] = f"{code}, missing {missing}: {said[-800:]}"
    for line in _OTHERS.findall(page.read_text(encoding="utf-8")):
        said = session.output(line)
        if session.code:
            wrong[line] = f"{session.code}: {said[-800:]}"
    return wrong


@pytest.mark.parametrize("page", [p for p in PAGES if lines(p)], ids=name)
def test_the_lines_of_a_page(page, session, capsys):
    wrong = run(page, session, capsys)
    assert wrong == {}


@pytest.mark.parametrize("page", [p for p in PAGES if python(p)], ids=name)
def test_the_python_of_a_page(page, session):
    """The blocks in their order, as one module; where they have prompts, the answers as well."""
    write_files(page, session.folder)
    names: dict[str, Any] = {}
    for number, text in enumerate(python(page)):
        if ">>>" not in text:
            exec(compile(text, name(page), "exec"), names)
            continue
        test = doctest.DocTestParser().get_doctest(text, names, name(page), None, number)
        said: list[str] = []
        done = doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
        assert done.attempted > 0
        assert done.failed == 0, "".join(said)
        names.update(test.globs)


def test_what_runs_elsewhere_does():
    """Each test that is named exists and names the page; nothing is listed that no page shows."""
    named = list(LISTED["everywhere"].items())
    for page, listed in LISTED.items():
        if page == "everywhere":
            continue
        for key in ("findings", "narrowed", "elsewhere"):
            text = (ROOT / page).read_text(encoding="utf-8")
            there = {" ".join(line.split()) for line in shown(text)}
            for line in listed.get(key, ()):
                assert line in there, f"{page} does not show: {line}"
        named += listed.get("elsewhere", {}).items()
        named += [(page, listed[key]) for key in ("blocks", "python") if key in listed]
    assert len(named) > 5
    for what, test in named:
        file, _, function = test.partition("::")
        source = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {function}(" in source, test
        if what.endswith(".md"):
            assert Path(what).name in source, test
        else:  # the command and its options
            given = words(what)
            for word in (*given[:1], *(w for w in given if w.startswith("--"))):
                assert word in source, f"{test} does not run {what}"
