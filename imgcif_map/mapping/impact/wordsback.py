"""What words that come and go mean for lookups of the way back, whose keys are words of imgCIF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from imgcif_map.dictionary.changes import Change, DictionaryDiff
from imgcif_map.errors import Place
from imgcif_map.mapping.impact.judge import Judgement
from imgcif_map.mapping.impact.model import Verdict
from imgcif_map.mapping.impact.uses import Role, Use
from imgcif_map.mapping.yamltree import Map

Uses = Mapping[str, Sequence[Use]]


def words_back(change: Change, uses: Uses, diff: DictionaryDiff) -> Iterator[tuple[Use, Judgement]]:
    """Entries for a word that is gone, and tables without an entry for a new one."""
    if change.kind not in ("state-added", "state-removed"):
        return
    for use in uses.get(change.subject.casefold(), ()):
        if use.role is not Role.REVERSE or not isinstance(use.node, Map):
            continue
        table = use.node.get("lookup")
        if not isinstance(table, Map):
            continue
        words = {word.casefold(): word for word, _ in table}
        if change.kind == "state-removed" and change.old.casefold() in words:
            place = table.keys.get(words[change.old.casefold()], table.place)
            yield _at(use, place), _gone(change, diff)
        elif change.kind == "state-added" and change.new.casefold() not in words:
            why = f"the way back has no word for the new state {change.new}"
            todo = "add what the target calls it, if it has a word for it"
            place = use.node.keys.get("lookup", use.node.place)
            yield _at(use, place), (Verdict.CHECK, why, todo)


def _gone(change: Change, diff: DictionaryDiff) -> Judgement:
    found = diff.new.item(change.now)
    states = ", ".join(found.states[:8]) if found is not None else ""
    why = f"files that follow the new dictionary do not say {change.old} any more"
    return Verdict.OUTDATED, why, f"see that the words of now are there: {states}"


def _at(use: Use, place: Place) -> Use:
    return replace(use, place=place)
