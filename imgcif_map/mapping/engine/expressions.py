"""Evaluates expressions: paths over records, names, calls, literals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.names import Name, matches, step_names
from imgcif_map.mapping.engine.results import (
    Descents,
    QuantityRecord,
    Records,
    Result,
    has_records,
)
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.expression.ast import (
    Alternatives,
    Attribute,
    Call,
    Child,
    Descend,
    Expression,
    Here,
    Index,
    ListOf,
    Path,
    Predicate,
    Root,
    Self,
    Step,
    Text,
    Up,
    Variable,
)
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record

MAX_WALK = 200_000
"""Records a ``//`` step visits at most: a bound against hostile files."""


def evaluate(expression: Expression, scope: Scope) -> Result:
    """The records or the value an expression yields in a scope; None or () for nothing."""
    if isinstance(expression, Text):
        return Quantity(expression.value, kind="value")
    if isinstance(expression, ListOf):
        return _list(expression, scope)
    if isinstance(expression, Call):
        return _call(expression, scope)
    result = _start(expression, scope)
    for step in expression.steps:
        result = _step(step, records_of(result, expression.text), scope)
    return result


def records_of(result: Result, name: str = "value") -> Records:
    """A result as records; a value is dressed as one."""
    if isinstance(result, Quantity):
        return (QuantityRecord(name, result),)
    return result or ()


def _list(expression: ListOf, scope: Scope) -> Result:
    items = []
    for item in expression.items:
        value = evaluate(item, scope)
        quantity = scope.run.session.quantity(value) if isinstance(value, tuple) else value
        if quantity is None:
            return None
        items.append(quantity.data)
    data = np.asarray(items)
    return Quantity(data.astype(object) if data.dtype.kind in "US" else data, kind="value")


def _call(call: Call, scope: Scope) -> Result:
    from imgcif_map.mapping.engine.calls import run_call

    return _predicates(run_call(call, scope), call.predicates, scope)


def _start(path: Path, scope: Scope) -> Result:
    origin = path.origin
    if isinstance(origin, Root):
        return scope.run.roots_of(scope.here)
    if isinstance(origin, Here):
        return (scope.here,) if scope.here is not None else ()
    if isinstance(origin, Call):
        return _call(origin, scope)
    assert isinstance(origin, Variable)
    outcome = scope.run.variable(origin.name, scope)
    result = _predicates(outcome.result, origin.predicates, scope)
    if not result and not isinstance(result, Quantity):
        scope.missed(path.text)
    return result


def _step(step: Step, records: Records, scope: Scope) -> Records | Quantity:
    if isinstance(step, Self):
        return records
    if isinstance(step, Up):
        return distinct(r.parent for r in records if r.parent is not None)
    if isinstance(step, Descend):
        return _descend(records, scope.run.session.descents)
    found = distinct(_found(step, records, scope))
    for record in found:
        if record.is_leaf:
            scope.run.session.touch(record)
    result = _predicates(found, step.predicates, scope)
    return result if result is not None else ()


def _found(step: Child | Attribute | Alternatives, records: Records, scope: Scope) -> list[Record]:
    options: Sequence[Sequence[object]]
    options = step.options if isinstance(step, Alternatives) else (step.parts,)
    wanted = [name for parts in options for name in step_names(parts, scope)]
    nx_class = step.nx_class if isinstance(step, Child) else None
    found: list[Record] = []
    for record in records:
        hits: list[Record] = []
        for name in wanted:
            hits.extend(_named(record, name, isinstance(step, Attribute)))
        if nx_class is not None:
            hits = [hit for hit in hits if hit.error is None and hit.nx_class == nx_class]
        looked = getattr(record, "looked", None)
        if looked is not None:
            for place in (p for n in wanted if isinstance(n, str) for p in looked(n)):
                scope.missed(place)
        elif not hits:
            mark = "@" if isinstance(step, Attribute) else ""
            names = "|".join(n if isinstance(n, str) else n.pattern for n in wanted)
            suffix = f":{nx_class}" if nx_class else ""
            scope.missed(f"{record.path.rstrip('/')}/{mark}{names.replace('.*', '*')}{suffix}")
        found.extend(hits)
    return found


def _named(record: Record, name: Name, attribute: bool) -> list[Record]:
    if isinstance(name, str):
        several = getattr(record, "named", None)
        if several is not None and not attribute:
            return list(several(name))
        hit = record.attribute(name) if attribute else record.child(name)
        return [hit] if hit is not None else []
    pool = record.attributes() if attribute else record.children()
    return [child for child in pool if matches(child.name, name)]


def _descend(records: Records, known: Descents) -> Records:
    """The records with all that lies below them; looked up once in a conversion."""
    key = tuple(id(record) for record in records)
    if key not in known:
        known[key] = (records, _below(records))  # kept, so that no id() is used again
    return known[key][1]


def _below(records: Records) -> Records:
    found: list[Record] = []
    seen = set()
    stack = list(reversed(records))
    while stack and len(found) < MAX_WALK:
        record = stack.pop()
        identity = record.identity
        if identity in seen:
            continue
        seen.add(identity)
        found.append(record)
        if record.error is None and not record.is_leaf:
            stack.extend(reversed(record.children()))
    return tuple(found)


def _predicates(result: Result, predicates: Sequence[Predicate], scope: Scope) -> Result:
    for predicate in predicates:
        if isinstance(predicate, Index):
            result = _element(result, predicate.at, scope)
        else:
            records = records_of(result)
            result = tuple(r for r in records if holds(predicate.condition, scope.at(r)))
    return result


def _element(result: Result, at: int, scope: Scope) -> Result:
    if has_records(result):
        assert isinstance(result, tuple)
        if len(result) > 1:
            return (result[at],) if -len(result) <= at < len(result) else ()
        if not result[0].is_leaf or result[0].error is not None:
            return result if at in (0, -1) else ()
        result = scope.run.session.read(result[0])
    if not isinstance(result, Quantity):
        return None
    data = result.data
    if not isinstance(data, np.ndarray) or data.ndim == 0:
        return result if at in (0, -1) else None
    if not -data.shape[-1] <= at < data.shape[-1]:
        return None
    element = data[..., at]
    return replace(result, data=element if element.ndim else element.item())


def distinct(records: Iterable[Record]) -> Records:
    """Records without those that are the same object as an earlier one."""
    found: dict[object, Record] = {}
    for record in records:
        found.setdefault(record.identity, record)
    return tuple(found.values())
