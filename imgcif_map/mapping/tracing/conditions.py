"""Conditions without a source: true, false, or (None) to be decided by the source."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.tracing.flows import Flow, Scope

if TYPE_CHECKING:
    from imgcif_map.mapping.tracing.tracer import Tracer

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(condition: ast.Condition | None, scope: Scope, tracer: Tracer) -> bool | None:
    """What a condition says whatever the source; no condition is true."""
    match condition:
        case None:
            return True
        case ast.AllOf(conditions):
            return _all([holds(c, scope, tracer) for c in conditions])
        case ast.AnyOf(conditions):
            found = _all([_not(holds(c, scope, tracer)) for c in conditions])
            return _not(found)
        case ast.Not(inner):
            return _not(holds(inner, scope, tracer))
        case ast.Compare(op, left, right):
            mine, theirs = tracer.expression(left, scope), tracer.expression(right, scope)
            tracer.compared(op, mine, theirs)
            return _compare(op, mine, theirs)
        case ast.Usable(expression):
            return _usable(tracer.expression(expression, scope))
    return None


def _all(found: list[bool | None]) -> bool | None:
    if False in found:
        return False
    return None if None in found else True


def _not(found: bool | None) -> bool | None:
    return None if found is None else not found


def _usable(flows: tuple[Flow, ...]) -> bool | None:
    if not flows:
        return False
    if flows[0].known() == ("false",) and len(flows) == 1:
        return False if flows[0].sure else None
    return True if any(flow.sure for flow in flows) else None


def _compare(op: str, left: tuple[Flow, ...], right: tuple[Flow, ...]) -> bool | None:
    """Comparing something missing is false; a pattern is left to the source."""
    if not left or not right:
        return False
    if op == "~":
        return None
    answers: set[bool] = set()
    for one in left:
        for other in right:
            mine, theirs = one.known(), other.known()
            if mine is None or theirs is None:
                return None
            answers.add(any(_holds(op, a, b) for a in mine for b in theirs))
    if answers == {False}:
        return False
    sure = any(flow.sure for flow in left) and any(flow.sure for flow in right)
    return True if answers == {True} and sure else None


def _holds(op: str, left: str, right: str) -> bool:
    try:
        return _OPERATORS[op](float(left), float(right))
    except ValueError:
        compare: Callable[[str, str], bool] = _OPERATORS[op]  # type: ignore[assignment]
        return compare(left, right)
