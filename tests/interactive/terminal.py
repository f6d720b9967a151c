"""The program on a pseudo-terminal, as a person meets it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_START = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "imgcif_map", *sys.argv[1:]])
"""
"""Makes the terminal the controlling one, so that ctrl-C reaches the program."""
CTRL_C, CTRL_D = "\x03", "\x04"
PATIENCE = 30


class Screen:
    """What stands on the terminal, and the keyboard."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self._master, self._process = master, process
        self._raw = b""
        self._read = 0

    @property
    def text(self) -> str:
        return self._raw.decode("utf-8", "replace").replace("\r\n", "\n")

    def wait_for(self, words: str) -> None:
        """Until the words appear after those waited for before."""
        end = time.monotonic() + PATIENCE
        while (at := self.text.find(words, self._read)) < 0:
            if not self._more(end - time.monotonic()):
                raise AssertionError(f"{words!r} never came; on the screen:\n{self.text}")
        self._read = at + len(words)

    def type(self, line: str, *, end: str = "\n") -> None:
        os.write(self._master, (line + end).encode())

    def answer(self, *pairs: tuple[str, str]) -> None:
        """Wait for words and the prompt after them, then type."""
        for words, line in pairs:
            self.wait_for(words)
            if not words.endswith(("] ", "> ")):
                self.wait_for("> ")
            self.type(line)

    def leave(self, key: str = "") -> int:
        """Read to the end; the exit code.

        ``key`` is pressed until that helps: a ctrl-C in the few microseconds before the
        program starts to read a line is only heeded with the next one.
        """
        end = time.monotonic() + PATIENCE
        while key and self._process.poll() is None and time.monotonic() < end:
            self.type(key, end="")
            while self._more(3):
                pass
        while self._more(end - time.monotonic()):
            pass
        return self._process.wait(PATIENCE)

    def _more(self, patience: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(patience, 0))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the program has closed its end
            return False
        self._raw += data
        return bool(data)


@contextmanager
def on_terminal(folder: Path, root: Path, *arguments: object) -> Iterator[Screen]:
    """Run the program in a folder; its stdout goes to the file ``stdout`` there."""
    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(root), "TERM": "dumb", "COLUMNS": "80"}
    with (folder / "stdout").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, *map(str, arguments)],
            stdin=slave, stdout=out, stderr=slave, cwd=folder, env=environment,
            start_new_session=True,
        )  # fmt: skip
    os.close(slave)
    try:
        yield Screen(master, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
