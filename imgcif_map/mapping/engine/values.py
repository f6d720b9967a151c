"""Evaluates a mapping value: the first usable of its candidates, with all modifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from imgcif_map.errors import MappingError, UnitError
from imgcif_map.mapping.engine.calls import apply
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.expressions import distinct, evaluate, records_of
from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.results import (
    NOT_APPLICABLE,
    NOT_FOUND,
    Outcome,
    Records,
    Result,
    is_nothing,
)
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.session import short
from imgcif_map.mapping.engine.templates import fill_text
from imgcif_map.mapping.expression.ast import Call, Path
from imgcif_map.mapping.model import MISSING, Lookup, Pick, UnitSpec, Value
from imgcif_map.mapping.quantity import Quantity, is_usable
from imgcif_map.sources.record import Record
from imgcif_map.units import convert, parse_unit

MAX_PLACES = 5
"""Useless records of one candidate that a report names."""


def evaluate_value(value: Value, scope: Scope) -> Outcome:
    """The first usable candidate; not sought at all if every ``when`` is false or it is null."""
    sought = False
    fallback: Result = None
    for number, pick in enumerate(value.picks, start=1):
        inner = replace(scope, place=pick.place) if pick.place.line else scope
        if pick.when is not None and not holds(pick.when, inner):
            continue
        sought = True
        result = _candidate(pick, inner)
        if is_nothing(result):
            continue
        if isinstance(result, tuple) and pick.kind != "all":
            usable = tuple(r for r in result if scope.run.session.is_usable(r))
            if not usable:
                _in_vain(result, inner)
                # Broken links still name their target: kept if nothing better is found.
                fallback = fallback or result
                continue
            result = usable
        _touch(value.picks[number:], scope)
        return Outcome(result)
    if fallback is not None:
        return Outcome(fallback)
    return NOT_FOUND if sought else NOT_APPLICABLE


def _touch(picks: Sequence[Pick], scope: Scope) -> None:
    """Candidates that were not needed are known to the mapping all the same."""
    quiet = replace(scope, trace=None)
    for pick in picks:
        if isinstance(pick.source, Path) and not isinstance(pick.source.origin, Call):
            evaluate(pick.source, quiet)
        elif isinstance(pick.source, Value):
            _touch(pick.source.picks, scope)


def value_quantity(value: Value, scope: Scope) -> Quantity | None:
    """The value as one quantity (records are read and must agree), or None."""
    result = evaluate_value(value, scope).result
    return scope.run.session.quantity(result) if isinstance(result, tuple) else result


def _candidate(pick: Pick, scope: Scope) -> Result:
    result = found = _source(pick, scope)
    plain = not (pick.null_if or pick.unit or pick.functions or pick.lookup)
    if not plain and not is_nothing(result):
        result = _modify(pick, result, scope)
        if is_nothing(result):
            _in_vain(found, scope)
    if pick.assume is MISSING or (not is_nothing(result) and _usable(result, scope)):
        return result
    scope.run.assume(f"{_shown(pick.assume)}: {pick.because}", place=pick.place)
    return literal(pick.assume, "assumption")


def _in_vain(found: Result, scope: Scope) -> None:
    """Note where something was found that is of no use: broken, null, impossible."""
    places = found if isinstance(found, tuple) else found.origins if found is not None else ()
    for place in places[:MAX_PLACES]:
        if place.path.startswith("/"):
            scope.missed(place.path)


def _source(pick: Pick, scope: Scope) -> Result:
    if pick.kind in ("value", "answer"):
        return literal(pick.literal, pick.kind) if pick.literal is not None else None
    if pick.kind == "text":
        return fill_text(pick.texts, pick.joiner, scope)
    if pick.kind == "count":
        return scope.run.count(pick.count)
    if pick.kind == "all":
        return _all(pick, scope)
    if pick.kind == "assume" or pick.source is None:
        return None
    if isinstance(pick.source, Value):
        return evaluate_value(pick.source, scope).result
    return evaluate(pick.source, scope)


def _all(pick: Pick, scope: Scope) -> Records:
    found: list[Record] = []
    for member in pick.members:
        found.extend(records_of(evaluate_value(member, scope).result))
    if pick.where is not None:
        found = [r for r in found if holds(pick.where, scope.at(r))]
    return distinct(found)


def _usable(result: Result, scope: Scope) -> bool:
    if isinstance(result, tuple):
        return any(scope.run.session.is_usable(record) for record in result)
    return result is not None and is_usable(result.data)


def _modify(pick: Pick, result: Result, scope: Scope) -> Result:
    session = scope.run.session
    if pick.functions and not pick.null_if and not pick.unit:
        # Functions may want records rather than values: leave that to the first of them.
        quantity: Result = result
    else:
        quantity = session.quantity(result) if isinstance(result, tuple) else result
        if not isinstance(quantity, Quantity) or _is_null(quantity, pick.null_if):
            return None
        if pick.unit is not None:
            quantity = with_unit(quantity, pick.unit, scope)
    for use in pick.functions:
        if is_nothing(quantity):
            return None
        function = session.functions.get(use.name)
        if function is None:
            raise MappingError(f"no function is called {use.name}", place=pick.place)
        assert quantity is not None
        quantity = apply(function, (quantity, *use.args), dict(use.named), scope)
    if pick.lookup is not None:
        quantity = session.quantity(quantity) if isinstance(quantity, tuple) else quantity
        if not isinstance(quantity, Quantity):
            return None
        return _look_up(quantity, pick, scope)
    return quantity


def _is_null(quantity: Quantity, nulls: tuple[Any, ...]) -> bool:
    data = quantity.data
    if isinstance(data, np.ndarray) and data.ndim:
        return bool(nulls) and all(_same(x, nulls) for x in data.ravel().tolist()[:1000])
    return _same(data, nulls)


def _same(data: Any, nulls: tuple[Any, ...]) -> bool:
    return any(data == null or to_text(data) == to_text(null) for null in nulls)


def with_unit(quantity: Quantity, spec: UnitSpec, scope: Scope) -> Quantity:
    """Apply ``unit:``: the record's own wins over a given one, ``force`` wins over all."""
    if spec.force is not None:
        scope.run.correct(
            f"{short(quantity)} is taken as {spec.force}", quantity, place=scope.place
        )
        return replace(quantity, unit=_code(spec.force, scope))
    if spec.given is not None:
        return quantity if quantity.unit else replace(quantity, unit=_code(spec.given, scope))
    assumed = _code(spec.assume, scope) if spec.assume is not None else None
    unit = quantity.unit
    if spec.source is not None:
        unit = _stated_unit(spec.source, assumed, scope) or unit
    if unit is None and assumed is not None:
        where = quantity.origins[0].path if quantity.origins else "a value"
        scope.run.assume(f"{where} has no unit: {spec.assume}", place=scope.place)
        unit = assumed
    return replace(quantity, unit=unit)


def _stated_unit(source: Value, assumed: str | None, scope: Scope) -> str | None:
    """The first stated unit; one that cannot mean what is assumed does not count."""
    for pick in source.picks:
        text = value_quantity(Value((pick,), source.place), scope)
        code = parse_unit(to_text(text.data)) if text is not None else None
        if code is not None and (assumed is None or _convertible(code, assumed)):
            return code
    return None


def _convertible(unit: str, other: str) -> bool:
    try:
        convert(1.0, unit, other)
    except UnitError:
        return False
    return True


def _code(text: str, scope: Scope) -> str:
    code = parse_unit(text)
    if code is None:
        raise MappingError(f"unit {text!r} is not known", place=scope.place)
    return code


def _look_up(quantity: Quantity, pick: Pick, scope: Scope) -> Quantity | None:
    """The value's entry in the table, or each element's; one that has none is a gap."""
    assert pick.lookup is not None
    data = quantity.data
    if not isinstance(data, np.ndarray) or data.ndim == 0:
        found = _entry(data, pick.lookup, quantity, scope)
        return None if found is None else replace(quantity, data=found)
    elements = data.ravel().tolist()
    table = {x: _entry(x, pick.lookup, quantity, scope) for x in dict.fromkeys(elements)}
    if None in table.values():
        return None
    found = np.array([table[x] for x in elements], dtype=object).reshape(data.shape)
    return replace(quantity, data=found)


def _entry(data: Any, lookup: Lookup, quantity: Quantity, scope: Scope) -> Any:
    key = to_text(data).casefold()
    if key in lookup.table:
        return lookup.table[key]
    if lookup.otherwise == "keep":
        return data
    if lookup.otherwise == "value":
        return lookup.value
    known = ", ".join(lookup.table)
    scope.run.session.gaps.add(
        "no-target",
        f"{to_text(data)!r} is not in the lookup ({known})",
        origins=quantity.origins,
        block=scope.run.session.block,
        place=scope.place,
    )
    return None


def literal(data: Any, kind: str) -> Quantity:
    """A literal of a mapping file as a quantity."""
    if isinstance(data, list | tuple):
        array = np.asarray(data)
        data = array.astype(object) if array.dtype.kind in "US" else array
    return Quantity(data, kind=kind)


def _shown(data: Any) -> str:
    return str(list(data)) if isinstance(data, tuple) else str(data)
