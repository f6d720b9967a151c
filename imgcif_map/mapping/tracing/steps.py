"""Single steps of a path, and what stands in brackets behind them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.tracing.conditions import holds
from imgcif_map.mapping.tracing.flows import NOTHING, Flow, Made, Row, Scope, Spot

if TYPE_CHECKING:
    from imgcif_map.mapping.tracing.tracer import Tracer

_MOST_NAMES = 100


def along(
    flow: Flow, step: ast.Step, scope: Scope, tracer: Tracer, *, last: bool
) -> Iterable[Flow]:
    """Where a step leads; ``last`` says that the path ends with it."""
    match step:
        case ast.Self():
            return (flow,)
        case ast.Up():
            return _up(flow)
        case ast.Descend():
            return [_at(spot.child("**")) for spot in _spots(flow)]
        case ast.Attribute(parts, filters):
            found = [
                _at(spot.child(f"@{name}"))
                for spot in _spots(flow)
                for name in _names(parts, scope, tracer)
            ]
            return predicates(tuple(found), filters, scope, tracer, last=last)
        case ast.Child(parts, nx_class, filters):
            flows = _children(flow, _names(parts, scope, tracer), nx_class, tracer)
            return predicates(flows, filters, scope, tracer, last=last)
        case ast.Alternatives(options, filters):
            names = [name for parts in options for name in _names(parts, scope, tracer)]
            return predicates(
                _children(flow, names, None, tracer), filters, scope, tracer, last=last
            )
    return NOTHING


def predicates(
    flows: tuple[Flow, ...],
    filters: Sequence[ast.Predicate],
    scope: Scope,
    tracer: Tracer,
    *,
    last: bool,
) -> tuple[Flow, ...]:
    """Through ``[0]`` and ``[condition]``; an index at the end takes a part of the value."""
    for predicate in filters:
        if isinstance(predicate, ast.Filter):
            inner = [(flow, _seen_from(flow, scope)) for flow in flows]
            flows = tuple(
                flow.but(sure=flow.sure and answer is True)
                for flow, seen in inner
                if (answer := holds(predicate.condition, seen, tracer)) is not False
            )
        elif last:
            flows = tuple(
                flow.but(part=True, word=None) if isinstance(flow.end, Spot) else flow
                for flow in flows
            )
    return flows


def _seen_from(flow: Flow, outer: Scope) -> Scope:
    names = dict(flow.end.names) if isinstance(flow.end, Row) else {}
    return Scope(flow, {**outer.names, **names}, outer.row)


def _at(spot: Spot) -> Flow:
    return Flow(spot)


def _spots(flow: Flow) -> tuple[Spot, ...]:
    """The places of the source that a record stands for."""
    match flow.end:
        case Spot():
            return (flow.end,)
        case Row(here=here) if here is not None:
            return _spots(here)
        case Made(record=record):
            return tuple(spot for inner in record for spot in _spots(inner))
    return ()


def _up(flow: Flow) -> Iterable[Flow]:
    if isinstance(flow.end, Row) and flow.end.here is not None:
        return _up(flow.end.here)
    return [_at(spot.parent) for spot in _spots(flow)]


def _children(
    flow: Flow, names: Sequence[str], nx_class: str | None, tracer: Tracer
) -> tuple[Flow, ...]:
    found: list[Flow] = []
    for name in names:
        own = None if nx_class is not None else _field(flow, name, tracer)
        if own is not None:
            found.extend(own)
            continue
        step = f"{name}:{nx_class}" if nx_class is not None else name
        found.extend(_at(spot.child(step)) for spot in _spots(flow))
    return tuple(found)


def _field(flow: Flow, name: str, tracer: Tracer) -> tuple[Flow, ...] | None:
    match flow.end:
        case Row(here=here) as row:
            found = tracer.field(row, name)
            if found is None and here is not None and not isinstance(here.end, Spot):
                return _field(here, name, tracer)
            return found
        case Made(record=record) as made:
            found = made.field(name)
            if found is None and record and not isinstance(record[0].end, Spot):
                return _field(record[0], name, tracer)
            return found if found is not None or record else NOTHING
        case Spot():
            return None
    return NOTHING


def _names(parts: Sequence[ast.NamePart], scope: Scope, tracer: Tracer) -> list[str]:
    """The names a step may have; ``*`` for what the source decides."""
    choices: list[list[str]] = []
    for part in parts:
        if isinstance(part, str):
            choices.append([part])
        elif isinstance(part, ast.Insert):
            choices.append(_inserted(tracer.expression(part.expression, scope)))
        else:
            choices.append(["*"])
    made = ("".join(words) for words in itertools.islice(itertools.product(*choices), _MOST_NAMES))
    return list(dict.fromkeys(made))


def _inserted(flows: tuple[Flow, ...]) -> list[str]:
    found: list[str] = []
    for flow in flows:
        known = flow.known()
        found.extend(known if known is not None else ("*",))
    return list(dict.fromkeys(found))
