"""The images of one data block, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.experiment.frames import Frames, read_frames
from imgcif_map.experiment.model import Experiment
from imgcif_map.experiment.tables import Tables
from imgcif_map.geometry.instrument import Setting
from imgcif_map.rdf.dataset.distributions import public
from imgcif_map.tidy import clean

MOST_AXES = 50
_FRAME = ("date", "integration_time")
_EXTERNAL = ("uri", "format", "archive_format", "archive_path", "path", "frame")
Values = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True, slots=True)
class FrameColumn:
    """One column: its name, its data name, its values (None or NaN where there is none)."""

    name: str
    item: str
    values: Values
    axis: str = ""


@dataclass(frozen=True)
class Part:
    """The images of one data block."""

    tables: Tables
    experiments: Sequence[Experiment]
    base_url: str = ""

    def made(self) -> tuple[int, list[FrameColumn]]:
        """Number of rows, and the columns."""
        frames = read_frames(self.tables)
        data = self.tables.table(
            "diffrn_data_frame", ("id", "array_id", "array_section_id", "binary_id")
        )
        if not frames.ids:
            return self._from_scans()
        at = frames.rows(data.ids("id")) if data.rows else np.arange(len(frames.ids))
        chosen = np.flatnonzero(at >= 0)
        rows = at[chosen]
        columns = self._of_frames(frames, rows)
        if data.rows:
            for item in ("array_id", "array_section_id", "binary_id"):
                texts = data.texts(item)
                values = [texts[row] for row in chosen.tolist()]
                columns.append(FrameColumn(item, f"_diffrn_data_frame.{item}", values))
            keys = zip(data.ids("array_id"), data.ids("binary_id"), strict=True)
            columns += self._external(list(keys), chosen.tolist())
        return len(rows), columns

    def _from_scans(self) -> tuple[int, list[FrameColumn]]:
        """Where images are not listed one by one, from the number of those of each scan."""
        scans = [scan for experiment in self.experiments for scan in experiment.scans]
        counts = [min(scan.frames, 10_000_000) for scan in scans]
        ids = [scan.id for scan, count in zip(scans, counts, strict=True) for _ in range(count)]
        places = np.concatenate([np.arange(count) for count in counts] or [np.empty(0, np.int64)])
        return len(ids), [
            FrameColumn("scan_id", "_diffrn_scan_frame.scan_id", ids),
            FrameColumn("frame_number", "_diffrn_scan_frame.frame_number", places + 1),
            *self._settings(ids, places),
        ]

    def _of_frames(self, frames: Frames, rows: NDArray[np.int64]) -> list[FrameColumn]:
        table = self.tables.table("diffrn_scan_frame", ("scan_id", "frame_id", *_FRAME))
        known = self.tables.table("diffrn_scan", ("id",))
        shown = dict(zip(known.ids("id"), known.texts("id"), strict=True))
        alone = next(iter(shown.values())) if len(shown) == 1 else None
        listed = rows.tolist()
        ids = [frames.scans[row] for row in listed]
        scans = [alone if one is None else shown.get(one, one) for one in ids]
        names, places = table.texts("frame_id"), frames.places[rows]
        columns = [
            FrameColumn("scan_id", "_diffrn_scan_frame.scan_id", scans),
            FrameColumn(
                "frame_number",
                "_diffrn_scan_frame.frame_number",
                np.where(places < 0, -1, places + 1),
            ),
            FrameColumn("frame_id", "_diffrn_scan_frame.frame_id", [names[row] for row in listed]),
        ]
        for item in _FRAME:
            if item in table and item == "date":
                texts = table.texts(item)
                values: Values = [texts[row] for row in listed]
            elif item in table:
                values = table.numbers(item, np.nan)[rows]
            else:
                continue
            columns.append(FrameColumn(item, f"_diffrn_scan_frame.{item}", values))
        return columns + self._settings(scans, places)

    def _settings(
        self, scans: Sequence[str | None], places: NDArray[np.int64]
    ) -> list[FrameColumn]:
        """Settings of the axes at the start of each image."""
        of_scan: dict[str | None, NDArray[np.int64]] = {}
        array = np.array([scan or "" for scan in scans], dtype=object)
        for name in dict.fromkeys(scans):
            of_scan[name] = np.flatnonzero(array == (name or ""))
        found: dict[str, NDArray[np.float64]] = {}
        kinds: dict[str, str] = {}
        for experiment in self.experiments:
            axes = experiment.instrument.axes
            for scan in experiment.scans:
                rows = of_scan.get(scan.id)
                if rows is None:
                    continue
                for axis, setting in scan.settings.items():
                    if axis not in found and len(found) >= MOST_AXES:
                        continue
                    column = found.setdefault(axis, np.full(len(scans), np.nan))
                    column[rows] = _at(setting, places[rows])
                    turns = axis in axes and axes[axis].type == "rotation"
                    kinds[axis] = "angle" if turns else "displacement"
        return [
            FrameColumn(
                f"{kinds[axis]}_{axis}", f"_diffrn_scan_frame_axis.{kinds[axis]}", values, axis
            )
            for axis, values in found.items()
        ]

    def _external(
        self, keys: list[tuple[str | None, str | None]], chosen: list[int]
    ) -> list[FrameColumn]:
        """Where each image is."""
        data = self.tables.table("array_data", ("array_id", "binary_id", "external_data_id"))
        files = self.tables.table("array_data_external_data", ("id", *_EXTERNAL))
        if not data.rows or not files.rows:
            return []
        pairs = zip(data.ids("array_id"), data.ids("binary_id"), strict=True)
        place_of = dict(zip(pairs, data.ids("external_data_id"), strict=True))
        row_of = dict(zip(files.ids("id"), range(files.rows), strict=True))
        at = [row_of.get(place_of.get(keys[row])) for row in chosen]
        columns = []
        for item in _EXTERNAL:
            if item in files:
                texts = files.texts(item)
                values = [None if row is None else texts[row] for row in at]
                if item == "uri":
                    values = [None if v is None else public(v, self.base_url) for v in values]
                name = f"_array_data_external_data.{item}"
                columns.append(FrameColumn("image" if item == "frame" else item, name, values))
        return columns


def _at(setting: Setting, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """The setting at the start of frames, counted from 0; NaN where there is none."""
    if setting.each is not None:
        inside = (places >= 0) & (places < len(setting.each))
        return np.where(inside, setting.each[np.where(inside, places, 0)], np.nan)
    values = setting.start + setting.step * places
    scale = np.maximum(abs(setting.start), np.abs(setting.step * places))
    return np.where(places >= 0, clean(values, scale), np.nan)
