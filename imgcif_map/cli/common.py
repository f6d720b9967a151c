"""What all commands share: exit codes, error messages, output streams, progress."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, ParamSpec, TypeVar

from imgcif_map.errors import ImgcifMapError, UsageError

OK, FOUND, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

P = ParamSpec("P")
R = TypeVar("R")


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Turn exceptions of a command into one message on stderr and the right exit code.

    ``IMGCIF_MAP_DEBUG=1`` lets them through with their traceback.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        import typer

        try:
            result = command(*args, **kwargs)
            flush()
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except (Exception, KeyboardInterrupt) as error:
            raise typer.Exit(settled(error)) from None
        return result

    return run


def exit_code(command: Callable[[], int]) -> int:
    """The exit code that a command returns, or that of its exception, see :func:`guarded`."""
    try:
        result = command()
        flush()
    except (Exception, KeyboardInterrupt) as error:
        return settled(error)
    return result


def settled(error: BaseException) -> int:
    """Say what went wrong in one line (and a hint); the exit code.

    Raises the error itself if ``IMGCIF_MAP_DEBUG`` asks for tracebacks.
    """
    if isinstance(error, KeyboardInterrupt):
        complain("interrupted")
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        hush()
        return BROKEN_PIPE
    if os.environ.get("IMGCIF_MAP_DEBUG"):
        raise error
    if isinstance(error, ImgcifMapError):
        complain(f"error: {error.message}", error.hint)
    elif isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"error: {where}{error.strerror}")
    elif isinstance(error, MemoryError):
        complain("error: not enough memory for this input")
    else:
        complain(
            f"internal error: {type(error).__name__}: {error}",
            "this is a fault of imgcif-map, please report it with the output of the same command "
            "under IMGCIF_MAP_DEBUG=1",
        )
    return FAILED


def complain(message: str, hint: str = "") -> None:
    """A message and, on the next line, a hint to stderr."""
    print(visible(message), file=sys.stderr)
    if hint:
        print(f"hint: {visible(hint)}", file=sys.stderr)


def visible(text: str) -> str:
    """Text without characters that would steer a terminal; line feeds and tabs stay."""
    return "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def flush() -> None:
    """Send what was printed on its way; stdout is None where the caller closed it."""
    if sys.stdout is not None:
        sys.stdout.flush()


def hush() -> None:
    """Nobody reads stdout any more: keep the interpreter from complaining when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file (a test's buffer)
        return


def colour(no_color: bool, stream: IO[str] | None) -> bool:
    """True if text on ``stream`` may be coloured: a terminal, no NO_COLOR, no ``--no-color``."""
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream is not None and stream.isatty()


def write_stdout(text: str) -> None:
    """Text to stdout as UTF-8 with plain line feeds, whatever the locale says."""
    if sys.stdout is None:
        raise UsageError("stdout is closed", hint="name an output file with -o")
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(text)
        return
    raw.write(text.encode("utf-8", errors="surrogateescape"))


def settings(pairs: list[str]) -> dict[str, str]:
    """``name=value`` options as a dict; raises UsageError for anything else."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"--set {pair}: not of the form name=value",
                hint="for example --set flip_axis=reverse",
            )
        found[name.strip()] = value
    return found


Progress = Callable[[str, int, int], None]
"""``progress(what, done, total)``; total 0 while it is unknown."""


@contextmanager
def progress(quiet: bool, no_color: bool = False) -> Iterator[Progress | None]:
    """A progress bar on stderr, or None if stderr is no terminal or ``quiet``."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    console = Console(stderr=True, no_color=not colour(no_color, sys.stderr))
    with Bars(console=console, transient=True) as bars:
        tasks: dict[str, object] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)  # type: ignore[arg-type]

        yield step
