"""What was measured how: values of the experiment, each with its data name and unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.experiment.model import Experiment
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rdf.dataset.columns import Columns
from imgcif_map.rdf.dataset.scans import Scans

LOOKED_AT = 20
"""Scans of which the geometry is worked out."""
_STATED = (
    ("_diffrn_radiation_wavelength.value", "wavelength"),
    ("_diffrn_radiation.beam_flux", "beam flux"),
    ("_diffrn_radiation.beam_width", "beam width"),
    ("_diffrn_radiation.polarizn_source_ratio", "polarisation ratio"),
    ("_diffrn_source.voltage", "source voltage"),
    ("_diffrn_source.current", "source current"),
    ("_diffrn.ambient_temperature", "sample temperature"),
    ("_diffrn.ambient_pressure", "sample pressure"),
    ("_diffrn_detector.layer_thickness", "sensor thickness"),
    ("_array_structure_list.dimension", "pixels along a side"),
    ("_array_intensities.overload", "saturation value"),
    ("_array_intensities.gain", "gain"),
)
"""Data names that are taken as they are."""
_EITHER = (
    ("exposure time", ("_diffrn_scan_frame.integration_time", "_diffrn_scan.integration_time")),
    ("pixel size", ("_array_element_size.size",)),
    ("sample-detector distance", ("_diffrn_measurement.sample_detector_distance",)),
)
_EDGE = "resolution at the edge of the detector"
_AXES = "the axes of the file"


@dataclass(frozen=True, slots=True)
class Measured:
    """The different values of one data name, ascending."""

    item: str
    """Data name as the dictionary spells it; "" for what has none."""
    name: str
    values: tuple[float, ...]
    unit: str = ""
    """Unit code of the dictionary."""
    derived: str = ""
    """What it was worked out from, if the file does not state it."""


def read_measured(
    columns: Columns, found: Sequence[Experiment], scans: Scans, dictionary: Dictionary
) -> tuple[Measured, ...]:
    """All that is known, in a fixed order."""
    stated = dict(_STATED)
    derived = dict(_derived(found))
    made = []
    for item, name in stated.items():
        made.append(_measured(dictionary, item, name, columns.numbers(item).tolist()))
    for name, items in _EITHER:
        for item in items:
            values = columns.numbers(item).tolist()
            if values:
                made.append(_measured(dictionary, item, name, values))
                break
        else:
            if name in derived:
                item, values = items[0], derived[name]
                made.append(_measured(dictionary, item, name, values, _AXES))
    made += [_measured(dictionary, item, name, values) for item, name, values in _of_scans(scans)]
    edges = derived.get(_EDGE)
    if edges:
        made.append(Measured("", _EDGE, tuple(sorted(set(edges))), "angstroms", _AXES))
    return tuple(one for one in made if one is not None)


def _measured(
    dictionary: Dictionary, item: str, name: str, values: Iterable[float], derived: str = ""
) -> Measured | None:
    definition = dictionary.item(item)
    different = tuple(sorted(set(values)))
    if definition is None or not different:
        return None
    unit = "" if definition.units in ("none", "unspecified") else definition.units
    return Measured(definition.id, name, different, unit, derived)


def _of_scans(scans: Scans) -> Iterator[tuple[str, str, Sequence[float]]]:
    """Frames, ranges and increments of the scans that were made."""
    if scans.count:
        yield "_diffrn_scan.frames", "images", [float(scans.frames)]
    for kind, ranges, steps in scans.moves:
        item = "angle" if kind == "rotation" else "displacement"
        yield f"_diffrn_scan_axis.{item}_range", f"{kind} range of a scan", ranges
        yield f"_diffrn_scan_axis.{item}_increment", f"{kind} from image to image", steps


def _derived(found: Sequence[Experiment]) -> Iterator[tuple[str, list[float]]]:
    """Distance in millimetres, pixel size in metres, resolution in ångström, from the axes."""
    made: dict[str, list[float]] = {"sample-detector distance": [], "pixel size": [], _EDGE: []}
    distances, pitches, edges = made.values()
    for experiment in found:
        for scan in experiment.scans[:LOOKED_AT]:
            try:
                distances.append(round(float(experiment.aim(scan).distance), 4))
                for module in experiment.modules(scan)[:LOOKED_AT]:
                    sides = (module.pitch_fast, module.pitch_slow)
                    pitches += [float(f"{pitch / 1000:.6g}") for pitch in sides]
                edge = experiment.reach(scan).edge
            except (GeometryError, ValueError, ArithmeticError, LookupError):
                continue
            edges += [] if edge is None else [round(edge, 3)]
    for name, values in made.items():
        yield name, [value for value in values if np.isfinite(value)]
