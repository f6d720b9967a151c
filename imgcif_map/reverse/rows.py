"""Rows of imgCIF categories that belong to a scan, an array, a detector element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.img.instruments import Described

SCAN, ARRAY, ELEMENT, FRAME = (
    "_diffrn_scan.id",
    "_array_structure.id",
    "_diffrn_detector_element.id",
    "_diffrn_data_frame.id",
)
"""What a link of a category may lead to in the end."""
_NUMERIC = frozenset({"real", "integer", "count", "index", "float"})
_DEEPEST = 20


@dataclass(frozen=True)
class Chosen:
    """What rows have to belong to; a category that does not say is taken as it is."""

    scan: str | None = None
    arrays: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()
    frames: int = 1


@dataclass(frozen=True, eq=False)
class Rows:
    """The columns of one experiment by data name."""

    described: Described
    dictionary: Dictionary
    _links: dict[str, str] = field(default_factory=dict)

    def column(self, item: str) -> DataColumn | None:
        """A column of the experiment's data blocks."""
        return self.described.column(item)

    def values(self, item: str, chosen: Chosen) -> Any:
        """The values of a data name: a scalar, an array with one value per frame, or a list.

        None if nothing is said. Numbers are float64, or int64 if all are whole; frames
        that are not listed are NaN (numbers) or None (texts).
        """
        column = self.column(item)
        if column is None or not len(column):
            return None
        rows, places = self._rows(column, chosen)
        if not len(rows):
            return None
        numeric = column.definition is not None and column.contents in _NUMERIC
        found = _numbers(column, rows) if numeric else _texts(column, rows)
        return _arranged(found, places, chosen.frames)

    def _rows(
        self, column: DataColumn, chosen: Chosen
    ) -> tuple[NDArray[np.intp], NDArray[np.intp] | None]:
        """Row numbers that belong to what was chosen, and the frame of each (from 0)."""
        keep = np.ones(len(column), dtype=bool)
        places: NDArray[np.intp] | None = None
        for link, other in self._keys(column).items():
            if len(other) != len(column):
                continue
            if link == FRAME:
                known = self.frames(chosen.scan)
                found = np.array([known.get(one or "", -1) for one in other.canonical])
                keep &= (found >= 0) & (found < chosen.frames)
                places = found
                continue
            wanted = {
                SCAN: frozenset() if chosen.scan is None else frozenset({chosen.scan}),
                ARRAY: chosen.arrays,
                ELEMENT: chosen.elements,
            }[link]
            if wanted:
                keep &= np.array([one in wanted or one is None for one in other.canonical])
        rows = np.flatnonzero(keep)
        return rows, None if places is None else places[rows]

    def _keys(self, column: DataColumn) -> dict[str, DataColumn]:
        """The columns of the same loop that say what a row belongs to."""
        name = column.definition.category if column.definition is not None else ""
        category = self.dictionary.category(name)
        found: dict[str, DataColumn] = {}
        for key in category.keys if category is not None else ():
            definition = self.dictionary.item(key)
            end = self._end(definition) if definition is not None else ""
            if definition is None:
                continue
            other = self.column(definition.id) if end else None
            if other is not None and other.loop is column.loop:
                found.setdefault(end, other)
        return found

    def _end(self, definition: Definition) -> str:
        """Which of the ids above a link leads to; empty for none."""
        known = self._links.get(definition.id)
        if known is not None:
            return known
        here: Definition | None = definition
        end = ""
        for _ in range(_DEEPEST):
            if here is None:
                break
            if here.id.casefold() in (SCAN, ARRAY, ELEMENT, FRAME):
                end = here.id.casefold()
                break
            here = self.dictionary.item(here.linked_item) if here.linked_item else None
        self._links[definition.id] = end
        return end

    def canonical(self, item: str, text: str) -> str | None:
        """An id as it is compared; None if no row has it."""
        column = self.column(item)
        if column is None or text not in column.texts:
            return None
        return column.canonical[column.texts.index(text)]

    def frames(self, scan: str | None) -> Mapping[str, int]:
        """Place from 0 of each frame id of a scan."""
        return self._frames.get(scan, {}) or (self._frames.get(None, {}) if scan else {})

    @cached_property
    def _frames(self) -> dict[str | None, dict[str, int]]:
        ids = self.column("_diffrn_scan_frame.frame_id")
        if ids is None:
            return self._counted()
        scans = self.column("_diffrn_scan_frame.scan_id")
        numbers = self.column("_diffrn_scan_frame.frame_number")
        own: Sequence[str | None] = [None] * len(ids)
        if scans is not None and len(scans) == len(ids):
            own = list(scans.canonical)
        order = np.arange(1, len(ids) + 1, dtype=np.float64)
        if numbers is not None and len(numbers) == len(ids):
            order = np.where(np.isfinite(numbers.numbers), numbers.numbers, order)
        found: dict[str | None, dict[str, int]] = {}
        for one, scan, number in zip(ids.canonical, own, order.tolist(), strict=True):
            if one is not None:
                found.setdefault(scan, {})[one] = int(number) - 1
        return found

    def _counted(self) -> dict[str | None, dict[str, int]]:
        """Frames that no scan lists, in file order."""
        ids = self.column("_diffrn_data_frame.id")
        different = dict.fromkeys(ids.canonical) if ids is not None else {}
        return {None: {one: n for n, one in enumerate(different) if one is not None}}


def _numbers(column: DataColumn, rows: NDArray[np.intp]) -> NDArray[Any]:
    if column.nulls is None and column.written_as_integers:
        return np.asarray(column.numbers, dtype=np.float64)[rows].astype(np.int64)
    array = np.asarray(column.numbers, dtype=np.float64)
    if column.nulls is not None:
        array = np.where(column.nulls, np.nan, array)
    return array[rows]


def _texts(column: DataColumn, rows: NDArray[np.intp]) -> NDArray[Any]:
    texts = np.array(column.texts, dtype=object)
    if column.nulls is not None:
        texts[column.nulls] = None
    return np.asarray(texts[rows])


def _arranged(found: NDArray[Any], places: NDArray[np.intp] | None, frames: int) -> Any:
    numeric = found.dtype != object
    if numeric and places is not None and len(set(places.tolist())) < frames:
        found = found.astype(np.float64)
    known = np.isfinite(found) if numeric else np.array([one is not None for one in found])
    if not known.any():
        return None
    if places is not None:
        blank = np.full(frames, np.nan if numeric else None, dtype=found.dtype)
        blank[places[known]] = found[known]
        if frames == 1 or _alike(blank):
            return _scalar(blank[0])
        return blank
    if len(found) == 1 or _alike(found):
        return _scalar(found[0])
    return found


def _alike(found: NDArray[Any]) -> bool:
    return bool((found == found[0]).all())


def _scalar(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
