"""imgCIF text of an experiment, with what a test wants to differ; made for reports and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def loop(category: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A loop; values are written as they are."""
    head = "".join(f"  _{category}.{name}\n" for name in names)
    return f"loop_\n{head}" + "".join("  " + " ".join(map(str, row)) + "\n" for row in rows)


def imgcif(
    block: str = "lysozyme",
    *,
    scans: Mapping[str, tuple[int, float, float]] | None = None,
    more: str = "",
    uri: str = "https://example.org/data/images.tar.gz",
) -> str:
    """Scans by id: frames, omega at the start, its step; one detector at 100 mm."""
    scans = {"SCAN1": (90, 0.0, 0.5)} if scans is None else scans
    axes = [
        ("omega", "rotation", "goniometer", ".", 1, 0, 0, 0, 0),
        ("distance", "translation", "detector", ".", 0, 0, -1, 0, 0),
        ("slow", "translation", "detector", "distance", 0, -1, 0, -25, 25),
        ("fast", "translation", "detector", "slow", 1, 0, 0, 0, 0),
    ]
    parts = [
        "#\\#CIF_2.0", f"data_{block}", f"_diffrn.id {block}",
        "_diffrn_source.facility 'Example Light Source'", "_diffrn_source.beamline X1",
        "_diffrn_radiation.probe x-ray", "_diffrn_radiation.type 'Mo K\\a'",
        "_diffrn_detector.id D", "_diffrn_detector.make 'Counter 1M'",
        "_diffrn_radiation_wavelength.id W", "_diffrn_radiation_wavelength.value 1.0",
        loop("axis", ("id", "type", "equipment", "depends_on", "vector[1]", "vector[2]",
                      "vector[3]", "offset[1]", "offset[2]"), axes),
        loop("array_structure_list",
             ("array_id", "index", "dimension", "precedence", "direction", "axis_set_id"),
             [("A", 1, 100, 1, "increasing", "fast"), ("A", 2, 100, 2, "increasing", "slow")]),
        loop("array_structure_list_axis",
             ("axis_set_id", "axis_id", "displacement", "displacement_increment"),
             [("fast", "fast", 0.25, 0.5), ("slow", "slow", 0.25, 0.5)]),
    ]  # fmt: skip
    if scans:
        parts.append(loop("diffrn_scan", ("id", "frames"), [(n, s[0]) for n, s in scans.items()]))
        names = ("scan_id", "axis_id", "angle_start", "angle_increment", "displacement_start",
                 "displacement_increment")  # fmt: skip
        rows = [row for name, (_, start, step) in scans.items()
                for row in ((name, "omega", start, step, ".", "."),
                            (name, "distance", ".", ".", 100, 0))]  # fmt: skip
        parts.append(loop("diffrn_scan_axis", names, rows))
    if uri:
        parts.append(
            loop("array_data_external_data", ("id", "format", "uri"), [("E1", "CBF", f"'{uri}'")])
        )
    return "\n".join(parts) + "\n" + more
