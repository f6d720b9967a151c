"""Conditions: comparisons, ``not``, lists (and), ``any``; a bare expression is "usable"."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.patterns import found
from imgcif_map.mapping.engine.results import Result
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.expression.ast import AllOf, AnyOf, Compare, Condition, Not
from imgcif_map.mapping.quantity import Quantity, is_usable

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(condition: Condition, scope: Scope) -> bool:
    """Whether a condition is true; comparing something missing is false."""
    from imgcif_map.mapping.engine.expressions import evaluate

    if isinstance(condition, AllOf):
        return all(holds(c, scope) for c in condition.conditions)
    if isinstance(condition, AnyOf):
        return any(holds(c, scope) for c in condition.conditions)
    if isinstance(condition, Not):
        return not holds(condition.condition, scope)
    if isinstance(condition, Compare):
        left = _scalars(evaluate(condition.left, scope), scope)
        right = _scalars(evaluate(condition.right, scope), scope)
        return any(_compare(condition.op, a, b, scope) for a in left for b in right)
    return truth(evaluate(condition.expression, scope), scope)


def truth(result: Result, scope: Scope) -> bool:
    """A bool is itself; anything else is true if it is usable."""
    if isinstance(result, tuple):
        return any(scope.run.session.is_usable(record) for record in result)
    if result is None:
        return False
    if isinstance(result.data, bool | np.bool_):
        return bool(result.data)
    return is_usable(result.data)


def _scalars(result: Result, scope: Scope) -> list[Any]:
    session = scope.run.session
    if isinstance(result, tuple):
        quantities = [session.read(r) for r in result if r.is_leaf and r.error is None]
    else:
        quantities = [result]
    values: list[Any] = []
    for quantity in quantities:
        if isinstance(quantity, Quantity):
            data = np.asarray(quantity.data, dtype=object)
            values.extend(data.ravel().tolist() if data.ndim else [quantity.data])
    return values


def _compare(op: str, left: Any, right: Any, scope: Scope) -> bool:
    if op == "~":
        return found(to_text(right), to_text(left), scope.place)
    numbers = _number(left), _number(right)
    if None not in numbers:
        return bool(OPERATORS[op](*numbers))
    return bool(OPERATORS[op](to_text(left), to_text(right)))


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
