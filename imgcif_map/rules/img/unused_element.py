"""IMG036."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import Key, keys, known_keys, listed, loose_rows
from imgcif_map.rules.img.tables import Table, tables


class UnusedElement(Rule):
    """A detector element or an array has no image.

    What
        `_diffrn_detector_element.id` has a value that no
        `_diffrn_data_frame.detector_element_id` refers to; or an array is described in
        `ARRAY_STRUCTURE_LIST`, and no image in `ARRAY_DATA` and no frame is of it.
        Arrays that are sections of others have no images of their own.

    Why
        Images are missing, or the ids of the categories do not agree.

    Fails
        loop_
          _diffrn_detector_element.id
          _diffrn_detector_element.detector_id
            left  D
            right D
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
            F1 left
            F2 left

    Passes
        loop_
          _diffrn_detector_element.id
          _diffrn_detector_element.detector_id
            left  D
            right D
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
            F1 left
            F1 right
    """

    code = "IMG036"
    name = "unused-element"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for elements in tables(context, "diffrn_detector_element"):
            item = ("detector_element_id",)
            known = known_keys(context, elements.block, "diffrn_data_frame", item)
            # Frames that do not say which element they are of may be of any.
            if known and (None,) not in known:
                rows = loose_rows(context, elements, ("id",), "diffrn_data_frame", item)
                yield from self._unused(elements, "id", rows, "detector elements have no frame")
        for arrays in tables(context, "array_structure_list"):
            used = _used(context, arrays)
            if used:
                sections = arrays.values("array_section_id")
                own = keys(arrays, ("array_id",))
                rows = [r for r, key in enumerate(own) if key not in used and not sections[r]]
                yield from self._unused(arrays, "array_id", rows, "arrays have no image")

    def _unused(self, one: Table, item: str, rows: list[int], said: str) -> Iterator[Finding]:
        if rows:
            values = one.values(item)
            every = len({value for value in values if value is not None})
            lost = {values[row] for row in rows}
            yield self.finding(
                f"{len(lost)} of {every} {said}: {listed(values[row] for row in rows)}",
                one.at(item),
                rows,
            )


def _used(context: Context, arrays: Table) -> frozenset[Key]:
    """Arrays of images, of frames, and those that are parts of others."""
    found: frozenset[Key] = frozenset()
    for category in ("array_data", "diffrn_data_frame"):
        found |= known_keys(context, arrays.block, category, ("array_id",)) or frozenset()
    if found:
        category = "array_structure_list_section"
        found |= known_keys(context, arrays.block, category, ("id",)) or frozenset()
    return found
