"""Run the commands that a page shows and put in what they print.

A page has fenced blocks marked ``console``. In them a line that starts with ``$ `` is a command;
what follows is its output. All commands of a page run in one temporary folder. Plain calls of
imgcif-map run in this process, which takes a third of the time; the rest is the shell's.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_ANY_BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
_PLAIN = re.compile(r"imgcif-map ([^|;&<>*?$`#~{}!\\\[\]]*?)(?: > ([\w./-]+))?")
_NAMED = re.compile(r"`([\w./-]+\.\w+)`[^`]*:$")


def refreshed(page: str) -> str:
    """The page with the output its commands give now."""
    with tempfile.TemporaryDirectory(prefix="imgcif-map-docs-") as name:
        session = Session(Path(name))
        return _BLOCK.sub(lambda match: f"```console\n{session.block(match[1])}```", page)


def walked(page: str) -> str:
    """As :func:`refreshed`, and the files that the page shows are made on the way.

    A block that is no console is a file if the line above it names one and ends with a colon:
    "this is `data/scan.cif`:".
    """
    with tempfile.TemporaryDirectory(prefix="imgcif-map-docs-") as name:
        session = Session(Path(name))
        session.environment["COLUMNS"] = "80"

        def block(match: re.Match[str]) -> str:
            named = _NAMED.search(match["before"])
            if match["kind"] == "console":
                return f"{match['before']}\n\n```console\n{session.block(match['text'])}```"
            if named:
                file = session.folder / named[1]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(match["text"], encoding="utf-8")
            return match[0]

        return _ANY_BLOCK.sub(block, page)


class Session:
    """A shell-like session: a folder, and the exit code of the last command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.folder.mkdir()
        binaries = folder / "bin"
        binaries.mkdir()
        command = binaries / "imgcif-map"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m imgcif_map "$@"\n')
        command.chmod(command.stat().st_mode | stat.S_IXUSR)
        self.environment = {
            "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "IMGCIF_MAP_CACHE_DIR": os.environ.get("IMGCIF_MAP_CACHE_DIR", str(folder / "cache")),
            "IMGCIF_MAP_DATA_DIR": str(folder / "data"),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "100",
        }
        self.code = 0

    def block(self, text: str) -> str:
        """A console block with fresh output."""
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self.output(line[2:])}" for line in commands)

    def output(self, command: str) -> str:
        """What a command prints, stdout and stderr as they come."""
        if command == "echo $?":
            return f"{self.code}\n"
        plain = _PLAIN.fullmatch(command)
        said = self._here(plain[1], plain[2]) if plain else self._shell(command)
        if "internal error" in said or "Traceback" in said:
            raise SystemExit(f"$ {command}\n{said}\nnot fit for the documentation")
        shown = said.replace(f"{ROOT}{os.sep}", "")
        return shown if shown.endswith("\n") or not shown else f"{shown}\n"

    def _here(self, arguments: str, into: str | None) -> str:
        """Run imgcif-map in this process; with ``into`` only what goes to stderr is shown."""
        from imgcif_map.cli.app import app
        from imgcif_map.cli.start import check, plain_files

        words = shlex.split(arguments)
        files = plain_files(words)
        shown, out = _stream(), _stream()
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, self.environment, clear=True),
            contextlib.redirect_stdout(out if into else shown),
            contextlib.redirect_stderr(shown),
            mock.patch.object(sys, "stdin", io.StringIO()),
        ):
            try:
                sys.exit(app(words, prog_name="imgcif-map") if files is None else check(files))
            except SystemExit as ended:
                self.code = int(ended.code or 0)
        if into:
            (self.folder / into).write_bytes(_bytes(out))
        return _bytes(shown).decode("utf-8")

    def _shell(self, command: str) -> str:
        shell = shutil.which("bash") or "sh"
        done = subprocess.run(
            [shell, "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self.code = done.returncode
        return done.stdout


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _bytes(stream: io.TextIOWrapper) -> bytes:
    return stream.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]
