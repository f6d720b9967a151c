"""The headers of one scan as one record: what is constant as a value, the rest as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from imgcif_map.sources.headers.facts import Fact, Header
from imgcif_map.sources.plain import plain
from imgcif_map.sources.record import TreeRecord

_MANY = 3
"""Files named in a message."""


def add_columns(scan: TreeRecord, headers: Sequence[Header]) -> None:
    """Hang one leaf per header key below ``scan``, in the order of the first header.

    A key that is equal in all files has one value; else there is one per file (an array
    of n, or n rows for values that are arrays). A key that some files lack, or state in
    another unit or as another kind of value, is an unreadable leaf that says which.
    """
    for key, facts in _by_key(headers).items():
        value, unit, problem, attributes = _column(key, facts, headers)
        leaf = _leaf(scan, key)
        leaf.value, leaf.value_unit, leaf.problem = value, unit, problem
        for name, content in (attributes or {}).items():
            leaf.attrs[name] = TreeRecord(name, parent=leaf, value=content, file=scan.file)


def _leaf(scan: TreeRecord, key: str) -> TreeRecord:
    at = scan
    for step in key.split("/"):
        found = at.nodes.get(step)
        if not isinstance(found, TreeRecord):
            found = at.add(TreeRecord(step, file=scan.file))
        at = found
    return at


def _by_key(headers: Sequence[Header]) -> dict[str, list[Fact | None] | Fact]:
    """One fact where all files have the same line, else one per file."""
    first = headers[0].lines
    keys = [tuple(f.key for f in line) for line in first]
    if not all(_alike(header, first, keys) for header in headers):
        return _one_by_one(headers)
    found: dict[str, list[Fact | None] | Fact] = {}
    for place, line in enumerate(first):
        lines = [header.lines[place] for header in headers]
        same = all(other is line for other in lines)
        for index, fact in enumerate(line):
            found[fact.key] = fact if same else [other[index] for other in lines]
    return found


def _alike(header: Header, first: tuple[Any, ...], keys: list[tuple[str, ...]]) -> bool:
    """True if the header has the keys of the first one, in the same places."""
    return len(header.lines) == len(first) and all(
        line is other or tuple(f.key for f in line) == names
        for line, other, names in zip(header.lines, first, keys, strict=True)
    )


def _one_by_one(headers: Sequence[Header]) -> dict[str, list[Fact | None] | Fact]:
    every = [header.facts() for header in headers]
    keys = dict.fromkeys(key for facts in every for key in facts)
    return {key: [facts.get(key) for facts in every] for key in keys}


def _column(
    key: str, facts: list[Fact | None] | Fact, headers: Sequence[Header]
) -> tuple[Any, str | None, str | None, Any]:
    """Value, unit, problem and attributes."""
    if isinstance(facts, Fact):
        return plain_value(facts.value), facts.unit, facts.problem, facts.attributes
    there = [fact for fact in facts if fact is not None and fact.problem is None]
    problem = next((f.problem for f in facts if f is not None and f.problem is not None), None)
    if not there:
        return None, None, problem, None
    first = there[0]
    if len(there) < len(facts):
        lacking = [
            h.file
            for h, f in zip(headers, facts, strict=True)
            if f is None or f.problem is not None
        ]
        what = problem or f"{key} is missing"
        return None, None, f"{what} in {_files(lacking, len(facts))}", None
    if any(fact.unit != first.unit for fact in there):
        odd = [h.file for h, f in zip(headers, there, strict=True) if f.unit != first.unit]
        unit = next(f.unit for f in there if f.unit != first.unit)
        what = f"{key} is written in {first.unit or 'no unit'}, and in {unit or 'no unit'}"
        return None, None, f"{what} in {_files(odd, len(facts))}", None
    values = [fact.value for fact in there]
    stacked = _stack(values)
    if stacked is None:
        odd = [
            h.file
            for h, v in zip(headers, values, strict=True)
            if _shape(v) != _shape(values[0]) or _kind(v) != _kind(values[0])
        ]
        what = f"{key} is {_said(values[0])} in one file and something else"
        return None, None, f"{what} in {_files(odd, len(facts))}", None
    return stacked, first.unit, None, first.attributes


def plain_value(value: Any) -> Any:
    """A value as records promise it: lists become arrays, arrays of one element scalars."""
    if isinstance(value, list | tuple | np.ndarray):
        if all(v is None for v in value):
            return None
        if any(isinstance(v, str) or v is None for v in value):
            column = np.empty(len(value), dtype=object)
            column[:] = value
            return column if len(value) > 1 else value[0]
        return plain(np.asarray(value))
    return value


def _stack(values: Sequence[Any]) -> Any:
    """One value if all are equal, else an array with one row per file; None if they differ."""
    first = values[0]
    kind, shape = _kind(first), _shape(first)
    if any(_kind(v) != kind or _shape(v) != shape for v in values):
        return None
    if kind == "text" and shape == ():
        if all(v == first for v in values):
            return first
        column = np.empty(len(values), dtype=object)
        column[:] = values
        return column
    array = np.array(values, dtype=object if kind == "text" else np.float64)
    if kind == "number" and all(isinstance(v, int) for v in np.ravel(values).tolist()):
        array = array.astype(np.int64)
    same = array == array[:1]
    if array.dtype.kind == "f":
        same |= np.isnan(array) & np.isnan(array[:1])  # nulls of a table are equal
    return plain_value(first) if same.all() else array


def _kind(value: Any) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return "text" if any(isinstance(v, str) or v is None for v in value) else "number"
    return "text" if isinstance(value, str) or value is None else "number"


def _shape(value: Any) -> tuple[int, ...]:
    return (len(value),) if isinstance(value, list | tuple | np.ndarray) else ()


def _said(value: Any) -> str:
    shape = _shape(value)
    count = f"{shape[0]} values" if shape else f"a {_kind(value)}"
    return count if shape else f"{count} ({str(value)[:30]})"


def _files(names: Sequence[str], count: int) -> str:
    if len(names) == count:
        return "all files"
    more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
    return f"{len(names)} of {count} files: {', '.join(names[:_MANY])}{more}"
