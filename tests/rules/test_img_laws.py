"""Laws of the rules on images: sound experiments pass in any order; each fault is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.validator import validate

CODES = ["IMG01", "IMG02", "IMG03", "IMG04"]
Row = dict[str, Any]


@dataclass
class Experiment:
    """Categories of one data block as rows, which a fault may change before they are written."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def text(self, seed: int | None = None) -> str:
        """The CIF file; with a seed, rows and categories in another order."""
        parts = []
        for category, rows in self.tables.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            shown = list(rows)
            if seed is not None:
                Random(seed).shuffle(shown)
            lines = ["loop_", *(f"  _{category}.{name}" for name in names)]
            lines += ["    " + " ".join(str(row.get(n, ".")) for n in names) for row in shown]
            parts.append("\n".join(lines))
        if seed is not None:
            Random(seed).shuffle(parts)
        return "data_x\n" + "\n".join(parts) + "\n"


Scan = tuple[int, float, float]


def experiment(scans: list[Scan], elements: int, hdf5: bool) -> Experiment:
    """Scans of (frames, start, increment) with a detector of so many elements."""
    made: dict[str, list[Row]] = {
        "axis": [
            _axis("omega", "rotation", "goniometer", ".", (1, 0, 0)),
            _axis("trans", "translation", "detector", ".", (0, 0, -1)),
        ],
        "array_structure": [],
        "array_structure_list": [],
        "array_structure_list_axis": [],
        "array_element_size": [],
        "diffrn_detector_element": [],
        "diffrn_radiation_wavelength": [{"id": "W", "value": 0.976}],
    }
    for e in range(elements):
        made["diffrn_detector_element"].append({"id": f"E{e}", "detector_id": "D"})
        made["array_structure"].append(
            {"id": f"A{e}", "encoding_type": "'unsigned 16-bit integer'"}
        )
        for index, size in ((1, 0.172), (2, 0.075)):
            name = f"pixel{e}{index}"
            made["axis"].append(_axis(name, "translation", "detector", "trans", (1, 0, 0)))
            made["array_structure_list"].append(
                {"array_id": f"A{e}", "index": index, "dimension": 100 + index}
                | {"precedence": 3 - index, "direction": "increasing", "axis_set_id": name}
            )
            made["array_structure_list_axis"].append(
                {"axis_set_id": name, "axis_id": name, "displacement_increment": size}
            )
            made["array_element_size"].append(
                {"array_id": f"A{e}", "index": index, "size": f"{size / 1000:.6f}"}
            )
    made["array_intensities"] = [
        {"array_id": f"A{e}", "binary_id": 1, "overload": 65535} for e in range(elements)
    ]
    _add_scans(made, scans, elements, hdf5)
    return Experiment(made)


def _axis(name: str, kind: str, equipment: str, carrier: str, vector: tuple[int, ...]) -> Row:
    components = {f"vector[{n}]": value for n, value in enumerate(vector, 1)}
    return {"id": name, "type": kind, "equipment": equipment, "depends_on": carrier, **components}


def _add_scans(made: dict[str, list[Row]], scans: list[Scan], elements: int, hdf5: bool) -> None:
    for name in ("diffrn_scan", "diffrn_scan_axis", "diffrn_scan_frame", "diffrn_scan_frame_axis"):
        made[name] = []
    for name in ("diffrn_data_frame", "array_data", "array_data_external_data"):
        made[name] = []
    number = 0
    for s, (frames, start, step) in enumerate(scans):
        made["diffrn_scan"].append(
            {"id": f"S{s}", "frames": frames, "frame_id_start": f"F{s}.1"}
            | {"frame_id_end": f"F{s}.{frames}"}
        )
        made["diffrn_scan_axis"].append(
            {"scan_id": f"S{s}", "axis_id": "omega", "angle_start": start}
            | {"angle_increment": step, "angle_range": f"{step * frames:.6f}"}
        )
        for n in range(1, frames + 1):
            frame, angle = f"F{s}.{n}", f"{start + (n - 1) * step:.4f}"
            made["diffrn_scan_frame"].append(
                {"frame_id": frame, "scan_id": f"S{s}", "frame_number": n}
            )
            made["diffrn_scan_frame_axis"].append(
                {"frame_id": frame, "axis_id": "omega", "angle": angle}
            )
            for e in range(elements):
                number += 1
                made["diffrn_data_frame"].append(
                    {"id": frame, "detector_element_id": f"E{e}", "array_id": f"A{e}"}
                    | {"binary_id": number}
                )
                made["array_data"].append(
                    {"array_id": f"A{e}", "binary_id": number, "external_data_id": f"x{number}"}
                )
                made["array_data_external_data"].append(_file(number, hdf5))


def _file(number: int, hdf5: bool) -> Row:
    base = "https://example.org/files/scan"
    if hdf5:
        return {"id": f"x{number}", "format": "HDF5", "uri": f"{base}.h5"} | {
            "path": "/entry/data/data",
            "frame": number,
        }
    return {"id": f"x{number}", "format": "CBF", "uri": f"{base}.tgz"} | {
        "archive_format": "TGZ",
        "archive_path": f"scan/image_{number:04d}.cbf",
    }


SCANS = st.lists(
    st.tuples(
        st.integers(2, 5),
        st.integers(-180, 180).map(float),
        st.sampled_from([0.1, -0.1, 0.5, 1.0]),
    ),
    min_size=1,
    max_size=3,
)


def codes(text: str, dictionary: Dictionary) -> list[str]:
    report = validate(parse_cif(text), dictionary, select=CODES)
    return sorted({finding.code for finding in report.findings})


@settings(deadline=None, max_examples=40)
@given(SCANS, st.integers(1, 3), st.booleans(), st.integers(0, 1000))
def test_a_sound_experiment_has_no_finding_in_whatever_order(
    dictionaries: dict[str, Dictionary],
    scans: list[Scan],
    elements: int,
    hdf5: bool,
    seed: int,
) -> None:
    made = experiment(scans, elements, hdf5)
    assert codes(made.text(), dictionaries["img"]) == []
    assert codes(made.text(seed), dictionaries["img"]) == []
    assert validate(parse_cif(made.text()), dictionaries["img"], select=["DDL024"]).findings == ()


def put(category: str, row: int, **values: Any) -> Callable[[Experiment], None]:
    """A fault: other values in one row."""

    def fault(made: Experiment) -> None:
        made.tables[category][row].update(values)

    return fault


def drop(category: str, row: int) -> Callable[[Experiment], None]:
    """A fault: a row is gone."""

    def fault(made: Experiment) -> None:
        del made.tables[category][row]

    return fault


def add(category: str, **values: Any) -> Callable[[Experiment], None]:
    """A fault: a row too many."""
    return lambda made: made.tables[category].append(values)


def unlinked(made: Experiment) -> None:
    del made.tables["array_data"]
    del made.tables["array_data_external_data"]


FAULTS = {
    "IMG010": unlinked,
    "IMG011": put("array_data_external_data", 0, uri="scan/a.tgz"),
    "IMG012": put("array_data_external_data", 0, archive_path="."),
    "IMG013": put("array_data_external_data", 0, archive_format="ZIP"),
    "IMG014": put("array_data_external_data", 0, archive_path="scan/image_0001.h5"),
    "IMG016": put("array_data_external_data", 0, archive_path="scan/image_0003.cbf"),
    "IMG017": put("axis", 0, **{"vector[1]": 0}),
    "IMG018": put("axis", 1, depends_on="pixel01"),
    "IMG019": add("axis", **{"id": "omega", "equipment": "detector", "vector[1]": 1}),
    "IMG020": put("diffrn_scan_axis", 0, angle_range="77.0"),
    "IMG021": put("diffrn_scan_axis", 0, angle_increment="0"),
    "IMG022": put("diffrn_scan_frame", 1, frame_number=7),
    "IMG023": put("diffrn_scan", 0, frame_id_start="F0.2"),
    "IMG024": put("diffrn_scan_frame_axis", 1, angle="12.0"),
    "IMG025": put("array_structure_list", 0, precedence=1),
    "IMG031": add("array_data", array_id="A0", binary_id=99, external_data_id="x1"),
    "IMG032": add(
        "diffrn_data_frame", id="F9", detector_element_id="E0", array_id="A0", binary_id=1
    ),
    "IMG033": drop("array_data", 0),
    "IMG034": put("array_data", 0, external_data_id="."),
    "IMG035": drop("diffrn_data_frame", 0),
    "IMG036": add("diffrn_detector_element", id="E9", detector_id="D"),
    "IMG038": put("array_intensities", 0, overload=65536),
    "IMG039": put("array_structure", 0, byte_order="little_endian"),
    "IMG040": put("array_element_size", 0, size="0.172"),
    "IMG044": put("diffrn_radiation_wavelength", 0, value="0.0976"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_in_a_sound_experiment_is_found(
    code: str, dictionaries: dict[str, Dictionary]
) -> None:
    made = experiment([(4, 10.0, 0.5), (3, -20.0, -0.1)], 2, False)
    FAULTS[code](made)
    for seed in (None, 1, 2):
        assert code in codes(made.text(seed), dictionaries["img"])


def test_frames_of_hdf5_are_counted_from_one(dictionaries: dict[str, Dictionary]) -> None:
    made = experiment([(4, 10.0, 0.5)], 1, True)
    for row in made.tables["array_data_external_data"]:
        row["frame"] -= 1
    assert codes(made.text(), dictionaries["img"]) == ["IMG015"]
