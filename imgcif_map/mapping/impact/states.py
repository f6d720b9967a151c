"""What changes of words, types, ranges and units mean for what a mapping says itself."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.dictionary.changes import Change, Effect
from imgcif_map.dictionary.model import Definition
from imgcif_map.mapping.impact.fitting import misfit, words
from imgcif_map.mapping.impact.judge import Judgement
from imgcif_map.mapping.impact.leaves import LOOKUP, OPEN
from imgcif_map.mapping.impact.model import Verdict
from imgcif_map.mapping.impact.written import Written
from imgcif_map.units import convertible, parse_unit

_TYPES = ("retyped", "range", "restricted", "mandatory")


@dataclass(frozen=True, slots=True)
class Both:
    """The definition of a data name in both dictionaries."""

    old: Definition
    new: Definition


def of_leaf(change: Change, leaf: Written, both: Both) -> Judgement | None:
    """None if the leaf has nothing to do with the change."""
    what = leaf.leaf
    if change.kind == "state-added":
        return _added(change, leaf) if what.kind == LOOKUP else None
    if what.kind == LOOKUP:
        return None
    if what.kind == OPEN:
        return _unit(change, leaf, both)
    if change.kind == "state-removed":
        if change.old.casefold() in words(what.data) and change.effect is Effect.BREAKING:
            todo = f"write another state: {', '.join(both.new.states[:8])}"
            return Verdict.BROKEN, f"{change.old} cannot be written any more", todo
        return None
    if change.kind in _TYPES and change.effect is not Effect.NEUTRAL:
        problem = misfit(what.data, both.new)
        if problem and not misfit(what.data, both.old):
            return Verdict.BROKEN, problem, "write another value"
    counted = change.kind == "units" and both.new.units and what.kind != "param"
    if counted and any(_is_number(member) for member in _members(what.data)):
        why = f"the number counts in {change.new} now, not in {change.old or 'no unit'}"
        return Verdict.BROKEN, why, f"write it in {change.new}"
    return None


def _added(change: Change, leaf: Written) -> Judgement | None:
    lookup = leaf.leaf.pick.lookup if leaf.leaf.pick is not None else None
    if lookup is None or lookup.otherwise != "gap":
        return None
    wanted = change.new.casefold()
    if any(wanted in words(_tuple(data)) for data in lookup.table.values()):
        return None
    why = f"the table does not lead to the new state {change.new}"
    return Verdict.CHECK, why, "add the word of the source that means it, if there is one"


def _unit(change: Change, leaf: Written, both: Both) -> Judgement | None:
    """A unit that the mapping gives and that does not convert to the new one."""
    pick = leaf.leaf.pick
    if change.kind != "units" or pick is None or pick.unit is None or not both.new.units:
        return None
    if pick.functions or pick.lookup is not None:
        return None
    for text in (pick.unit.given, pick.unit.force, pick.unit.assume):
        code = parse_unit(text, both.new.units) if text else None
        if code is not None and not convertible(code, both.new.units):
            why = f"{text} does not convert to {both.new.units}"
            return Verdict.BROKEN, why, "give a unit of the same kind, or use a function"
    return None


def _tuple(data: object) -> object:
    return tuple(data) if isinstance(data, list) else data


def _members(data: object) -> tuple[object, ...]:
    return data if isinstance(data, tuple) else (data,)


def _is_number(data: object) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool) and data != 0
