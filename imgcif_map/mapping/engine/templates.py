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

FORMAT = re.compile(r"0?\d{0,3}d?|\.\d{1,2}[fge]")
"""Format specs a template may use: zero-padded integers and fixed decimals."""


def fill(template: Template, scope: Scope) -> Quantity | None:
    """The text (or, under ``along``, the array of texts); None if an insert is missing."""
    parts: list[Any] = []
    origins: list[Any] = []
    length: int | None = None
    for part in template.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        expression, spec = part
        result = evaluate(expression, scope)
        quantity = scope.run.session.quantity(result) if isinstance(result, tuple) else result
        if quantity is None:
            return None
        origins.extend(quantity.origins)
        data = quantity.data
        if isinstance(data, np.ndarray) and data.ndim:
            length = len(data)
            parts.append([_format(x, spec, scope) for x in data.tolist()])
        else:
            parts.append(_format(data, spec, scope))
    where = tuple(dict.fromkeys(origins))
    if length is None:
        return Quantity("".join(parts), origins=where, kind="generated")
    columns = [p if isinstance(p, list) else [p] * length for p in parts]
    data = np.empty(length, dtype=object)
    data[:] = list(map("".join, zip(*columns, strict=True)))
    return Quantity(data, origins=where, kind="generated")


def fill_text(templates: Sequence[Template], scope: Scope) -> Quantity | None:
    """``text:``: those templates whose inserts are all there, joined by ``; ``."""
    found = [q for q in (fill(t, scope) for t in templates) if q is not None]
    texts = [q for q in found if isinstance(q.data, str)]
    if not texts:
        return None
    origins = tuple(dict.fromkeys(o for q in texts for o in q.origins))
    return replace(texts[0], data="; ".join(q.data for q in texts), origins=origins)


def _format(value: Any, spec: str, scope: Scope) -> str:
    if not spec:
        return to_text(value)
    if FORMAT.fullmatch(spec) is None:
        raise MappingError(
            f"format {spec!r} is not possible in a template",
            place=scope.place,
            hint="write {x:06} for six digits with leading zeros or {x:.2f} for two decimals",
        )
    number = float(value)
    if spec.endswith(("f", "g", "e")):
        return format(number, spec)
    return format(int(number), spec)
