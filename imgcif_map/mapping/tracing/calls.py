"""What functions let through: records, parts of records, values computed from values.

A function that is not named here computes a value from all its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.unparse import unparse
from imgcif_map.mapping.tracing.flows import NOTHING, Computed, Flow, Made, Row, Spot

if TYPE_CHECKING:
    from imgcif_map.mapping.tracing.flows import Scope
    from imgcif_map.mapping.tracing.tracer import Tracer

Arguments = Sequence[tuple[Flow, ...]]
AXES: Final = ("*:NXtransformations", "AXISNAME")
"""Where a reference to an axis leads that does not stand in a group of axes itself."""
BESIDE: Final = "module_offset"
"""The axis that carries pixel directions of the same group."""
NO_SOURCE: Final = frozenset(
    {"conversion", "count", "counted", "fingerprint", "gravity", "position", "running",
     "source_direction", "stem"}
)  # fmt: skip
"""Functions whose result is not a value of the source."""
LEADING: Final = frozenset({"from_pixel_centre", "iso_date", "to_pixel_centre"})
"""Functions whose first argument is the value; the others only help to express it."""
OF_RECORDS: Final = frozenset({"class", "dtype", "length", "longest", "name", "shape", "unit_of"})
"""Functions that look at a record itself; others read the fields of a row."""
_PLACED: Final = ("fast", "slow", "offset", "pitch_fast", "pitch_slow", "n_fast", "n_slow")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "chain_distance": _PLACED,
    "chain_centre": _PLACED,
    "chain_voffset": _PLACED,
    "scan_kind": ("values", "ends", "step"),
}
"""Fields of rows that a function reads."""
_CHAIN: Final = {"axes": ("vector", "offset"), "settings": ("values",)}


def called(call: ast.Call, scope: Scope, tracer: Tracer) -> tuple[Flow, ...]:
    """What a call may yield."""
    arguments = [tracer.expression(argument, scope) for argument in call.args]
    own = RECORDS.get(call.name)
    if own is not None:
        return own(arguments)
    arguments += [tracer.expression(argument, scope) for _, argument in call.named]
    return computed(call.name, unparse(replace(call, predicates=())), arguments, tracer)


def computed(name: str, text: str, arguments: Arguments, tracer: Tracer) -> tuple[Flow, ...]:
    """A value worked out from the arguments; nothing if one that is needed is never there."""
    if name in ("first", "last", "reverse") and any(_is_record(f) for f in arguments[0]):
        return arguments[0]
    if any(not arguments[n] for n in tracer.needed(name) if n < len(arguments)):
        return NOTHING
    if name in NO_SOURCE:
        return (Flow(Computed(text)),)
    fields = FIELDS.get(name)
    found = [_sources(flows, name, fields, tracer) for flows in arguments]
    if fields is not None and name != "scan_kind":
        found.append(_chained(tracer))
    several = sum(bool(flows) for flows in found) > 1 or fields is not None
    flows = [
        flow.applied(name, text).but(
            joined="function" if several and (n or name not in LEADING) else flow.joined,
            word=_word(name, flow),
        )
        for n, members in enumerate(found)
        for flow in members
    ]
    return tuple(flows) or (Flow(Computed(text)),)


def _is_record(flow: Flow) -> bool:
    return isinstance(flow.end, Row | Made)


def _word(name: str, flow: Flow) -> str | None:
    """The text of ``name()`` and ``class()`` where the path says it."""
    if not isinstance(flow.end, Spot) or not flow.end.steps or name not in ("name", "class"):
        return None
    own, _, nx_class = flow.end.steps[-1].partition(":")
    word = own if name == "name" else nx_class
    return word if word and "*" not in word else None


def _sources(
    flows: Iterable[Flow], name: str, fields: tuple[str, ...] | None, tracer: Tracer
) -> tuple[Flow, ...]:
    """The places among the flows; of rows the fields that the function reads."""
    found: list[Flow] = []
    for flow in flows:
        match flow.end:
            case Spot():
                found.append(flow)
            case Row() as row if fields is not None:
                found += _fields(row, fields, tracer)
            case Row(here=here) if here is not None and name in OF_RECORDS:
                found += _sources((here,), name, fields, tracer)
            case Made(record=record) if name in OF_RECORDS:
                found += _sources(record, name, fields, tracer)
    return tuple(dict.fromkeys(found))


def _fields(row: Row, names: Sequence[str], tracer: Tracer) -> list[Flow]:
    return [
        flow
        for name in names
        for flow in tracer.field(row, name) or NOTHING
        if isinstance(flow.end, Spot)
    ]


def _chained(tracer: Tracer) -> tuple[Flow, ...]:
    """What the chain of axes of a detector rests on, beside the module's own fields."""
    found: list[Flow] = []
    for table, names in _CHAIN.items():
        for row in tracer.rows(table) if table in tracer.mapping.tables else ():
            equipment = tracer.field(row, "equipment") or NOTHING
            if table == "axes" and [flow.known() for flow in equipment] == [("goniometer",)]:
                continue
            axis = dict(row.names).get("axis")
            if axis is not None and isinstance(axis.end, Row):
                kind = tracer.field(axis.end, "equipment") or NOTHING
                if [flow.known() for flow in kind] == [("goniometer",)]:
                    continue
            found += _fields(row, names, tracer)
    return tuple(dict.fromkeys(found))


# -- functions on records


def _same(arguments: Arguments) -> tuple[Flow, ...]:
    return arguments[0] if arguments else NOTHING


def _groups(arguments: Arguments) -> tuple[Flow, ...]:
    """Groups behave like their first member and list all of them."""
    return tuple(
        Flow(Made((("member", (flow,)),), (flow,)), sure=flow.sure) for flow in _same(arguments)
    )


def _ancestor(arguments: Arguments) -> tuple[Flow, ...]:
    wanted = arguments[1][0].known() if len(arguments) > 1 and arguments[1] else None
    found: list[Flow] = []
    for spot in spots(_same(arguments)):
        for n in range(len(spot.steps) - 1, 0, -1):
            if wanted and spot.steps[n - 1].partition(":")[2] == wanted[0]:
                found.append(Flow(Spot(spot.steps[:n]), sure=True))
                break
    return tuple(found)


def _node(arguments: Arguments) -> tuple[Flow, ...]:
    return tuple(_carrier(spot) for spot in spots(_same(arguments)))


def _carrier(reference: Spot) -> Flow:
    """The axis that a reference names, as far as its place tells."""
    group = reference.parent
    if reference.steps and reference.steps[-1].startswith("@"):
        group = group.parent
    inside = bool(group.steps) and group.steps[-1].endswith(AXES[0].partition("*")[2])
    steps = AXES[1:] if inside else AXES
    return Flow(Spot((*group.steps, *steps)), reads=(reference,))


def _follow(arguments: Arguments) -> tuple[Flow, ...]:
    """The axes of chains: of references what they name, of an axis itself and what carries it."""
    found: list[Flow] = []
    for spot in (spot for flows in arguments for spot in spots(flows)):
        if spot.steps and spot.steps[-1].removeprefix("@") == "depends_on":
            found.append(_carrier(spot))
            continue
        said = spot.child("@depends_on")
        beside = spot.parent.child(BESIDE)
        outside = Flow(Spot((*spot.parent.parent.steps, *AXES)), reads=(said,))
        found += [Flow(spot), Flow(beside, reads=(said,)), outside]
    return tuple(dict.fromkeys(found))


def _mount(arguments: Arguments) -> tuple[Flow, ...]:
    """Offsets along the chain between pixels and what carries them."""
    pixels = [spot for flows in arguments[:2] for spot in spots(flows)]
    if not pixels:
        return NOTHING
    beside = pixels[0].parent.child(BESIDE)
    kinds = [spot.child("@transformation_type") for spot in (*pixels, beside)]
    offsets = [spot.child("@offset") for spot in (*pixels, beside)]
    parts = [*offsets, beside, beside.child("@vector"), *kinds]
    said = [spot.child("@depends_on") for spot in (*pixels, beside)]
    said += [spot for flows in arguments[2:] for spot in spots(flows)]
    carrier = Spot((*pixels[0].parent.parent.steps, *AXES))
    used = (("mount", "mount"),)
    offset = tuple(Flow(spot, used, joined="function") for spot in parts)
    return (Flow(Made((("offset", offset), ("depends_on", (Flow(carrier, reads=tuple(said)),))))),)


def _flatten(arguments: Arguments) -> tuple[Flow, ...]:
    """A panel seen from the sample: its own place and those of the groups above it."""
    panels = spots(_same(arguments))
    fields = []
    for name, own in (("fast", "fast_axis"), ("slow", "slow_axis"), ("offset", "origin")):
        used = (("flatten", "flatten"),)
        flows = tuple(Flow(panel.child(own), used, unit="") for panel in panels)
        fields.append((name, flows))
    return (Flow(Made(tuple(fields))),) if panels else NOTHING


def _columns(function: str, *names: str) -> Callable[[Arguments], tuple[Flow, ...]]:
    """A function that makes a record of columns from its first argument."""

    def made(arguments: Arguments) -> tuple[Flow, ...]:
        flows = tuple(
            flow.applied(function, function)
            for flow in _same(arguments)
            if isinstance(flow.end, Spot)
        )
        return (Flow(Made(tuple((name, flows) for name in names))),) if flows else NOTHING

    return made


def _cell(arguments: Arguments) -> tuple[Flow, ...]:
    return tuple(flow.applied("cell", "cell") for flow in _same(arguments))


def spots(flows: Iterable[Flow]) -> list[Spot]:
    """The places that records and values stand for."""
    found: list[Spot] = []
    for flow in flows:
        match flow.end:
            case Spot() as spot:
                found.append(spot)
            case Row(here=here) if here is not None:
                found += spots((here,))
            case Made(record=record):
                found += spots(record)
    return list(dict.fromkeys(found))


RECORDS: Final[Mapping[str, Callable[[Arguments], tuple[Flow, ...]]]] = {
    "ancestor": _ancestor,
    "cell": _cell,
    "counterpart": _same,
    "distinct": _same,
    "expand": _columns("expand", "file", "frame"),
    "files": _columns("files", "file"),
    "flatten": _flatten,
    "follow": _follow,
    "groups": _groups,
    "images": _columns("images", "file", "path", "frame"),
    "mount": _mount,
    "next_row": lambda _: NOTHING,
    "node": _node,
    "setting": _same,
}
"""Functions that yield records, or (``setting``) the value of one as it is."""
