"""The imgCIF categories inside a CBF header as facts: ``axis/id``, ``axis/vector_1`` …"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from imgcif_map.cif import parse_cif
from imgcif_map.cif.document import Column
from imgcif_map.errors import UnreadableInput
from imgcif_map.sources.headers.facts import Fact, Line, decoded, key_name, number

_SU = re.compile(r"^([-+.\deE]+)\(\d+\)$")
_SHOWN = 3
_OPEN_FIELD = re.compile(rb"\n;[ \t\r]*\n\s*$")

Memo = dict[tuple[str, tuple[str | None, ...]], Line]


def item_reader() -> Memo:
    """What is remembered of columns: equal ones in other files are one object."""
    return {}


def facts(text: bytes, memo: Memo, before_binary: bool) -> tuple[list[Line], list[str]]:
    """One fact per data name, and what is wrong with the text.

    ``before_binary``: the text ends where an image begins. Values of a loop are a list;
    numbers with a null among them have NaN there, texts None.
    """
    if before_binary:
        text = _OPEN_FIELD.sub(b"\n?\n", text)
    try:
        document = parse_cif(_framed(decoded(text)))
    except UnreadableInput as problem:
        return [], [problem.message]
    found: list[Line] = []
    for block in document.blocks[:1]:
        for loop in block.loops:
            for column in loop.columns:
                line = _line(column, memo)
                if line:
                    found.append(line)
    problems = [
        f"line {p.location.line}: {p.message}"
        for p in document.problems
        if p.severity.value == "error"
    ]
    more = [f"and {len(problems) - _SHOWN} more faults"] if len(problems) > _SHOWN else []
    return found, [*problems[:_SHOWN], *more]


def _framed(text: str) -> str:
    """A template without a data block gets one, so that its items are read."""
    return text if re.search(r"(?im)^\s*data_\S", text) else f"data_header\n{text}"


def _line(column: Column, memo: Memo) -> Line:
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
