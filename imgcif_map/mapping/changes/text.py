"""Changes of mappings as text and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from imgcif_map.errors import Place
from imgcif_map.mapping.changes.model import MappingDiff


def lines(diff: MappingDiff) -> Iterator[str]:
    """What changed, and below it both sides with their places."""
    yield f"old: {diff.old}"
    yield f"new: {diff.new}"
    yield ""
    for change in diff.changes:
        yield f"{change.subject}: {change.kind}"
        yield from _side("-", change.before, change.old_place)
        yield from _side("+", change.after, change.new_place)
    if diff.changes:
        yield ""
    number = len(diff.changes)
    yield f"{number} change{'s' * (number != 1)}" if number else "no changes in meaning"


def _side(mark: str, text: str, place: Place) -> Iterator[str]:
    if place.line or text:
        yield f"  {mark} {text or '(nothing)'}" + (f"  [{place}]" if place.line else "")


def facts(diff: MappingDiff) -> dict[str, Any]:
    """All of it as JSON values."""
    return asdict(diff)
