"""The entry point of ``imgcif-map``; checks files named without any option at once.

Importing the parser of the command line and what it needs to convert options takes
longer than checking a small file. ``imgcif-map validate scan.cif``, the call of a
pre-commit hook and of most people, has no options: there is nothing to parse.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

COMMAND = "validate"
_OBJECTS = 20_000
"""So many new objects start a collection of garbage; the usual 700 cost start-up a tenth."""
_COMPLETION = "_IMGCIF_MAP_COMPLETE"
"""Set by a shell that asks for completions; the parser answers."""


def main() -> None:
    """Run the command line; leaves through SystemExit with 0, 1 or 2."""
    gc.set_threshold(_OBJECTS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here is worth its threads
    files = plain_files(sys.argv[1:])
    if files is None:
        from imgcif_map.cli.app import app

        app(prog_name="imgcif-map")
    else:
        sys.exit(check(files))


def plain_files(arguments: Sequence[str]) -> list[str] | None:
    """The files of ``validate FILE ...`` without options; None for any other command line."""
    if len(arguments) < 2 or arguments[0] != COMMAND or _COMPLETION in os.environ:
        return None
    if os.name == "nt":  # patterns and ~ are the parser's business there
        return None
    files = list(arguments[1:])
    return None if any(name.startswith("-") and name != "-" for name in files) else files


def check(files: list[str]) -> int:
    """What ``validate`` does with these files and no options; the exit code."""
    from imgcif_map.cli.common import exit_code

    return exit_code(lambda: _validate(files))


def _validate(files: list[str]) -> int:
    from imgcif_map.cli.checking import Request

    return Request(files).run()
