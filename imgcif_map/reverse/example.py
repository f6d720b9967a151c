"""A small experiment, to which tests of the way back add what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imgcif_map.cif.build import build_block, build_column, build_document, build_loop
from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError

_SMALL: Mapping[str, Any] = {
    "_diffrn.id": "test",
    "_diffrn_detector.id": "detector",
    "_diffrn_radiation_wavelength.id": "W1",
    "_diffrn_radiation_wavelength.value": 1.0,
    "_axis.id": ["omega", "distance", "slow", "fast", "gravity"],
    "_axis.type": ["rotation", "translation", "translation", "translation", None],
    "_axis.equipment": ["goniometer", "detector", "detector", "detector", "gravity"],
    "_axis.depends_on": [None, None, "distance", "slow", None],
    "_axis.vector[1]": [1, 0, 0, 1, 0],
    "_axis.vector[2]": [0, 0, -1, 0, -1],
    "_axis.vector[3]": [0, -1, 0, 0, 0],
    "_axis.offset[1]": [0, 0, -5, 0, None],
    "_axis.offset[2]": [0, 0, 10, 0, None],
    "_axis.offset[3]": [0, 0, 0, 0, None],
    "_array_structure.id": "array",
    "_array_structure_list.array_id": ["array", "array"],
    "_array_structure_list.index": [1, 2],
    "_array_structure_list.dimension": [10, 20],
    "_array_structure_list.precedence": [1, 2],
    "_array_structure_list.direction": ["increasing", "increasing"],
    "_array_structure_list.axis_set_id": ["fast", "slow"],
    "_array_structure_list_axis.axis_set_id": ["fast", "slow"],
    "_array_structure_list_axis.axis_id": ["fast", "slow"],
    "_array_structure_list_axis.displacement": [0.5, 0.5],
    "_array_structure_list_axis.displacement_increment": [1.0, 1.0],
    "_diffrn_scan.id": "SCAN1",
    "_diffrn_scan.frames": 2,
    "_diffrn_scan_axis.scan_id": ["SCAN1", "SCAN1"],
    "_diffrn_scan_axis.axis_id": ["omega", "distance"],
    "_diffrn_scan_axis.angle_start": [0, None],
    "_diffrn_scan_axis.angle_increment": [0.5, None],
    "_diffrn_scan_axis.displacement_start": [None, 100],
    "_diffrn_scan_axis.displacement_increment": [None, 0],
}  # fmt: skip
"""Two frames, omega by half a degree, 10 by 20 pixels of 1 mm, 100 mm away. There is no range, so
that a test may say another number of frames."""


def small_experiment(given: Mapping[str, Any], dictionary: Dictionary) -> Document:
    """The experiment with some columns given. Raises UsageError for those that cannot be.

    What is given for a category joins the columns that are there, or, with another number of
    rows, takes their place.
    """
    rows: dict[str, dict[str, list[Any]]] = {}
    for name, values in _SMALL.items():
        rows.setdefault(_category(name, dictionary), {})[name] = _listed(values)
    told: dict[str, dict[str, list[Any]]] = {}
    for name, values in given.items():
        definition = dictionary.item(name)
        spelled = definition.id if definition is not None else name
        told.setdefault(_category(name, dictionary), {})[spelled] = _listed(values)
    for category, columns in told.items():
        lengths = {len(values) for values in columns.values()}
        if len(lengths) > 1:
            raise UsageError(f"given_cif: columns of {category} differ in length")
        known = rows.get(category, {})
        joins = all(len(values) in lengths for values in known.values())
        rows[category] = {**known, **columns} if joins else columns
    loops = [
        build_loop([build_column(name, values) for name, values in columns.items()])
        for columns in rows.values()
    ]
    return build_document([build_block("test", loops)], "given_cif")


def _category(name: str, dictionary: Dictionary) -> str:
    definition = dictionary.item(name)
    return definition.category if definition is not None else name.partition(".")[0].lstrip("_")


def _listed(values: Any) -> list[Any]:
    return list(values) if isinstance(values, list | tuple) else [values]
