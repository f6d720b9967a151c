"""Every command line that the documentation shows is one that the program takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from imgcif_map.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
_FENCE = re.compile(r"^ *```[\w-]*\n(.*?)^ *```", re.M | re.S)
_INLINE = re.compile(r"`(imgcif-map [^`]+)`")
_LINE = re.compile(r"^\s*(?:\$ |- run: |run: |script: )?(imgcif-map [^\n]*)", re.M)


def shown(text: str) -> list[str]:
    """Command lines in blocks and between backticks, continued lines put together."""
    fences = "\n".join(_FENCE.findall(text)).replace("\\\n", " ")
    inline = _INLINE.findall(_FENCE.sub("", text))
    return [*_LINE.findall(fences), *(" ".join(line.split()) for line in inline)]


def words(line: str) -> list[str]:
    """What the shell hands to the program: no pipes, redirections and comments."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|;&<>")
    lexer.whitespace_split = True
    taken: list[str] = []
    for word in lexer:
        if word[0] in "|;&<>":
            break
        taken.append(word)
    return taken[1:]


def refused(line: str) -> str:
    """What the program has against a command line, '' if nothing; nothing is run."""
    command: Any = typer.main.get_command(app)
    context = command.make_context("imgcif-map", [], resilient_parsing=True)
    rest = [word for word in words(line) if word != "…"]
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        below = command.get_command(context, rest[0])
        if below is None:
            return f"no command {rest[0]}"
        command, rest = below, rest[1:]
        context = type(context)(command, info_name=command.name, parent=context)
    try:
        command.make_parser(context).parse_args(list(rest))
    except Exception as error:  # noqa: BLE001 - typer has its own copy of click
        return str(getattr(error, "message", error))
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_shown_are_taken(page):
    """A line with a word in capitals for what varies is a pattern, not a command."""
    lines = shown(page.read_text(encoding="utf-8"))
    faults = {line: refused(line) for line in lines if "[OPTIONS]" not in line}
    wrong = {line: fault for line, fault in faults.items() if fault and "COMMAND" not in line}
    assert wrong == {}


def test_what_is_wrong_is_noticed():
    assert refused("imgcif-map convert a.h5 -o b.cif --quite") != ""
    assert refused("imgcif-map mapping lnit") != ""
    assert refused("imgcif-map convert a.h5 -o") != ""
    assert refused("imgcif-map convert a.h5 -o b.cif | head -3") == ""
    text = "1. x\n\n   ```\n   imgcif-map gaps \\\n     a.h5\n   ```\n\nsee `imgcif-map demo`\n"
    assert [line.split() for line in shown(text)] == [
        ["imgcif-map", "gaps", "a.h5"],
        ["imgcif-map", "demo"],
    ]


def test_the_three_commands_that_matter_do_what_is_said(tmp_path, capsys, monkeypatch):
    """Those of the landing page, in its order, and what editors are told to call."""
    from imgcif_map.sample import build

    monkeypatch.chdir(tmp_path)
    build(tmp_path).rename("scan_master.h5")
    landing = shown((ROOT / "docs/index.md").read_text(encoding="utf-8"))
    editors = shown((ROOT / "docs/for-editors-and-referees.md").read_text(encoding="utf-8"))
    lines = [line for line in (*landing, *editors) if len(words(line)) > 1]
    assert len(lines) == 4
    for line in lines:
        with pytest.raises(SystemExit) as ended:
            app(words(line))
        assert ended.value.code in (0, 1), line
    assert "error" in capsys.readouterr().out
    for made in ("scan.cif", "answers.yaml", "report.html"):
        assert Path(made).stat().st_size > 100


def test_the_page_on_python_names_all_with_signatures(monkeypatch):
    """docs/reference/python.md: its blocks of Python are signatures, no examples."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from api_page import api_page

    import imgcif_map

    page = api_page()
    for name in imgcif_map.__all__:
        assert f"`{name}`" in page
        if name != "__version__":
            assert f"\n## {name}\n" in page
    assert "mapping: str | None = None," in page
    assert "`gaps`" not in page
    assert "``" not in re.sub(r"^```.*?^```", "", page, flags=re.M | re.S)


def test_five_minutes_has_its_mistake_and_its_message():
    """That the output is what the commands print is tested with the generated pages."""
    page = (ROOT / "docs/how-to/add-a-key-in-five-minutes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", page, re.M | re.S)
    assert "dead-time.yaml:9:" in blocks[0]
    assert "did you mean '_diffrn_detector.dtime'?" in blocks[0]
    assert blocks[0].endswith("$ echo $?\n1\n")
    assert "1 passed, 0 failed" in page


def test_five_minutes_from_an_empty_folder(monkeypatch):
    """Literally: files made and commands run in the order of the page, output compared."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from console import walked

    text = (ROOT / "docs/how-to/add-a-key-in-five-minutes.md").read_text(encoding="utf-8")
    assert walked(text) == text
