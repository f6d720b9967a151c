"""Changes of dictionaries as text and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from imgcif_map.dictionary.changes.model import DictionaryDiff, Effect
from imgcif_map.dictionary.model import Dictionary


def facts(diff: DictionaryDiff) -> dict[str, Any]:
    """The changes as JSON values."""
    return {
        "old": stamp(diff.old),
        "new": stamp(diff.new),
        "summary": diff.counts(),
        "changes": [asdict(change) for change in diff.changes],
    }


def lines(diff: DictionaryDiff) -> Iterator[str]:
    """One line that names each change, one that says what it means; breaking ones first."""
    yield f"old: {shown(diff.old)}"
    yield f"new: {shown(diff.new)}"
    for effect in Effect:
        found = [change for change in diff.changes if change.effect is effect]
        if not found:
            continue
        yield ""
        yield f"{effect.value} ({len(found)})"
        for change in found:
            how = f" ({change.how})" if change.how else ""
            yield f"  {change.title}{how}"
            yield f"      {change.means}"
    yield ""
    yield tally(diff)


def tally(diff: DictionaryDiff) -> str:
    """``3 changes: 1 breaking, 2 compatible, 0 neutral``."""
    number = len(diff.changes)
    if not number:
        return "no changes in meaning"
    counts = ", ".join(f"{count} {name}" for name, count in diff.counts().items())
    return f"{number} change{'s' * (number != 1)}: {counts}"


def stamp(dictionary: Dictionary) -> dict[str, str]:
    """Which dictionary it is, in JSON values."""
    part = dictionary.parts[0]
    return {
        "title": dictionary.title,
        "version": dictionary.version,
        "date": part.date,
        "path": part.path,
        "sha256": part.sha256,
    }


def shown(dictionary: Dictionary) -> str:
    """``CIF_IMG 1.8.9 (2026-05-14), dictionaries/cif_img.dic``."""
    part = dictionary.parts[0]
    return f"{dictionary.title} {dictionary.version} ({part.date or 'no date'}), {part.path}"
