"""What stands behind the values of a description: stated by its source, or only assumed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from imgcif_map.cif.document import Block
from imgcif_map.errors import Place
from imgcif_map.findings import Finding
from imgcif_map.mapping.engine.provenance import Trail
from imgcif_map.mapping.merging.blocks import texts
from imgcif_map.mapping.model import Mapping

FAULTS = ("conflict", "unreadable", "unit-missing")
"""Kinds of findings that say that something is wrong in a source."""
_REPLACED = ("axes", "modules")
"""Tables of a mapping whose rows give the geometry."""
_SETTINGS = ("angle", "displacement")
_NEEDED = {
    "_array_structure_list.dimension": "how many pixels the image has",
    "_array_structure_list_axis.displacement_increment": "the size of the pixels",
    **{f"_axis.vector[{n}]": "the direction of each axis" for n in (1, 2, 3)},
    **{f"_axis.offset[{n}]": "where the detector is" for n in (1, 2, 3)},
}


def assumed(trails: Sequence[tuple[Trail, int]]) -> frozenset[str]:
    """Data names with a value, or a part of one, that is assumed."""
    return frozenset(trail.item for trail, _ in trails if trail.kind == "assumption")


def unsaid(block: Block, guessed: frozenset[str]) -> str:
    """What a description does not say of the geometry; empty if it says all."""
    for name, what in _NEEDED.items():
        values = texts(block, name)
        if not values or None in values or name in guessed:
            return what
    columns = [texts(block, f"_diffrn_scan_axis.{kind}_start") for kind in _SETTINGS]
    each = texts(block, "_diffrn_scan_frame_axis.axis_id")
    for row, axis in enumerate(texts(block, "_diffrn_scan_axis.axis_id")):
        stated = any(column and column[row] is not None for column in columns)
        if not stated and axis not in each:
            return f"the setting of the axis {axis}"
    return ""


def carried(
    other: Sequence[Finding], own: Sequence[Finding], file: str, *, used: bool
) -> Iterator[Finding]:
    """What has to be said of the other source: its faults, and its assumptions if used."""
    known = {finding.message for finding in own}
    for finding in other:
        counts = finding.name in FAULTS or (used and finding.name == "assumption")
        if counts and finding.message not in known:
            yield replace(
                finding,
                message=f"{file}: {finding.message}",
                location=replace(finding.location, path=finding.location.path or file),
            )


def without_replaced(findings: Sequence[Finding], mapping: Mapping) -> tuple[Finding, ...]:
    """Findings without what the mapping assumed of axes and pixels that were replaced."""
    tables = [mapping.tables[name] for name in _REPLACED if name in mapping.tables]
    ends = tuple({f"[mapping {place.short}]" for table in tables for place in _places(table)})
    return tuple(f for f in findings if f.name != "assumption" or not f.message.endswith(ends))


def _places(node: Any) -> Iterator[Place]:
    """Where a part of a mapping, and all that is in it, is written."""
    if isinstance(node, Place):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _places(value)
    elif isinstance(node, tuple | list):
        for value in node:
            yield from _places(value)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for part in dataclasses.fields(node):
            yield from _places(getattr(node, part.name))
