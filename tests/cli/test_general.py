"""Help, version, wrong commands, broken pipes, unexpected faults."""

from __future__ import annotations

import sys

import pytest

from imgcif_map.cli import common
from imgcif_map.cli.app import COMMANDS
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.version import VERSION
from tests.cli.outcome import check_message

LEAVES = [
    (name, *([function] if entry.functions else []))
    for name, entry in COMMANDS.items()
    for function in entry.functions or (name,)
]


def test_version(invoke):
    outcome = invoke("--version")
    assert (outcome.code, outcome.out) == (0, f"imgcif-map {VERSION}\n")


def test_help_lists_every_command(invoke):
    outcome = invoke("--help")
    assert outcome.code == 0
    assert all(f"  {name} " in outcome.out for name in COMMANDS)
    assert "Exit codes" in outcome.out


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_each_command_has_help_with_an_example(invoke, path):
    outcome = invoke(*path, "-h")
    assert outcome.code == 0
    assert "Example" in outcome.out
    assert f"imgcif-map {' '.join(path)}" in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [[], ["convrt"], ["convert", "--no-such-option"], ["gaps"], ["mapping", "nothing"]],
)
def test_wrong_call_is_2(invoke, arguments):
    outcome = invoke(*arguments)
    assert outcome.code == 2
    assert "Usage" in outcome.err + outcome.out
    assert "Traceback" not in outcome.err


def test_a_misspelt_command_is_suggested(invoke):
    assert "Did you mean 'convert'" in invoke("convrt").err


def test_help_imports_nothing_heavy(process):
    code = (
        "import sys, runpy; sys.argv=['imgcif-map', '--help']\n"
        "try: runpy.run_module('imgcif_map', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'h5py', 'rich', 'lark', 'jsonschema', 'rdflib', 'yaml', 'CifFile'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    import os
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UsageError("wrong", hint="do this"), ["error: wrong", "hint: do this"]),
        (UnreadableInput("a.h5: missing"), ["error: a.h5: missing"]),
        (PermissionError(13, "Permission denied", "x.cif"), ["error: x.cif: Permission denied"]),
        (MemoryError(), ["error: not enough memory"]),
        (ZeroDivisionError("division by zero"), ["internal error: ZeroDivisionError", "report"]),
    ],
)
def test_every_exception_becomes_one_message(error, words, capsys, monkeypatch):
    import typer

    monkeypatch.delenv("IMGCIF_MAP_DEBUG", raising=False)

    @common.guarded
    def command() -> None:
        raise error

    with pytest.raises(typer.Exit) as ended:
        command()
    assert ended.value.exit_code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert all(word in captured.err for word in words)
    assert "Traceback" not in captured.err


def test_debug_shows_the_traceback(monkeypatch):
    monkeypatch.setenv("IMGCIF_MAP_DEBUG", "1")

    @common.guarded
    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command()


def test_interrupt_is_130(capsys):
    import typer

    @common.guarded
    def command() -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as ended:
        command()
    assert ended.value.exit_code == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_broken_pipe_is_quiet(process, master):
    import os
    import subprocess

    reader, writer = os.pipe()
    os.close(reader)
    done = process("inspect", master, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.parametrize("pair", ["flip", "=x", ""])
def test_set_wants_name_and_value(invoke, master, pair):
    check_message(invoke("convert", master, "--set", pair), "name=value")


def test_settings_keep_equals_signs_in_values():
    assert common.settings(["a=b=c", "d="]) == {"a": "b=c", "d": ""}


@pytest.mark.parametrize(
    ("no_color", "variable", "terminal", "expected"),
    [
        (False, "", True, True),
        (True, "", True, False),
        (False, "1", True, False),
        (False, "", False, False),
    ],
)
def test_colour(no_color, variable, terminal, expected, monkeypatch):
    class Stream:
        def isatty(self) -> bool:
            return terminal

    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("TERM", "xterm")
    assert common.colour(no_color, Stream()) is expected
