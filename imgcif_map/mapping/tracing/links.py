"""Every data name of a mapping with the places it comes from, and what has no counterpart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.model import MISSING, CategoryPart, Mapping, Value
from imgcif_map.mapping.tracing.calls import spots
from imgcif_map.mapping.tracing.conditions import holds
from imgcif_map.mapping.tracing.flows import Computed, Fixed, Flow, Spot
from imgcif_map.mapping.tracing.tracer import Tracer

NO_ROWS: Final = "the mapping makes no rows of this category"
NEVER: Final = "not written unless a parameter, an overlay or an instrument says so"
"""Why an item gets no value at all."""


@dataclass(frozen=True, slots=True)
class Link:
    """One place of the source that one data name may come from."""

    item: str
    """As the mapping spells it: ``_axis.vector[1]``."""
    spot: Spot
    flow: Flow
    component: bool
    """Whether the data name is one of several that one value fills (``vector[1..3]``)."""
    place: Place
    """Where the item stands in its mapping file."""
    text: str
    """The item's value in YAML, in short."""


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A data name that the mapping writes and that no place of the source supplies."""

    item: str
    why: str
    place: Place
    kinds: tuple[str, ...] = ()
    """``constant``, ``computed``, ``assumed``: what its values are; () if it has none."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A place of the source that goes to no data name."""

    spot: Spot
    why: str
    ignored: bool
    """Nobody misses it; else imgCIF has no data name for it."""
    place: Place


@dataclass(frozen=True, slots=True)
class Correction:
    """What ``fix:`` does to a place before anything reads it."""

    spot: Spot
    text: str
    because: str
    unit: str
    place: Place


@dataclass(frozen=True, slots=True)
class Traced:
    """All that a mapping says of both sides."""

    base: Spot
    """The place of a data block; header keys stand below it."""
    links: tuple[Link, ...]
    unsourced: tuple[Unsourced, ...]
    unmapped: tuple[Unmapped, ...]
    corrections: tuple[Correction, ...]


def trace(mapping: Mapping) -> Traced:
    """Follow every item of a mapping. MappingError for one that is too entangled."""
    return trace_with(Tracer(mapping))


def trace_with(tracer: Tracer) -> Traced:
    """The same with a tracer of the caller's."""
    mapping = tracer.mapping
    try:
        return _trace(mapping, tracer)
    except RecursionError:
        raise MappingError(
            f"the mapping {mapping.id} has names that depend on each other too deeply",
            hint="`imgcif-map mapping lint` finds circles",
        ) from None


def _trace(mapping: Mapping, tracer: Tracer) -> Traced:
    links: dict[Link, None] = {}
    reasons: dict[str, list[Unsourced]] = {}
    for category in mapping.categories.values():
        for part in category.parts:
            for name, value in part.items.items():
                if not value.picks:
                    continue
                names = [f"_{category.name}.{object_id}" for object_id in spelled(name)]
                found, why, kinds = _item(part, value, tracer)
                for number, item in enumerate(names):
                    for spot, flow in _own(found, number, len(names), mapping):
                        component = len(names) > 1 and flow.index is None
                        link = Link(item, spot, flow, component, value.place, value.text)
                        links[link] = None
                    unsourced = Unsourced(item, why, value.place, kinds)
                    reasons.setdefault(item, []).append(unsourced)
    linked = {link.item for link in links}
    alone = tuple(_summed(found) for item, found in reasons.items() if item not in linked)
    used = {link.spot for link in links}
    return Traced(
        _base(tracer),
        tuple(links),
        alone,
        tuple(entry for entry in _unmapped(tracer) if entry.spot not in used),
        tuple(_corrections(tracer)),
    )


_SAME_FRAME = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def _own(
    found: list[tuple[Spot, Flow]], number: int, count: int, mapping: Mapping
) -> list[tuple[Spot, Flow]]:
    """The places of one component; members of a list go one by one where nothing turns them."""
    if mapping.frame.fixed != _SAME_FRAME or count == 1:
        return [(spot, flow.but(index=None)) for spot, flow in found]
    return [
        (spot, flow if flow.index is None else flow.but(joined=""))
        for spot, flow in found
        if flow.index in (None, number)
    ]


def _base(tracer: Tracer) -> Spot:
    found = spots((tracer.block,))
    return found[0] if found else Spot()


def _item(
    part: CategoryPart, value: Value, tracer: Tracer
) -> tuple[list[tuple[Spot, Flow]], str, tuple[str, ...]]:
    """The places of one item with the ways from them; what else there is, in words and by kind."""
    found: dict[tuple[Spot, Flow], None] = {}
    other: dict[str, str] = {}
    scopes = [tracer.scope] if part.rows is None else tracer.scopes(part.rows, tracer.scope)
    for scope in scopes:
        if holds(part.when, scope, tracer) is False:
            continue
        for flow in tracer.value(value, scope):
            if isinstance(flow.end, Spot) and flow.end.steps:
                found[flow.end, flow] = None
            else:
                other[_why(flow)] = _kind(flow)
    other.pop("", None)
    why = "; ".join(other)
    if not scopes and not why:
        why = NO_ROWS
    return list(found), why, tuple(dict.fromkeys(other.values()))


def _kind(flow: Flow) -> str:
    if isinstance(flow.end, Computed):
        return "computed"
    return "assumed" if flow.because else "constant"


def _why(flow: Flow) -> str:
    match flow.end:
        case Fixed(text) if text:
            word = "assumed" if flow.because else "always"
            because = f" ({flow.because})" if flow.because else ""
            return f"{word} {', '.join(text)}{because}"
        case Computed(name):
            return f"from {name}" if "(" in name else name
    return ""


def _summed(found: list[Unsourced]) -> Unsourced:
    whys = dict.fromkeys(text for entry in found for text in entry.why.split("; ") if text)
    kinds = dict.fromkeys(kind for entry in found for kind in entry.kinds)
    first = found[0]
    text = "; ".join(whys) or NEVER
    return Unsourced(first.item, text, first.place, tuple(kinds))


def _unmapped(tracer: Tracer) -> Iterator[Unmapped]:
    seen: set[Spot] = set()
    mapping = tracer.mapping
    listed = [(gap.source, gap.note, False, gap.place) for gap in mapping.gaps]
    listed += [(entry.source, entry.because, True, entry.place) for entry in mapping.ignores]
    for source, why, ignored, place in listed:
        for spot in spots(tracer.aside(source)):
            if spot not in seen and spot.steps:
                seen.add(spot)
                yield Unmapped(spot, why, ignored, place)


def _corrections(tracer: Tracer) -> Iterator[Correction]:
    for fix in tracer.mapping.fixes:
        if fix.functions:
            text = ", ".join(use.name for use in fix.functions)
        elif fix.unit is not None:
            text = f"unit {fix.unit}"
        else:
            text = "removed" if fix.value is None or fix.value is MISSING else f"is {fix.value}"
        for spot in spots(tracer.aside(fix.path)):
            yield Correction(spot, text, fix.because, fix.unit or "", fix.place)
