"""The short cut past the command-line parser: the same request, and none of its modules."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from imgcif_map.cli import start
from imgcif_map.cli.app import app
from imgcif_map.cli.checking import Request

HEAVY = (
    "typer click pydantic rich yaml jsonschema h5py lark rdflib CifFile tomllib importlib.metadata "
    "multiprocessing concurrent.futures email urllib.request difflib tempfile glob csv"
)
PLAIN = [["scan.cif"], ["-"], ["a.cif", "b c.cif", "data/", "*.cif"], [""], ["a", "a"]]


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What is asked for, while nothing is done."""
    made: list[Request] = []
    monkeypatch.setattr(Request, "run", lambda self: made.append(self) or 0)
    return made


@pytest.mark.skipif(os.name == "nt", reason="there the parser sees to patterns")
@pytest.mark.parametrize("files", PLAIN, ids=" ".join)
def test_files_alone_are_the_request_that_the_parser_makes(files, requests) -> None:
    assert start.plain_files(["validate", *files]) == files
    assert start.check(files) == 0
    with pytest.raises(SystemExit):
        app(["validate", *files], prog_name="imgcif-map")
    mine, parsed = requests
    assert mine == parsed


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["validate"],
        ["validate", "--help"],
        ["validate", "a.cif", "-q"],
        ["validate", "--", "a.cif"],
        ["convert", "a.h5"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_anything_else_is_parsed(arguments) -> None:
    assert start.plain_files(arguments) is None


def test_a_shell_that_asks_for_completions_gets_them(monkeypatch) -> None:
    monkeypatch.setenv("_IMGCIF_MAP_COMPLETE", "complete_bash")
    assert start.plain_files(["validate", "a.cif"]) is None


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("good.cif", 0, "nothing to report"), ("bad.cif", 1, "CIF"), ("none.cif", 2, "not exist")],
)
def test_exit_codes(process, tmp_path, name, code, words) -> None:
    (tmp_path / "good.cif").write_text("data_a\n_diffrn.id A\n")
    (tmp_path / "bad.cif").write_text("data_a\n_diffrn.id\n")
    done = process("validate", name)
    assert done.returncode == code
    assert words in (done.stdout + done.stderr).decode()


@pytest.mark.skipif(os.name == "nt", reason="there the parser sees to patterns")
def test_validating_a_file_imports_nothing_that_it_does_not_need(tmp_path, root) -> None:
    file = tmp_path / "good.cif"
    file.write_text("data_a\n_diffrn.id A\n")
    code = (
        "import sys; from imgcif_map.cli.start import main\n"
        f"sys.argv = ['imgcif-map', 'validate', {str(file)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted(set({HEAVY!r}.split()) & set(sys.modules)))\n"
        "print([m for m in sys.modules if m.startswith('imgcif_map.mapping')])"
    )
    environment = {**os.environ, "PYTHONPATH": str(root)}
    for _ in range(2):  # the first run may have to compile the dictionary
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            check=True,
        )
    assert done.stdout.splitlines()[-2:] == ["[]", "[]"]
