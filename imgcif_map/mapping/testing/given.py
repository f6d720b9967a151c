"""Keys of ``given:`` that no path of the mapping reads: misspelt, as a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from imgcif_map.errors import MappingError
from imgcif_map.mapping.convert import Converted
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import Mapping as WholeMapping
from imgcif_map.mapping.model import MappingTest
from imgcif_map.mapping.testing.model import Problem
from imgcif_map.mapping.testing.places import Places
from imgcif_map.sources.record import Record

_ON_PURPOSE = {"unmapped-source", "no-target"}
"""Gaps that a test with something nobody reads may be about."""
_ALWAYS = {"NX_class", "units"}
"""Attributes that are part of a record."""


def unread(
    test: MappingTest, places: Places, root: Record, under: str, converted: Converted
) -> Iterator[Problem]:
    """One warning for each value that nothing looked at; none where the test is about such."""
    if not _ON_PURPOSE.isdisjoint(test.gaps):
        return
    known = converted.touched | converted.ignored
    hints = None
    for key in test.given:
        path = key if key.startswith("/") else f"{under}/{key}"
        for record, steps in _records(root, path, test.given[key]):
            if record.identity in known:
                continue
            if hints is None:
                hints = _read_paths(converted)
            name = key if "/" not in key else _named(record, steps)
            hint = _nearest(steps, hints, key) or "is it misspelt?"
            message = f"the mapping does not read {name}"
            yield Problem("unread", message, places.key("given", key), item=key, hint=hint)


def _records(root: Record, path: str, content: Any) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """What a key says: a value and attributes, each with its steps as tracing has them."""
    steps = path.strip("/").split("/")
    names = [key[1:] for key in content if key[:1] == "@"] if isinstance(content, Mapping) else []
    own = steps[-1].startswith("@")
    if own:
        names = [steps.pop()[1:]]
    at: Record | None = root
    for step in steps:
        at = at.child(step.partition(":")[0]) if at is not None and at.error is None else None
    if at is None or at.error is not None:
        return
    shown = _classes(steps)
    if at.is_leaf and not own:
        yield at, shown
    for name in names:
        attribute = at.attribute(name)
        if attribute is not None and name not in _ALWAYS:
            yield attribute, (*shown, f"@{name}")


def _named(record: Record, steps: tuple[str, ...]) -> str:
    """The path of a record, with the @ of an attribute."""
    last = steps[-1]
    return f"{record.path.rpartition('/')[0]}/{last}" if last.startswith("@") else record.path


def _classes(steps: Sequence[str]) -> tuple[str, ...]:
    """A class stands for its group."""
    return tuple(step.rpartition(":")[2] for step in steps)


def _read_paths(converted: Converted) -> set[tuple[str, ...]]:
    """Steps of all places that the mapping's data names come from."""
    from imgcif_map.mapping.tracing.links import trace

    found: set[tuple[str, ...]] = set()
    for mapping in _mappings(converted):
        try:
            traced = trace(mapping)
        except MappingError:
            continue
        spots = [link.spot for link in traced.links] + [one.spot for one in traced.unmapped]
        spots += [spot for link in traced.links for spot in link.flow.reads]
        found |= {spot.shown for spot in spots if spot.steps}
    return found


def _mappings(converted: Converted) -> list[WholeMapping]:
    return [block.mapping for block in converted.blocks[:1]] or [converted.mapping]


def _nearest(steps: tuple[str, ...], known: set[tuple[str, ...]], key: str) -> str:
    """A name in the same group, else the same name in another group."""
    if steps[-1].startswith("@"):
        return near(steps[-1], sorted({o[-1] for o in known if o[-1].startswith("@")}))
    if not key.startswith("/"):  # header keys: the scan above them varies
        return near(steps[-1], sorted({other[-1] for other in known}))
    beside = sorted({other[-1] for other in known if _fits(other[:-1], steps[:-1])})
    hint = near(steps[-1], beside)
    if hint:
        return hint
    elsewhere = ["/" + "/".join(other) for other in sorted(known) if other[-1] == steps[-1]]
    return near("/" + "/".join(steps), elsewhere)


def _fits(known: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    """Whether a group is one that the mapping reads: ``*`` is any."""
    return len(known) == len(steps) and all(
        one in ("*", other) for one, other in zip(known, steps, strict=True)
    )
