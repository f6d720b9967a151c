"""Candidates of a value: their source, then unit, functions, lookup, assumption."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.unparse import unparse, unparse_template
from imgcif_map.mapping.model import MISSING, FunctionUse, Lookup, Pick, UnitSpec, Value
from imgcif_map.mapping.tracing.calls import computed
from imgcif_map.mapping.tracing.conditions import holds
from imgcif_map.mapping.tracing.flows import (
    NOTHING,
    Computed,
    End,
    Fixed,
    Flow,
    Row,
    Scope,
    Spot,
    fixed,
    words,
)

if TYPE_CHECKING:
    from imgcif_map.mapping.tracing.tracer import Tracer


def traced(pick: Pick, scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    """All that a candidate may yield."""
    truth = holds(pick.when, scope, tracer)
    if truth is False:
        return NOTHING
    flows: Iterable[Flow] = _source(pick, scope, tracer)
    flows = [_with_unit(flow, pick.unit, scope, tracer) for flow in flows]
    for use in pick.functions:
        flows = _applied(use, flows, scope, tracer)
    found = [_finished(flow, pick) for flow in flows]
    if pick.assume is not MISSING:
        assumed = fixed(pick.assume)
        found.append(assumed.but(because=pick.because, place=pick.place))
    if truth is None:
        found = [f.but(sure=False) for f in found]
    return tuple(found)


def _finished(flow: Flow, pick: Pick) -> Flow:
    """With what the candidate says about itself; what is said further out counts."""
    lookup = _kind_of(pick.lookup) if pick.lookup is not None else ""
    return flow.but(
        place=flow.place if flow.place.line else pick.place,
        lookup=lookup or flow.lookup,
        sure=flow.sure and not lookup,
        word=None if lookup else flow.word,
        end=_looked_up(flow, pick.lookup),
        because=_because(pick) or flow.because,
        match=pick.match or flow.match,
        confidence=pick.confidence if pick.confidence is not None else flow.confidence,
    )


def _because(pick: Pick) -> str:
    if pick.assume is MISSING or not pick.because:
        return pick.because
    return f"{', '.join(words(pick.assume))} is assumed where there is none: {pick.because}"


def _looked_up(flow: Flow, lookup: Lookup | None) -> End:
    """A stated value after its lookup is a stated value."""
    if lookup is None or not isinstance(flow.end, Fixed):
        return flow.end
    found = [words(lookup.table.get(text.casefold(), text)) for text in flow.end.text]
    return Fixed(tuple(word for members in found for word in members))


def _kind_of(lookup: Lookup) -> str:
    """Whether words stay the same, get other names one by one, or fall together."""
    targets = [tuple(words(value)) for value in lookup.table.values()]
    if len(set(targets)) < len(targets) or lookup.otherwise == "value":
        return "merged"
    same = all(t == (key,) for key, t in zip(lookup.table, targets, strict=True))
    return "same" if same else "renamed"


# -- sources


def _source(pick: Pick, scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    match pick.kind:
        case "from":
            return _from(pick.source, scope, tracer)
        case "value":
            return (fixed(pick.literal),)
        case "text":
            return _text(pick.texts, scope, tracer)
        case "key":
            names = (pick.name,) if pick.name is not None else ()
            flows = _text(names, scope, tracer)
            return tuple(flow.applied("identifier", "identifier") for flow in flows)
        case "ref":
            return _reference(pick, scope, tracer)
        case "count":
            return (Flow(Computed(f"number of rows of {pick.count}")),)
        case "all":
            return _all(pick, scope, tracer)
    return NOTHING


def _from(source: ast.Expression | Value | None, scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    if source is None:
        return NOTHING
    if isinstance(source, Value):
        return tracer.value(source, scope)
    return tracer.expression(source, scope)


def _all(pick: Pick, scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    found: list[Flow] = []
    for member in pick.members:
        for flow in tracer.value(member, scope):
            names = dict(flow.end.names) if isinstance(flow.end, Row) else {}
            if holds(pick.where, Scope(flow, {**scope.names, **names}), tracer) is not False:
                found.append(flow)
    return tuple(found)


def _reference(pick: Pick, scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    """The texts of the source that say which object is meant, if it says so."""
    spots: list[Spot] = []
    for value in pick.objects:
        for flow in tracer.value(value, scope):
            spots.extend(_reads(flow))
    if not spots:
        return (Flow(Computed("refers to another row")),)
    return tuple(Flow(spot, (("reference", "reference"),)) for spot in dict.fromkeys(spots))


def _reads(flow: Flow) -> tuple[Spot, ...]:
    if isinstance(flow.end, Row) and flow.end.here is not None:
        return _reads(flow.end.here)
    return flow.reads


def _text(texts: Iterable[ast.Template], scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    """The inserts of templates; a template that is an insert and no more changes nothing."""
    found: list[Flow] = []
    sources = 0
    for template in texts:
        inserts = [part for part in template.parts if not isinstance(part, str)]
        if not inserts:
            found.append(fixed("".join(map(str, template.parts))))
        alone = len(template.parts) == 1 and not (inserts and inserts[0][1])
        shown = unparse_template(template)
        for expression, _ in inserts:
            flows = tracer.expression(expression, scope)
            sources += any(isinstance(flow.end, Spot) for flow in flows)
            found.extend(
                flow if alone else flow.applied("text", f"text '{shown}'") for flow in flows
            )
    if sources > 1:
        found = [f.but(joined=f.joined or "text", sure=False) for f in found]
    return tuple(found)


# -- modifiers


def _with_unit(flow: Flow, unit: UnitSpec | None, scope: Scope, tracer: Tracer) -> Flow:
    """A unit counts where the value has none yet, a forced one always."""
    if unit is None or not isinstance(flow.end, Spot):
        return flow
    if unit.force is not None:
        return flow.but(unit=unit.force, unit_how="forced")
    if flow.unit:
        return flow
    if unit.given is not None:
        return flow.but(unit=unit.given, unit_how="given")
    if unit.source is not None:
        known = [f.known() for f in tracer.value(unit.source, scope)]
        stated = {texts[0] for texts in known if texts is not None and len(texts) == 1}
        if len(stated) == 1:
            return flow.but(unit=stated.pop(), unit_how="given")
    if unit.assume is not None:
        return flow.but(unit=unit.assume, unit_how="assumed")
    return flow


def _applied(
    use: FunctionUse, flows: Iterable[Flow], scope: Scope, tracer: Tracer
) -> tuple[Flow, ...]:
    """A function under ``fn:``: the value comes before its arguments."""
    arguments = [tracer.expression(argument, scope) for argument in use.args]
    arguments += [tracer.expression(argument, scope) for _, argument in use.named]
    shown = [unparse(argument) for argument in use.args]
    shown += [f"{name}={unparse(argument)}" for name, argument in use.named]
    text = f"{use.name}({', '.join(shown)})" if shown else use.name
    return computed(use.name, text, [tuple(flows), *arguments], tracer)
