"""Fills text templates, also for all rows of an ``along`` at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from imgcif_map.errors import MappingError
from imgcif_map.mapping.engine.expressions import evaluate
from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.expression.ast import Template
from imgcif_map.mapping.quantity import Quantity

FORMAT = re.compile(r"0?\d{0,2}d?|0?\d{0,2}(\.\d{1,2})?[fge]?")
"""Format specs a template may use: zero-padded integers and fixed decimals."""
FEW = 12
"""Numbers of a list that one text can hold."""

Column = tuple[str, Sequence[Any]]
"""A format and the values, one per row, that go into it."""


def fill(template: Template, scope: Scope) -> Quantity | None:
    """The text (or, under ``along``, the array of texts); None if an insert is missing.

    A value that its format cannot show is reported as a *conflict* and counts as missing.
    """
    origins: list[Any] = []
    parts: list[str | Column] = []
    for part in template.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        expression, spec = part
        result = evaluate(expression, scope)
        quantity = scope.run.session.quantity(result) if isinstance(result, tuple) else result
        if quantity is None:
            return None
        if FORMAT.fullmatch(spec) is None:
            raise MappingError(
                f"format {spec!r} is not possible in a template",
                place=scope.place,
                hint="write {x:06} for six digits with leading zeros or {x:.2f} for two decimals",
            )
        origins.extend(quantity.origins)
        try:
            parts.append(_part(quantity.data, spec, scope))
        except (ValueError, OverflowError, TypeError) as problem:
            _report(f"{template.text}: {problem}", origins, scope)
            return None
    where = tuple(dict.fromkeys(origins))
    columns = [p for p in parts if not isinstance(p, str)]
    if not columns:
        return Quantity("".join(map(str, parts)), origins=where, kind="generated")
    lengths = {len(values) for _, values in columns}
    if len(lengths) > 1:
        _report(f"{template.text}: lists of different lengths {sorted(lengths)}", where, scope)
        return None
    # One format call per row, nothing else: ids of 100,000 frames are made here.
    line = "".join(_escaped(p) if isinstance(p, str) else p[0] for p in parts)
    data = np.empty(lengths.pop(), dtype=object)
    if len(columns) == 1:
        data[:] = list(map(line.__mod__, columns[0][1]))
    else:
        data[:] = list(map(line.__mod__, zip(*(values for _, values in columns), strict=True)))
    return Quantity(data, origins=where, kind="generated")


def fill_id(template: Template, scope: Scope) -> Quantity | None:
    """As :func:`fill`, but the whole numbers of a bare ``{insert}`` stay numbers."""
    if len(template.parts) == 1 and not isinstance(template.parts[0], str):
        expression, spec = template.parts[0]
        result = None if spec else evaluate(expression, scope)
        if isinstance(result, Quantity) and np.ndim(result.data) == 1:
            numbers = np.asarray(result.data)
            if numbers.dtype.kind in "iu" and len(numbers) == scope.length:
                return result
    return fill(template, scope)


def fill_text(templates: Sequence[Template], joiner: str, scope: Scope) -> Quantity | None:
    """``text:``: those templates whose inserts are all there, joined."""
    found = [q for q in (fill(t, scope) for t in templates) if q is not None]
    if not found:
        return None
    origins = tuple(dict.fromkeys(o for q in found for o in q.origins))
    lengths = {len(q.data) for q in found if isinstance(q.data, np.ndarray)}
    if not lengths:
        return replace(found[0], data=joiner.join(q.data for q in found), origins=origins)
    if len(lengths) > 1:
        _report(f"texts of different lengths {sorted(lengths)}", origins, scope)
        return None
    length = lengths.pop()
    columns = [[q.data] * length if isinstance(q.data, str) else q.data.tolist() for q in found]
    data = np.empty(length, dtype=object)
    data[:] = list(map(joiner.join, zip(*columns, strict=True)))
    return replace(found[0], data=data, origins=origins)


def _part(data: Any, spec: str, scope: Scope) -> str | Column:
    """The text of a value, or a column of values; raises ValueError for what has no text."""
    if not isinstance(data, np.ndarray) or data.ndim == 0:
        return _format(data.item() if isinstance(data, np.ndarray) else data, spec)
    if data.ndim > 1:
        raise ValueError(f"an array of shape {data.shape} is not a text")
    if scope.length is None and scope.row is None:
        # No rows that could take one value each: a short list is one text, like "1 1 1".
        if len(data) > FEW:
            raise ValueError(f"{len(data)} values in one text")
        return " ".join(_format(x, spec) for x in data.tolist())
    if scope.length is not None and len(data) != scope.length:
        raise ValueError(f"{len(data)} values for {scope.length} rows")
    if data.dtype.kind in "iu" and (not spec or spec.rstrip("d").isdigit()):
        return f"%{spec.rstrip('d')}d", data.tolist()
    return "%s", [_format(x, spec) for x in data.tolist()]


def _format(value: Any, spec: str) -> str:
    if not spec:
        return to_text(value)
    if "." in spec or spec[-1] in "fge":
        return format(float(value), spec)
    try:
        number = int(value)
    except ValueError:
        number = int(float(value))
    if not isinstance(value, str) and number != value:
        raise ValueError(f"{value} is not a whole number")
    return format(number, spec)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _report(message: str, origins: Sequence[Any], scope: Scope) -> None:
    session = scope.run.session
    session.gaps.add("conflict", message, origins=origins, block=session.block, place=scope.place)
