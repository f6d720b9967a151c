"""The imgCIF categories inside a CBF header as facts: ``axis/id``, ``axis/vector_1`` …"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from imgcif_map.cif import parse_cif
from imgcif_map.cif.document import Column
from imgcif_map.errors import UnreadableInput
from imgcif_map.sources.headers.facts import Fact, Line, decoded, key_name, number

_SU = re.compile(r"^([-+.\deE]+)\(\d+\)$")
_SHOWN = 3
_OPEN_FIELD = re.compile(rb"\n;[ \t\r]*\n\s*$")

_LOOP = re.compile(r"(?im)^[ \t]*loop_[ \t\r]*$")
_BLOCK = re.compile(r"(?im)^[ \t]*(?:data_\S|save_)")
_LONG_TEXT = re.compile(r"""(?m)^;|\"{3}|'{3}""")
_PIECES = 20_000
"""So many different pieces of text are remembered."""


@dataclass
class Memo:
    """What is remembered of columns and of whole pieces of text, so that equal ones in
    other files are parsed once and are one object."""

    columns: dict[tuple[str, tuple[str | None, ...]], Line] = field(default_factory=dict)
    pieces: dict[str, tuple[Line, ...]] = field(default_factory=dict)


def item_reader() -> Memo:
    """A memory for the files of one conversion."""
    return Memo()


def facts(text: bytes, memo: Memo, before_binary: bool) -> tuple[list[Line], list[str]]:
    """One fact per data name, and what is wrong with the text.

    ``before_binary``: the text ends where an image begins. Values of a loop are a list;
    numbers with a null among them have NaN there, texts None.
    """
    if before_binary:
        text = _OPEN_FIELD.sub(b"\n?\n", text)
    plain = decoded(text)
    return _piecewise(plain, memo) or _whole(plain, memo)


def _piecewise(text: str, memo: Memo) -> tuple[list[Line], list[str]] | None:
    """The facts of a text cut before each loop; None if it has to be read as a whole.

    That is so where a loop might stand inside a long text, for several data blocks, and
    for a text with faults, whose lines count from its beginning.
    """
    if _LONG_TEXT.search(text) or len(_BLOCK.findall(text)) > 1:
        return None
    cuts = [0, *(match.start() for match in _LOOP.finditer(text)), len(text)]
    found: list[Line] = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        known = memo.pieces.get(piece)
        if known is None:
            lines, problems = _whole(piece, memo)
            if problems:
                return None
            if len(memo.pieces) >= _PIECES:
                memo.pieces.clear()
            known = memo.pieces[piece] = tuple(lines)
        found += known
    keys = {fact.key for line in found for fact in line}
    return (found, []) if len(keys) == len(found) else None  # else a data name stands twice


def _whole(text: str, memo: Memo) -> tuple[list[Line], list[str]]:
    try:
        document = parse_cif(_framed(text))
    except UnreadableInput as problem:
        return [], [problem.message]
    found: list[Line] = []
    for block in document.blocks[:1]:
        for loop in block.loops:
            for column in loop.columns:
                line = _line(column, memo.columns)
                if line:
                    found.append(line)
    problems = [
        f"line {p.location.line}: {p.message}"
        for p in document.problems
        if p.severity.value == "error"
    ]
    if len(document.blocks) > 1:
        problems.append(f"{len(document.blocks)} data blocks: only the first is read")
    more = [f"and {len(problems) - _SHOWN} more faults"] if len(problems) > _SHOWN else []
    return found, [*problems[:_SHOWN], *more]


def _framed(text: str) -> str:
    """A template without a data block gets one, so that its items are read."""
    return text if re.search(r"(?im)^\s*data_\S", text) else f"data_header\n{text}"


def _line(column: Column, memo: dict[tuple[str, tuple[str | None, ...]], Line]) -> Line:
    category, dot, item = column.name.lstrip("_").partition(".")
    if not dot or (category.lower() == "array_data" and item.lower() in _HANDLED):
        return ()
    key = f"{key_name(category.lower())}/{key_name(item.lower())}"
    values = _values(column)
    if not values:  # a loop without rows
        return ()
    known = (key, values)
    if known not in memo:
        if len(memo) > 100_000:
            memo.clear()
        memo[known] = (Fact(key, _plain(values)),)
    return memo[known]


_HANDLED = ("header_convention", "header_contents", "data")


def _values(column: Column) -> tuple[str | None, ...]:
    bare = column.delimiters() == 0
    return tuple(
        None if is_bare and value in (".", "?") else value
        for value, is_bare in zip(column.texts(), bare.tolist(), strict=True)
    )


def _plain(values: Sequence[str | None]) -> Any:
    """A scalar for one row; numbers where all that is there are numbers."""
    there = [_number(value) for value in values if value is not None]
    if there and None not in there:
        numbers = [math.nan if v is None else _number(v) for v in values]
        return numbers if len(numbers) > 1 else numbers[0]
    return list(values) if len(values) > 1 else values[0]


def _number(text: str) -> int | float | None:
    match = _SU.match(text)
    return number(match[1] if match else text)
