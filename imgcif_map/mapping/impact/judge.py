"""What one change means for one use of the data name or category that it is about."""

from __future__ import annotations

from typing import Final

from imgcif_map.dictionary.changes import Change, Effect
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.impact.model import Verdict
from imgcif_map.mapping.impact.uses import Role, Use

Judgement = tuple[Verdict, str, str]
"""Verdict, why, what to do."""
NAMES: Final = frozenset({"removed", "renamed"})
SUCCEEDED: Final = frozenset({"replaced", "withdrawn"})
_ITEM_KINDS: Final = frozenset({"retyped", "units", "moved", "definition-class"})
_NARROWER: Final = frozenset({"range", "restricted", "mandatory"})
_READING: Final = frozenset({Role.ITEM, Role.REVERSE})


def judged(change: Change, use: Use, new: Dictionary) -> Judgement | None:
    """None if the use has nothing to do with the change."""
    if change.of_category:
        return _category(change, use)
    if change.kind in NAMES or change.kind == "alias-removed":
        return _name(change, use, new)
    if change.kind in SUCCEEDED:
        todo = f"use {change.new}" if change.kind == "replaced" else "leave it out"
        return Verdict.OUTDATED, change.means, todo
    if use.role in _READING and change.kind in _ITEM_KINDS:
        return _value(change, use)
    if change.kind == "default" and change.effect is Effect.BREAKING:
        return _default(change, use)
    narrower = change.kind in _NARROWER and change.effect is Effect.BREAKING
    if narrower and use.role is Role.ITEM:
        return Verdict.CHECK, change.means, "see whether sources can say anything else"
    return None


def _name(change: Change, use: Use, new: Dictionary) -> Judgement | None:
    now = new.item(use.name)
    if now is None:
        todo = f"write {change.new}" if change.kind == "renamed" else "remove the line"
        if change.kind == "alias-removed":
            todo = f"write {change.now}"
        return Verdict.BROKEN, f"{use.name} is not in the dictionary any more", todo
    if now.id.casefold() == use.name.casefold():
        return None  # the mapping has the new name already
    return Verdict.OUTDATED, f"{use.name} is an alias of {now.id}", f"write {now.id}"


def _value(change: Change, use: Use) -> Judgement | None:
    if change.effect is Effect.NEUTRAL:
        return None
    single = change.attribute == "_type.container" and change.old.casefold() == "single"
    if single and use.role is Role.ITEM:
        why = f"the mapping writes single values; {change.new} is wanted"
        return Verdict.BROKEN, why, f"leave it out: no function makes a {change.new}"
    if change.kind == "units":
        why = f"numbers are written in {change.new or 'no unit'} now, not {change.old or 'none'}"
        if use.role is Role.REVERSE:
            return Verdict.CHECK, change.means, "see that units: below reverse: has the new unit"
        return Verdict.CHECK, why, "see that the unit of the source is known: unit:, or the source"
    if change.kind == "retyped":
        todo = f"see that what is written is {change.new or 'of any size'}: {change.attribute}"
        return Verdict.CHECK, change.means, todo
    return Verdict.CHECK, change.means, "see that it is still the right data name"


def _default(change: Change, use: Use) -> Judgement | None:
    if use.role is Role.NO_SOURCE:
        return Verdict.CHECK, change.means, "see whether it has to be written now"
    if use.role is Role.ITEM:
        return Verdict.CHECK, change.means, "see that it is written wherever it is not the default"
    return None


def _category(change: Change, use: Use) -> Judgement | None:
    if use.role is Role.ITEM:
        return None
    if change.kind == "removed":
        why = f"there is no category {change.subject} any more"
        return Verdict.BROKEN, why, "remove it"
    if change.kind == "renamed":
        why = f"there is no category {change.old} any more"
        return Verdict.BROKEN, why, f"write {change.new}"
    if change.kind == "class" and use.role is Role.CATEGORY:
        return Verdict.CHECK, change.means, "see how many rows the mapping makes, and their keys"
    return None
