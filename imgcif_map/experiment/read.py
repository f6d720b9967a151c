"""Reads experiments from data blocks: what can be read, whatever else is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.experiment.axes import Axes, read_axes
from imgcif_map.experiment.model import Experiment
from imgcif_map.experiment.scans import read_scans
from imgcif_map.experiment.surfaces import read_surfaces
from imgcif_map.experiment.tables import Block, Tables
from imgcif_map.geometry.axes import LONGEST
from imgcif_map.geometry.instrument import Instrument, Scan, Surface
from imgcif_map.geometry.vectors import GeometryError

_TELLING = (
    "_axis.id", "_diffrn_scan.id", "_diffrn_scan.frames", "_diffrn_scan_axis.axis_id",
    "_array_structure_list.dimension", "_array_structure_list_axis.axis_id",
)  # fmt: skip
"""A data block with none of them describes no images."""


def experiments(blocks: Sequence[Block], dictionary: Dictionary) -> tuple[Experiment, ...]:
    """The experiments of the data blocks of one data set.

    A block that lacks a category has that of the others. A block that has no scan of its own
    gives no experiment where another has one. Nothing is raised: what is wrong or open
    shows when something is computed from it.
    """
    telling = [b for b in blocks if any(b.column(name) is not None for name in _TELLING)]
    scanned = [b for b in telling if b.column("_diffrn_scan.id") is not None]
    found: list[Experiment] = []
    for block in scanned or telling[:1]:
        others = (other for other in blocks if other is not block)
        found += read_experiments(Tables((block, *others), dictionary))
    return tuple(found)


def read_experiments(tables: Tables) -> Iterator[Experiment]:
    """The experiments of one data block, one per ``_diffrn.id``."""
    axes = read_axes(tables)
    surfaces = read_surfaces(tables, axes)
    scans = read_scans(tables, axes, surfaces)
    alone = tables.table("diffrn", ("id",)).texts("id")
    known = alone[0] if len(alone) == 1 else None
    groups: dict[str | None, list[Scan]] = {}
    for scan, diffrn in scans:
        groups.setdefault(diffrn or known, []).append(scan)
    for diffrn, members in groups.items():
        own = _own(tuple(surfaces.values()), diffrn, len(groups), tables)
        instrument = Instrument(axes.axes, own, axes.beam, axes.unsettled)
        yield Experiment(
            tables.blocks[0].name,
            diffrn,
            instrument,
            tuple(members),
            _wavelengths(tables, diffrn),
            _goniometer(tables, axes, instrument),
            _carriers(axes, instrument),
            axes.equipment,
        )


def _own(
    surfaces: tuple[Surface, ...], diffrn: str | None, groups: int, tables: Tables
) -> tuple[Surface, ...]:
    """The surfaces of the detectors of one experiment; all if nothing tells them apart."""
    table = tables.table("diffrn_detector", ("id", "diffrn_id"))
    pairs = zip(table.texts("id"), table.texts("diffrn_id"), strict=True)
    mine = {name for name, of in pairs if of == diffrn}
    chosen = tuple(s for s in surfaces if s.detector in mine)
    return chosen if chosen and groups > 1 else surfaces


def _wavelengths(tables: Tables, diffrn: str | None) -> tuple[float, ...]:
    """Positive wavelengths in ångström: the one of the radiation first, then by weight."""
    table = tables.table("diffrn_radiation_wavelength", ("id", "value", "wt"))
    beams = tables.table("diffrn_radiation", ("diffrn_id", "wavelength_id"))
    pairs = zip(beams.texts("diffrn_id"), beams.ids("wavelength_id"), strict=True)
    named = {of for one, of in pairs if one in (diffrn, None) and of is not None}
    values, weights = table.numbers("value", np.nan), table.numbers("wt", 1.0)
    ids = table.ids("id")
    good = [row for row in range(table.rows) if np.isfinite(values[row]) and values[row] > 0]
    good.sort(key=lambda row: (ids[row] not in named, -weights[row]))
    return tuple(float(values[row]) for row in good)


def _goniometer(tables: Tables, axes: Axes, instrument: Instrument) -> tuple[str, ...]:
    """The axes that carry the sample: those that are listed, else those said to be."""
    table = tables.table("diffrn_measurement_axis", ("axis_id",))
    named = [name for name in axes.named(table.ids("axis_id")) if name in axes.axes]
    listed = [name for name in dict.fromkeys(named) if name is not None]
    return _inner_first(listed or axes.of("goniometer"), instrument)


def _carriers(axes: Axes, instrument: Instrument) -> tuple[str, ...]:
    """The axes that carry the surfaces, else those said to be of the detector."""
    found: dict[str, None] = {}
    own = {name for surface in instrument.surfaces for name in surface.axes}
    for surface in instrument.surfaces:
        try:
            chain = instrument.chain(instrument.innermost(surface.axes))
        except GeometryError:
            continue
        found.update(dict.fromkeys(axis.name for axis in chain if axis.name not in own))
    if found or instrument.surfaces:
        return _inner_first(found, instrument)
    return _inner_first(axes.of("detector"), instrument)


def _inner_first(names: Iterable[str], instrument: Instrument) -> tuple[str, ...]:
    every = tuple(names)
    if len(every) > LONGEST:
        return every

    def depth(name: str) -> int:
        try:
            return -len(instrument.chain(name))
        except GeometryError:
            return 1

    return tuple(sorted(every, key=depth))
