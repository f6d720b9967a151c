"""Step names: plain, with ``*`` and with ``{expr}`` inserted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from imgcif_map.mapping.engine.results import Result, has_records
from imgcif_map.mapping.expression.ast import Insert, NamePart, Star
from imgcif_map.mapping.quantity import Quantity

if TYPE_CHECKING:
    from imgcif_map.mapping.engine.scope import Scope

Name = str | re.Pattern[str]


def step_names(parts: Sequence[NamePart], scope: Scope) -> list[Name]:
    """The names a step may match: texts, or patterns where there is a ``*``.

    An inserted list gives one alternative per element; an inserted expression
    that yields nothing makes the step match nothing.
    """
    options: list[list[str]] = [[]]
    star = any(isinstance(part, Star) for part in parts)
    for part in parts:
        if isinstance(part, Star):
            texts = [".*"]
        elif isinstance(part, Insert):
            texts = _inserted(part, scope)
            texts = [re.escape(t) for t in texts] if star else texts
        else:
            texts = [re.escape(part)] if star else [part]
        options = [[*option, text] for option in options for text in texts]
    joined = ["".join(option) for option in options]
    return [re.compile(text) for text in joined] if star else list(joined)


def matches(name: str, wanted: Name) -> bool:
    """Whether a record's name is the wanted one."""
    return name == wanted if isinstance(wanted, str) else wanted.fullmatch(name) is not None


def _inserted(part: Insert, scope: Scope) -> list[str]:
    from imgcif_map.mapping.engine.expressions import evaluate

    return texts_of(evaluate(part.expression, scope), scope)


def texts_of(result: Result, scope: Scope) -> list[str]:
    """A result as texts: the elements of a list, the value of a record, its number as text."""
    if has_records(result):
        result = scope.run.session.quantity(result)  # type: ignore[arg-type]
    if not isinstance(result, Quantity):
        return []
    data = result.data
    if isinstance(data, np.ndarray):
        return [to_text(x) for x in data.ravel().tolist()]
    return [to_text(data)]


def to_text(data: object) -> str:
    """A scalar as text: the shortest form of a number, ``1`` for 1.0; ``true``, ``false``."""
    if isinstance(data, np.generic):
        data = data.item()
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, float) and data.is_integer() and abs(data) < 1e15:
        return str(int(data))
    return str(data)
