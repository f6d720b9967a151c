"""What another key of a category, or another link, means for mappings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from imgcif_map.dictionary.changes import Change, DictionaryDiff, Effect
from imgcif_map.mapping.impact.judge import Judgement
from imgcif_map.mapping.impact.model import Verdict
from imgcif_map.mapping.impact.uses import Role, Use
from imgcif_map.mapping.impact.written import filled, links
from imgcif_map.mapping.model import Mapping as MappingModel

Uses = Mapping[str, Sequence[Use]]


def key_impacts(
    change: Change, uses: Uses, mappings: Sequence[MappingModel], diff: DictionaryDiff
) -> Iterator[tuple[Use, Judgement]]:
    """The items of a key that were lost and gained; the category where a mapping lacks one."""
    if change.kind != "key":
        return
    for name in _names(change.old):
        for use in _items(uses, name):
            yield use, (Verdict.CHECK, change.means, "see that rows still differ in their key")
    for name in _names(change.new):
        for use in _items(uses, name):
            why = f"{name} is part of the key now"
            yield use, (Verdict.CHECK, why, "see that every row has it")
        if change.effect is Effect.BREAKING and _lacking(change.subject, name, mappings, diff):
            why = f"the key needs {name}, and the mapping does not write it"
            for use in _heads(change.subject, uses):
                yield use, (Verdict.BROKEN, why, f"add {name}")


def _lacking(
    category: str, name: str, mappings: Sequence[MappingModel], diff: DictionaryDiff
) -> bool:
    """Whether a mapping writes other data names of a category and not this one."""
    found = diff.new.item(name)
    if found is None or found.default is not None or found.contents.casefold() == "implied":
        return False
    parent = diff.new.item(found.linked_item or "")
    above = diff.new.category(parent.category) if parent is not None else None
    if above is not None and above.is_set and above.id != category:
        return False  # filled in from the one row there
    written = (filled(mapping, diff.new).get(category, set()) for mapping in mappings)
    return any(names and found.id.casefold() not in names for names in written)


def _heads(category: str, uses: Uses) -> list[Use]:
    """Where mappings begin a category; its single items where they never do."""
    found = [use for use in uses.get(category, ()) if use.role is Role.CATEGORY]
    if found:
        return found
    start = f"_{category}."
    return [u for name, below in uses.items() if name.startswith(start) for u in _only(below)]


def link_impacts(
    change: Change, uses: Uses, mappings: Sequence[MappingModel]
) -> Iterator[tuple[Use, Judgement]]:
    """Items whose ``ref:`` or values have to be found elsewhere now."""
    if change.kind != "link":
        return
    follows = any(
        name.casefold() == change.subject.casefold()
        for mapping in mappings
        for name, _ in links(mapping)
    )
    for use in _items(uses, change.subject):
        if not change.new and follows:
            why = "ref: has no to:, and the dictionary does not say any more where it points"
            todo = f"add to: {change.old.removeprefix('_')}"
            yield use, (Verdict.BROKEN, why, todo)
        elif change.new:
            yield use, (Verdict.CHECK, change.means, "see that it refers to rows that are there")


def _names(text: str) -> list[str]:
    return [name for name in text.split(", ") if name]


def _items(uses: Uses, name: str) -> list[Use]:
    return _only(uses.get(name.casefold(), ()))


def _only(found: Sequence[Use]) -> list[Use]:
    return [use for use in found if use.role is Role.ITEM]
