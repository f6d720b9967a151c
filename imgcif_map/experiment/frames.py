"""The frames of a data block (DIFFRN_SCAN_FRAME, DIFFRN_DATA_FRAME)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.experiment.grouped import Rows, coded
from imgcif_map.experiment.surfaces import FRAME_ITEMS, Key, frame_keys
from imgcif_map.experiment.tables import Tables
from imgcif_map.geometry.instrument import Surface

MOST_FRAMES = 1 << 40


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames that are listed for scans."""

    ids: list[str | None]
    scans: list[str | None]
    """Scan of each frame."""
    places: NDArray[np.int64]
    """Position of each frame in its scan, from 0; -1 if its number is none."""

    @cached_property
    def coded(self) -> tuple[list[str | None], Rows]:
        """The different scans, and of each frame which one it belongs to."""
        return coded(self.scans)

    @cached_property
    def row_of(self) -> dict[str | None, int]:
        """The row of a frame id; of several the last."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    def rows(self, ids: list[str | None]) -> Rows:
        """The rows of frame ids, -1 for those that are not there."""
        if ids == self.ids:
            return np.arange(len(ids))
        get = self.row_of.get
        return np.fromiter((get(one, -1) for one in ids), np.int64, len(ids))


def read_frames(tables: Tables) -> Frames:
    """The frames; where no frame has a number they count in file order, scan by scan."""
    table = tables.table("diffrn_scan_frame", ("frame_id", "scan_id", "frame_number"))
    scans = table.ids("scan_id")
    if "frame_number" in table:
        numbers = table.numbers("frame_number", np.nan)
        with np.errstate(invalid="ignore"):
            whole = (numbers >= 1) & (numbers < MOST_FRAMES) & (numbers == np.floor(numbers))
        places = np.where(whole, numbers, 0).astype(np.int64) - 1
    else:
        places = _counted(scans)
    return Frames(table.ids("frame_id"), scans, places)


def _counted(scans: list[str | None]) -> NDArray[np.int64]:
    _, codes = coded(scans)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], codes[order])
    places = np.empty(len(codes), np.int64)
    places[order] = np.arange(len(codes)) - starts
    return places


def surfaces_by_scan(
    tables: Tables, frames: Frames, surfaces: Mapping[Key, Surface]
) -> dict[str | None, tuple[Surface, ...]]:
    """The surfaces that recorded each scan; empty where there is nothing to tell apart."""
    table = tables.table("diffrn_data_frame", FRAME_ITEMS)
    different = frames.coded[0]
    if len(surfaces) < 2 or not table.rows or len(different) < 2:
        return {}
    scan_of = dict(zip(frames.ids, frames.scans, strict=True))
    pairs = set(zip(map(scan_of.get, table.ids("id")), frame_keys(tables), strict=True))
    found: dict[str | None, list[Surface]] = {}
    for scan, key in pairs:
        if key in surfaces:
            found.setdefault(scan, []).append(surfaces[key])
    order = {id(surface): place for place, surface in enumerate(surfaces.values())}
    return {scan: tuple(sorted(ones, key=lambda s: order[id(s)])) for scan, ones in found.items()}
