"""The axes and the detector of one description put into another, ids matched by order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from imgcif_map.cif.build import build_item
from imgcif_map.cif.document import Block, Loop
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.merging.blocks import (
    category_of,
    loops_of,
    numbers,
    replaced,
    texts,
    with_loops,
)
from imgcif_map.mapping.merging.facts import with_columns
from imgcif_map.mapping.merging.scans import matched

CATEGORIES = (
    "axis",
    "diffrn_detector_axis",
    "diffrn_measurement_axis",
    "diffrn_detector_element",
    "array_structure_list",
    "array_structure_list_axis",
    "array_element_size",
    "diffrn_scan_axis",
    "diffrn_scan_frame_axis",
)
"""What is taken over as a whole."""
FOLLOWING = (
    "_diffrn_measurement.sample_detector_distance",
    "_diffrn_measurement.sample_detector_voffset",
)
"""Single facts that follow from the axes and go with them."""
MATCHED = {
    "_array_structure.id": "array_structure",
    "_diffrn_detector.id": "diffrn_detector",
    "_diffrn_detector_element.id": "diffrn_detector_element",
    "_diffrn_scan.id": "diffrn_scan",
    "_diffrn_measurement.id": "diffrn_measurement",
    "_diffrn.id": "diffrn",
}
"""Ids that both descriptions have: matched in their order."""
UNLINKED = {"_diffrn_detector_element.detector_id": "_diffrn_detector.id"}
"""Items that mean such an id, which the dictionary does not say by a simple link."""
ANGLE, LENGTH, PIXELS = 0.02, 1e-3, 0.5
"""Degrees, the relative difference, and pixels, up to which settings and places agree."""


_CENTRE = "_diffrn_detector_element.reference_center"


@dataclass(frozen=True)
class Placed:
    """``why``: why the geometry could not be taken over (then ``block`` is as it was)."""

    block: Block
    why: str = ""
    conflicts: tuple[str, ...] = ()


def replace_geometry(main: Block, other: Block, dictionary: Dictionary) -> Placed:
    """``main`` with the axes, pixels and settings of ``other``.

    Arrays, elements and scans have to be as many in both, scans of as many frames.
    What ``main`` says of settings and sizes is compared first.
    """
    words: dict[str, dict[str, str]] = {}
    for item in MATCHED:
        own, others = texts(main, item), texts(other, item)
        if own and others and len(own) != len(others):
            what = item.lstrip("_").replace("diffrn_", "").replace("_", " ").replace(".id", "")
            return Placed(main, f"{len(own)} of {what} here, {len(others)} there")
        pairs = zip(others, own, strict=False)
        words[item] = {b: a for b, a in pairs if a is not None and b is not None}
    words["_diffrn_scan.id"] = matched(main, other)
    counted = (_frame_counts(main, {}), _frame_counts(other, words["_diffrn_scan.id"]))
    frames = texts(main, "_diffrn_scan.frames"), texts(other, "_diffrn_scan.frames")
    if counted[0] != counted[1]:
        shown = " and ".join(", ".join(str(n) for n in counts) or "none" for counts in frames)
        return Placed(main, f"the scans have {shown} frames")
    words["_diffrn_data_frame.id"] = _frames(main, other, words["_diffrn_scan.id"])
    loops = {name: [_renamed(x, words, dictionary) for x in found]
             for name, found in loops_of(other).items() if name in CATEGORIES}  # fmt: skip
    made = with_loops(main, {name: loops.get(name, []) for name in CATEGORIES})
    return Placed(_counted(made), conflicts=tuple(_differences(main, other)))


def _frame_counts(block: Block, words: dict[str, str]) -> dict[str | None, str | None]:
    """Number of frames by scan, scans by their words."""
    scans = texts(block, "_diffrn_scan.id")
    counts = texts(block, "_diffrn_scan.frames") or [None] * len(scans)
    return {words.get(s or "", s): n for s, n in zip(scans, counts, strict=True)}


def following(block: Block, other: Block, dictionary: Dictionary) -> Block:
    """The block with the facts of ``other`` that follow from its axes."""
    columns = [c for x in other.loops for c in x.columns if c.name in FOLLOWING]
    return with_columns(block, {"diffrn_measurement": columns}, dictionary)


def _frames(main: Block, other: Block, scans: dict[str, str]) -> dict[str, str]:
    """Frame ids of the other description to those of this, by scan and number."""

    def by_place(block: Block) -> dict[tuple[str | None, int], str | None]:
        counted: dict[str | None, int] = {}
        found = {}
        ids = texts(block, "_diffrn_scan_frame.frame_id")
        for scan, frame in zip(texts(block, "_diffrn_scan_frame.scan_id"), ids, strict=True):
            counted[scan] = counted.get(scan, 0) + 1
            found[scan, counted[scan]] = frame
        return found

    own = by_place(main)
    pairs = ((b, own.get((scans.get(s or ""), n))) for (s, n), b in by_place(other).items())
    return {b: a for b, a in pairs if a is not None and b is not None}


def _renamed(loop: Loop, words: dict[str, dict[str, str]], dictionary: Dictionary) -> Loop:
    columns = []
    for column in loop.columns:
        chosen: dict[str, str] = {}
        item = dictionary.item(column.name)
        for _ in range(5):
            if item is None:
                break
            if item.id in words:
                chosen = words[item.id]
                break
            linked = item.linked_item or UNLINKED.get(item.id)
            item = dictionary.item(linked) if linked else None
        columns.append(replaced(column, chosen))
    return Loop(tuple(columns), looped=loop.looped)


def _counted(block: Block) -> Block:
    """``number_of_axes`` by the axes that there are now."""
    loops = dict(loops_of(block))
    for part in ("detector", "measurement"):
        name = f"_diffrn_{part}.number_of_axes"
        count = len(texts(block, f"_diffrn_{part}_axis.axis_id"))
        own = [x for x in loops.get(f"diffrn_{part}", []) if x.columns[0].name.lower() != name]
        if own:
            loops[f"diffrn_{part}"] = [*own, build_item(name, count)] if count else own
    return with_loops(block, loops)


def _differences(main: Block, other: Block) -> Iterator[str]:
    """What both say of sizes and of the axis that scans, where it is not the same."""
    for name, what in (
        ("_array_structure_list.dimension", "pixels of the image"),
        ("_array_structure_list_axis.displacement_increment", "size of pixels"),
    ):
        own, others = numbers(main, name), numbers(other, name)
        if own and others and not _close(own, others):
            yield f"{what} ({name}): {_shown(own)} here, {_shown(others)} there"
    units = [texts(block, f"{_CENTRE}_units") for block in (main, other)]
    for side in ("fast", "slow"):
        own, others = (numbers(block, f"{_CENTRE}_{side}") for block in (main, other))
        pairs = zip(own, others, strict=False)
        far = any(a is not None and b is not None and abs(a - b) > PIXELS for a, b in pairs)
        if far and units[0] == units[1]:
            yield f"the beam centre ({_CENTRE}_{side}): {_shown(own)} here, {_shown(others)} there"
    own_turns, other_turns, words = _turning(main), _turning(other), matched(main, other)
    for scan, theirs in other_turns.items():
        mine = own_turns.get(words.get(scan or "", scan), (None, None))
        for what, a, b in zip(("start", "increment"), mine, theirs, strict=True):
            if a is not None and b is not None and abs(a - b) > ANGLE:
                yield f"the {what} of the axis that turns: {a:g} here, {b:g} degrees there"


def _turning(block: Block) -> dict[str | None, tuple[float | None, float | None]]:
    """Start and increment of the axis with the largest increment, by scan."""
    found: dict[str | None, tuple[float | None, float | None]] = {}
    scans = texts(block, "_diffrn_scan_axis.scan_id")
    starts = numbers(block, "_diffrn_scan_axis.angle_start")
    steps = numbers(block, "_diffrn_scan_axis.angle_increment")
    for scan, start, step in zip(scans, starts, steps, strict=False):
        known = found.get(scan)
        if step is not None and (known is None or abs(step) > abs(known[1] or 0.0)):
            found[scan] = (start, step)
    return found


def _close(one: list[float | None], other: list[float | None]) -> bool:
    pairs = list(zip(sorted(x or 0.0 for x in one), sorted(x or 0.0 for x in other), strict=False))
    return len(one) == len(other) and all(math.isclose(a, b, rel_tol=LENGTH) for a, b in pairs)


def _shown(values: list[float | None]) -> str:
    return ", ".join("?" if v is None else f"{v:g}" for v in values[:4])


__all__ = ["CATEGORIES", "Placed", "category_of", "replace_geometry"]
