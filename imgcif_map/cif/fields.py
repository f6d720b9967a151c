"""Text fields that begin like a protocol and do not keep to it, or not to their CIF version."""

from __future__ import annotations

import re

import numpy as np

from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens

_MARKER = re.compile(rb";([^\\\n]*)(\\\\?)[ \t]*(?:\n|\Z)")
_MARKED = re.compile(rb"\\[ \t]*\n")
_LAST_FOLD = re.compile(rb"\\[ \t]*\Z")


def check_fields(tokens: Tokens, problems: Problems) -> None:
    """Note text fields whose text-prefix or line-folding protocol is damaged."""
    data = tokens.source.data
    if b"\n;" not in data or _MARKED.search(data) is None:  # hardly any file has such fields
        return
    for token in np.flatnonzero(tokens.kinds == Delimiter.TEXT).tolist():
        start, end = int(tokens.starts[token]), int(tokens.ends[token]) - 2
        marker = _MARKER.match(data, start, end)
        if marker is None:
            continue
        if marker[1]:
            _prefix(tokens, start, end, marker, problems)
        elif len(marker[2]) == 1:
            _fold(tokens, end, marker, problems)


def _prefix(
    tokens: Tokens, start: int, end: int, marker: re.Match[bytes], problems: Problems
) -> None:
    prefix = marker[1]
    lines = tokens.source.data[marker.end() : end].split(b"\n") if marker.end() < end else []
    having = sum(line.startswith(prefix) for line in lines)
    shown = prefix.decode("utf-8", "replace")
    if tokens.version == "1.1":
        if having == len(lines) > 1:
            problems.add(
                "CIF037",
                start,
                f"each line of this text field starts with {shown!r}, as the text-prefix protocol "
                "of CIF 2.0 has it; CIF 1.1 takes that for text",
                hint=r"start the file with #\#CIF_2.0, or take the prefixes out",
            )
        return
    if not having or having == len(lines) or having * 2 < len(lines):
        return  # by chance the first line ends in a backslash
    at = marker.end()
    for line in lines:
        if not line.startswith(prefix):
            break
        at += len(line) + 1
    problems.add(
        "CIF037",
        at,
        f"this line of a text field lacks the prefix {shown!r} of the other lines",
        hint="without it on every line the text-prefix protocol does not apply",
    )


def _fold(tokens: Tokens, end: int, marker: re.Match[bytes], problems: Problems) -> None:
    """The last line of a folded text field must have another one to be joined with."""
    data = tokens.source.data
    line = max(data.rfind(b"\n", 0, end) + 1, marker.end())
    last = _LAST_FOLD.search(data, line, end)
    if last is not None and line < end:
        problems.add(
            "CIF037",
            last.start(),
            "the last line of a folded text field ends in a backslash, and no line follows",
            hint="take the backslash out or, if it belongs to the text, add a line after it",
        )
