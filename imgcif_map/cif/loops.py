"""The body of a loop: rows by arithmetic, and what to say when they do not come out even."""

from __future__ import annotations

from collections import Counter

import numpy as np

from imgcif_map.cif.columns import ParsedColumn
from imgcif_map.cif.document import Loop, Position
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens


def build_loop(
    tokens: Tokens,
    head: int,
    names: list[str],
    bound: int,
    position: Position,
    problems: Problems,
) -> Loop:
    """The loop whose ``loop_`` is token ``head``; its values end before token ``bound``."""
    width = len(names)
    first = head + 1 + width
    count = bound - first
    rows, rest = divmod(count, width)
    columns = tuple(
        ParsedColumn(tokens, name, head + 1 + i, first + i, width, rows)
        for i, name in enumerate(names)
    )
    if count == 0:
        problems.add(
            "CIF010",
            int(tokens.starts[head]),
            f"the loop of {columns[0].name} has no values",
            hint="expected at least one row; leave the loop out if there is none",
            item=columns[0].name,
        )
    elif rest:
        _incomplete(tokens, first, width, bound, columns, problems)
    return Loop(columns, True, position)


def _incomplete(
    tokens: Tokens,
    first: int,
    width: int,
    bound: int,
    columns: tuple[ParsedColumn, ...],
    problems: Problems,
) -> None:
    """Say which row is cut short, which columns lack a value and where it may have begun."""
    rows, rest = divmod(bound - first, width)
    start = first + rows * width
    missing = ", ".join(c.name for c in columns[rest : rest + 4])
    if width - rest > 4:
        missing += f" and {width - rest - 4} more"
    problems.add(
        "CIF011",
        int(tokens.starts[start]),
        f"row {rows + 1} of the loop has {rest} of {width} values; missing: {missing}",
        hint=_suspect(tokens, first, width, bound)
        or f"expected a multiple of {width} values; the incomplete row is left out",
        item=columns[rest].name,
    )


def _suspect(tokens: Tokens, first: int, width: int, bound: int) -> str:
    """The first line with an unusual number of values, if most lines hold one row each."""
    lines = np.searchsorted(tokens.source.newlines, tokens.starts[first:bound])
    numbers, counts = np.unique(lines, return_counts=True)
    usual, often = Counter(counts.tolist()).most_common(1)[0]
    odd = np.flatnonzero(counts != width)
    if usual != width or often * 2 <= len(counts) or not len(odd):
        return ""
    line, count = int(numbers[odd[0]]) + 1, int(counts[odd[0]])
    return f"line {line} has {count} values where the other lines have {width}"
