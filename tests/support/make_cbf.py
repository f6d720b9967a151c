"""Small CBF files with imgCIF inside, of a kappa goniometer and a detector on a 2theta arm.

Made for tests: headers are whole, the binary section is padding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.support.make_minicbf import BINARY_SIZE, START_OF_DATA, binary_fields

AXES: dict[str, tuple[str, str, str, tuple[float, ...], tuple[float, ...] | None]] = {
    "OMEGA": ("rotation", "goniometer", ".", (1, 0, 0), None),
    "KAPPA": ("rotation", "goniometer", "OMEGA", (0.64279, 0, 0.76604), None),
    "PHI": ("rotation", "goniometer", "KAPPA", (1, 0, 0), None),
    "SOURCE": ("general", "source", ".", (0, 0, 1), None),
    "GRAVITY": ("general", "gravity", ".", (0, -1, 0), None),
    "TWOTHETA": ("rotation", "detector", ".", (-1, 0, 0), (0, 0, 0)),
    "DIST": ("translation", "detector", "TWOTHETA", (0, 0, -1), (0, 0, 0)),
    "PIX_S": ("translation", "detector", "DIST", (0, -1, 0), (-4, 3, 0)),
    "PIX_F": ("translation", "detector", "PIX_S", (1, 0, 0), (0, 0, 0)),
}
"""Type, equipment, depends_on, vector, offset (None: points)."""
PIXELS = (80, 60)
PITCH = 0.1
SETTINGS = {"OMEGA": 10.0, "KAPPA": 40.0, "PHI": -20.0, "TWOTHETA": 25.0, "DIST": 120.0}
MINI = (
    "# Detector: PILATUS 6K, S/N 1-0001\n# 2026-01-31T12:00:00.100\n"
    "# Silicon sensor, thickness 0.000450 m\n# Count_cutoff 1000000 counts\n"
    "# Wavelength 0.97500 A\n# Omega {OMEGA:.4f} deg.\n# Kappa {KAPPA:.4f} deg.\n"
    "# Detector_2theta {TWOTHETA:.4f} deg.\n"
)


def loop(category: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A loop of a category; empty for no rows."""
    if not rows:
        return ""
    names = "\n".join(f"_{category}.{name}" for name in rows[0])
    lines = "\n".join(" ".join(map(_word, row.values())) for row in rows)
    return f"loop_\n{names}\n{lines}\n\n"


def _word(value: Any) -> str:
    text = str(value)
    return f"'{text}'" if " " in text else text


def axis_rows(axes: Mapping[str, Any] = AXES) -> list[dict[str, Any]]:
    """Rows of AXIS."""
    rows = []
    for name, (kind, equipment, on, vector, offset) in axes.items():
        row = {"id": name, "type": kind, "equipment": equipment, "depends_on": on}
        row |= {f"vector[{n}]": v for n, v in enumerate(vector, 1)}
        row |= {f"offset[{n}]": v for n, v in enumerate(offset or "...", 1)}
        rows.append(row)
    return rows


def _setting_rows(settings: Mapping[str, float], turns: str, step: float) -> dict[str, Any]:
    """Rows of DIFFRN_SCAN_AXIS and DIFFRN_SCAN_FRAME_AXIS, in different orders."""
    scan, frame = [], []
    for name, value in settings.items():
        angle = AXES[name][0] == "rotation"
        by = step if name == turns else 0.0
        own, other = ("angle", "displacement") if angle else ("displacement", "angle")
        row: dict[str, Any] = {"scan_id": "SCAN1", "axis_id": name}
        for kind in ("angle", "displacement"):
            row |= {f"{kind}_start": "?", f"{kind}_range": "?", f"{kind}_increment": "?"}
        row |= {f"{own}_start": value, f"{own}_range": by, f"{own}_increment": by}
        scan.append(row)
        cells = {own: value, other: "?"}
        frame.append(
            {"frame_id": "FRAME1", "axis_id": name, **{k: cells[k] for k in sorted(cells)}}
        )
    return {"diffrn_scan_axis": scan, "diffrn_scan_frame_axis": frame[::-1]}


def categories(
    settings: Mapping[str, float] = SETTINGS, turns: str = "OMEGA", step: float = 0.5
) -> dict[str, list[dict[str, Any]]]:
    """The categories of one header, with the data names of older dictionaries."""
    sides = list(enumerate(("PIX_F", "PIX_S"), 1))
    found: dict[str, list[dict[str, Any]]] = {
        "diffrn": [{"id": "LAB", "crystal_id": "XTAL"}],
        "diffrn_source": [{"diffrn_id": "LAB", "source": "synchrotron", "type": "SRC beamline 7"}],
        "diffrn_radiation": [
            {"diffrn_id": "LAB", "wavelength_id": "W", "probe": "x-ray", "monochromator": "Si 111"}
        ],
        "diffrn_radiation_wavelength": [{"id": "W", "wavelength": 0.975, "wt": 1.0}],
        "diffrn_detector": [
            {"diffrn_id": "LAB", "id": "DET", "type": "Pixels", "number_of_axes": 2}
        ],
        "diffrn_detector_axis": [
            {"detector_id": "DET", "axis_id": axis} for axis in ("TWOTHETA", "DIST")
        ],
        "diffrn_detector_element": [{"id": "ELE", "detector_id": "DET"}],
        "diffrn_data_frame": [
            {"id": "FRAME1", "detector_element_id": "ELE", "array_id": "IMG", "binary_id": 1}
        ],
        "diffrn_scan": [{"id": "SCAN1", "frame_id_start": "FRAME1", "frame_id_end": "FRAME1"}],
        "diffrn_measurement": [
            {"diffrn_id": "LAB", "id": "GON", "number_of_axes": 3, "method": "rotation"}
        ],
        "diffrn_measurement_axis": [
            {"measurement_id": "GON", "axis_id": axis} for axis in ("OMEGA", "KAPPA", "PHI")
        ],
        **_setting_rows(settings, turns, step),
        "diffrn_scan_frame": [
            {"frame_id": "FRAME1", "scan_id": "SCAN1", "integration_time": 0.09,
             "exposure_time": 0.1, "date": "2026-01-31T12:00:00"}
        ],
        "axis": axis_rows(),
        "array_structure": [
            {"id": "IMG", "encoding_type": "signed 32-bit integer", "byte_order": "little_endian"}
        ],
        "array_structure_list": [
            {"array_id": "IMG", "index": index, "dimension": PIXELS[index - 1],
             "precedence": index, "direction": "increasing", "axis_set_id": side}
            for index, side in sides
        ],
        "array_structure_list_axis": [
            {"axis_set_id": side, "axis_id": side, "displacement": PITCH / 2,
             "displacement_increment": PITCH}
            for _, side in sides
        ],
        "array_element_size": [
            {"array_id": "IMG", "index": index, "size": PITCH * 1e-3} for index, _ in sides
        ],
        "array_intensities": [
            {"array_id": "IMG", "binary_id": 1, "linearity": "linear", "gain": 1.0,
             "gain_esd": ".", "overload": 1000000, "undefined_value": -1}
        ],
    }  # fmt: skip
    return found


def cbf(content: Mapping[str, list[dict[str, Any]]], mini: str = "") -> bytes:
    """One file with these categories, and miniCBF lines if there are any."""
    text = "###CBF: VERSION 1.5\n\ndata_image\n\n"
    if mini:
        text += f'_array_data.header_convention "X_1.0"\n_array_data.header_contents\n;\n{mini};\n'
    text += "".join(loop(category, rows) for category, rows in content.items())
    text += "_array_data.data\n;\n" + binary_fields(*PIXELS)
    return text.encode() + START_OF_DATA + bytes(BINARY_SIZE)


def scan(
    folder: Path,
    count: int,
    *,
    stem: str = "run_1",
    first: int = 1,
    turns: str = "OMEGA",
    step: float = 0.5,
    mini: str = "",
    **settings: float,
) -> list[Path]:
    """``count`` files ``STEM_0001.cbf`` … of one rotation; ``settings`` are those of its start."""
    folder.mkdir(parents=True, exist_ok=True)
    start = {**SETTINGS, **settings}
    paths = []
    for number in range(count):
        now = {**start, turns: round(start[turns] + number * step, 6)}
        path = folder / f"{stem}_{first + number:04d}.cbf"
        path.write_bytes(cbf(categories(now, turns, step), mini.format(**now) if mini else ""))
        paths.append(path)
    return paths
