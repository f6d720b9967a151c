"""MAP027 and MAP028: lookups and comparisons against the enumeration of the place."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.errors import Place
from imgcif_map.mapping.lint.rules.candidates import values
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import Lookup, Pick, Value
from imgcif_map.mapping.tracing.flows import Scope, Spot
from imgcif_map.nexus.definitions import Node, node_at


def check(subject: Subject) -> None:
    """Lookups name words that may stand there, and all of them."""
    if not subject.mapping.definition:
        return
    for value in values(subject.mapping):
        for pick in value.picks:
            if pick.lookup is not None and not pick.functions:
                for node in _nodes(pick, subject):
                    _lookup(pick.lookup, node, pick.place, subject)
    subject.asked  # noqa: B018 - follows every value, and so every comparison
    for (op, spot, words), place in subject.tracer.comparisons.items():
        known = node_at([_any_axis(spot, n) for n in range(len(spot.steps))])
        problem = compared(op, known, words) if known is not None else ""
        if known is not None and problem:
            hint = near(words[0], known.states) or f"it is one of {', '.join(known.states[:12])}"
            subject.book.say("not-in-source-enumeration", problem, place, hint)


def _any_axis(spot: Spot, at: int) -> str:
    """``*`` in a group of axes is any axis."""
    inside = at > 0 and spot.steps[at - 1].endswith(":NXtransformations")
    return "AXISNAME" if inside and spot.steps[at] == "*" else spot.steps[at]


def _nodes(pick: Pick, subject: Subject) -> Iterator[Node]:
    """What the definitions say of the places a candidate reads, seen from the data block."""
    scope = Scope(subject.tracer.block)
    source = pick.source
    if source is None:
        return
    if isinstance(source, Value):
        flows = subject.tracer.value(source, scope)
    else:
        flows = subject.tracer.expression(source, scope)
    for flow in flows:
        if isinstance(flow.end, Spot) and not flow.functions:
            node = node_at(flow.end.steps)
            if node is not None:
                yield node


def _lookup(lookup: Lookup, node: Node, place: Place, subject: Subject) -> None:
    if not node.states:
        return
    legal = {state.casefold(): state for state in node.states}
    for word in lookup.table:
        if word not in legal and not node.is_open:
            written = lookup.words.get(word, word)
            subject.book.say(
                "not-in-source-enumeration",
                f"{node.name} is never '{written}'",
                place,
                near(written, node.states) or f"it is one of {', '.join(node.states[:12])}",
            )
    missing = [state for key, state in legal.items() if key not in lookup.table]
    if missing and not lookup.complete:
        subject.book.say(
            "lookup-incomplete",
            f"no line for {', '.join(missing[:8])}{' …' if len(missing) > 8 else ''}, "
            f"which {node.name} may be",
            place,
            "add lines, or otherwise: gap",
        )


def compared(op: str, node: Node, words: tuple[str, ...]) -> str:
    """What is wrong with comparing a place with words, or ""."""
    if op not in ("=", "!=") or not node.states or node.is_open or node.kind == "group":
        return ""
    wrong = [word for word in words if word not in node.states]
    return f"{node.name} is never '{wrong[0]}'" if wrong else ""
