"""Comments that are addressed to this program; all others mean nothing to it."""

from __future__ import annotations

import re

import numpy as np

from imgcif_map.cif.document import Comment
from imgcif_map.cif.tokens import Tokens

MARKER = b"imgcif-map:"
_ADDRESSED = re.compile(rb"(?:(?<=[ \t\n])|\A)#+[ \t]*imgcif-map:([^\n]*)")


def find_comments(tokens: Tokens) -> tuple[Comment, ...]:
    """Comments that begin with ``imgcif-map:``, in file order.

    Such text inside a quoted string, a text field, a list or a table is none. A comment may follow
    in another: ``# a note # imgcif-map: ignore DDL010``.
    """
    data = tokens.source.data
    # Nearly every file has none, and finding that out must cost nothing: one character is found
    # much faster than a word. The first line has the magic code.
    line = max(data.find(b"\n"), 0)
    first = data.find(b"#", line)
    if MARKER not in data[:line] and (first < 0 or data.find(MARKER, first) < 0):
        return ()
    found = []
    end = 0
    for match in _ADDRESSED.finditer(data):
        start = match.start()
        before = int(np.searchsorted(tokens.starts, start, "right")) - 1
        if start < end or (before >= 0 and tokens.ends[before] > start):
            continue
        end = match.end()
        found.append(_comment(tokens, start, match[1].decode("utf-8", "replace"), before))
    return tuple(found)


def _comment(tokens: Tokens, start: int, text: str, before: int) -> Comment:
    source = tokens.source
    line_start = source.data.rfind(b"\n", 0, start) + 1
    alone = before < 0 or int(tokens.ends[before]) <= line_start
    target = before + 1 if alone else before
    lines = (0, 0)
    if target < len(tokens.starts):
        last = max(int(tokens.starts[target]), int(tokens.ends[target]) - 1)
        lines = (source.position(int(tokens.starts[target])).line, source.position(last).line)
    return Comment(text.strip(), source.position(start), lines, alone)
