"""What figures show: geometry, labels, sums of what is too much, themes, goldens."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from imgcif_map.errors import UsageError
from imgcif_map.figures.draw import drawn
from imgcif_map.figures.instrument import instrument_scene
from imgcif_map.figures.scene import Scene, View
from imgcif_map.figures.stance import Stances
from imgcif_map.figures.theme import DARK, LIGHT, style_sheet
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.coverage import Coverage
from imgcif_map.geometry.instrument import Setting
from tests.figures.make import HOSTILE, axes, experiment, scan, surface
from tests.figures.wellformed import check, texts

GOLDEN = Path(__file__).parent / "golden"


def spots(scene: Scene, style: str, kind: str = "") -> np.ndarray:
    found = [p.points for p in scene.parts if p.style.split()[0] == style and kind in ("", p.kind)]
    return np.array([spot for points in found for spot in points])


@pytest.mark.parametrize("figure", ["instrument", "detector", "coverage"])
def test_golden(figure: str) -> None:
    """Renew with UPDATE=1 after a look at what changed."""
    import os

    text, file = drawn([experiment()], figure), GOLDEN / f"{figure}.svg"
    if os.environ.get("UPDATE"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_the_beam_goes_to_the_right_and_gravity_down() -> None:
    scene = instrument_scene(Stances(experiment()), experiment().scans[0])
    beam = spots(scene, "beam", "line")
    assert beam[:, 0].min() < beam[:, 0].max()
    assert np.ptp(beam[:, 1]) == np.ptp(beam[:, 2]) == 0
    sample = spots(scene, "sample", "dot")[0]
    assert (spots(scene, "surface", "face")[:, 0] > sample[0]).all()
    down = next(p for p in scene.parts if p.text == "gravity")
    assert down.points[0][1] < 0


def test_a_ring_turns_in_the_positive_sense() -> None:
    """Seen against the axis (it points at the reader), right-handed is against the clock."""
    scene = instrument_scene(Stances(experiment()), experiment().scans[0])
    ring = next(
        np.array(p.points) for p in scene.parts if p.kind == "arrow" and p.style == "moving"
    )
    line = spots(scene, "moving", "line")
    direction = line[-1] - line[0]
    middle = ring.mean(axis=0)
    turned = np.cross(ring[:-1] - middle, ring[1:] - middle) @ direction
    assert (turned > 0).all()


def test_two_theta_lifts_the_detector() -> None:
    """About +X, with the beam along -Z, positive two-theta moves the detector up (+Y)."""
    made = experiment(scans=(scan("1", two_theta=30.0),))
    scene = instrument_scene(Stances(made), made.scans[0])
    sample = spots(scene, "sample", "dot")[0]
    assert spots(scene, "surface", "face")[:, 1].mean() > sample[1]


def test_other_places_are_dashed() -> None:
    moving = scan("1", two_theta=0.0)
    made = experiment(scans=(moving, scan("2", two_theta=20.0), scan("3", two_theta=20.0)))
    alone = drawn([made], scan="1")
    together = drawn([made])
    assert alone.count('class="ghost"') == 0
    assert together.count('class="ghost"') == 1
    moved = experiment(scans=(scan("1", two_theta=0.0, distance=Setting(100.0, 1.0)),))
    assert drawn([moved]).count('class="ghost"') == 1


@pytest.mark.parametrize("vertical", [(0.0, 1.0, 0.0), (0.0, -1.0, 0.0)])
def test_a_vertical_beam_is_drawn(vertical: tuple[float, float, float]) -> None:
    made = experiment()
    instrument = dataclasses.replace(made.instrument, beam=vertical)
    check(drawn([dataclasses.replace(made, instrument=instrument)]))


def test_the_detector_figure_says_where_the_beam_is() -> None:
    labels = texts(check(drawn([experiment()], "detector")))
    assert "beam (50, 50)" in labels
    assert any(label.startswith("edge ") and label.endswith("Å") for label in labels)
    # Half of 50 mm at 100 mm: 2 theta = atan(0.25), d = 1 Å / (2 sin(theta)).
    edge = 1 / (2 * np.sin(np.arctan(0.25) / 2))
    assert f"edge {edge:.2f} Å" in labels
    corner = 1 / (2 * np.sin(np.arctan(0.25 * np.sqrt(2)) / 2))
    assert f"corner {corner:.2f} Å" in labels


def test_without_a_wavelength_rings_are_angles() -> None:
    labels = texts(check(drawn([experiment(wavelength=None)], "detector")))
    assert "10°" in labels
    assert not any("Å" in label for label in labels)


def test_a_detector_beside_the_beam_has_rings_too() -> None:
    made = experiment(scans=(scan("1", two_theta=100.0),))
    labels = texts(check(drawn([made], "detector")))
    assert "the beam passes far outside" in labels
    assert sum("Å" in label for label in labels) >= 3


def test_a_curved_surface_is_in_the_sketch() -> None:
    made = experiment()
    known = axes("module")
    known["module_fast"] = dataclasses.replace(
        known["module_fast"], type="rotation", vector=(0.0, 1.0, 0.0), depends_on="module_slow"
    )
    instrument = dataclasses.replace(made.instrument, axes=known)
    curved = dataclasses.replace(made, instrument=instrument)
    root = check(drawn([curved]))
    assert len((root.find(".//*[@class='surface']").get("points") or "").split()) > 20
    with pytest.raises(GeometryError, match="do not lie in a plane"):
        drawn([curved], "detector")


def test_hundreds_of_surfaces_are_drawn_thousands_are_summed_up() -> None:
    many = experiment(*(f"m{n}" for n in range(300)))
    text = drawn([many])
    assert text.count('class="surface"') == 300
    assert "300 surfaces" in text
    more = experiment(*(f"m{n}" for n in range(700)))
    text = drawn([more])
    assert 500 < text.count('class="surface"') <= 600
    assert "Of the surfaces 600 are drawn" in text
    assert len(text) < 100_000
    with pytest.raises(GeometryError, match="700 surfaces are too many"):
        drawn([more], "detector")


def test_long_chains_are_not_gone_through_for_every_surface() -> None:
    names = [f"m{n}" for n in range(40)]
    made = experiment(*names)
    known = dict(made.instrument.axes)
    for place in range(900):
        above = f"link{place - 1}" if place else "two_theta"
        known[f"link{place}"] = Axis(f"link{place}", "rotation", (0, 0, 1), depends_on=above)
    known["distance"] = dataclasses.replace(known["distance"], depends_on="link899")
    long = dataclasses.replace(made, instrument=dataclasses.replace(made.instrument, axes=known))
    text = drawn([long])
    assert text.count('class="surface"') == 22
    assert "40 surfaces" in text


def test_dials_are_summed_up() -> None:
    from imgcif_map.figures.dials import coverage_picture

    one = Coverage("omega", (("kappa", 10.0),), ("1",), ((0.0, 90.0),))
    picture = coverage_picture([one] * 30)
    assert sum(mark.style == "arc" for mark in picture.marks) == 12
    assert "and 18 settings more" in [mark.text for mark in picture.marks]
    with pytest.raises(GeometryError, match="no axis of the sample turns"):
        coverage_picture([])


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_escaped_and_short(name: str) -> None:
    made = experiment(name or "-", scans=(scan(name),))
    for figure in ("instrument", "detector", "coverage"):
        labels = texts(check(drawn([made], figure)))
        assert all(len(label) < 60 for label in labels)


def test_what_is_asked_for_has_to_be_there() -> None:
    made = [experiment()]
    for wrong, words in [
        ({"figure": "map"}, "no figure 'map'"),
        ({"scan": "7"}, "there is no scan '7'"),
        ({"frame": 91}, "has no frame 91"),
        ({"frame": 0}, "has no frame 0"),
        ({"theme": "blue"}, "no theme 'blue'"),
        ({"block": "other"}, "no data block 'other'"),
    ]:
        with pytest.raises(UsageError, match=words) as caught:
            drawn(made, **wrong)
        assert caught.value.hint
    with pytest.raises(UsageError, match="no experiment to draw"):
        drawn([])
    with pytest.raises(UsageError, match="finite"):
        View(float("nan"), 0)
    assert drawn(made, block="data_BLOCK", scan="1") != ""


def test_a_figure_without_a_detector_shows_the_goniometer() -> None:
    made = experiment()
    bare = dataclasses.replace(made, instrument=dataclasses.replace(made.instrument, surfaces=()))
    labels = texts(check(drawn([bare])))
    assert {"omega", "kappa", "beam"} <= set(labels)
    with pytest.raises(GeometryError, match="no detector surface"):
        drawn([bare], "detector")
    with pytest.raises(GeometryError, match="no detector surface"):
        drawn([dataclasses.replace(bare, goniometer=())])


def test_surfaces_without_a_size_are_refused_with_the_reason() -> None:
    made = experiment()
    unknown = dataclasses.replace(made.instrument, surfaces=(surface("module", size=0),))
    with pytest.raises(GeometryError, match="number of pixels of module is not known"):
        drawn([dataclasses.replace(made, instrument=unknown)], "detector")


def contrast(first: str, second: str) -> float:
    """WCAG 2.2: contrast ratio of two colours #rrggbb."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_stand_out(colours) -> None:
    for name in ("ink", "muted", "beam", "axis", "moving", "surface", "error", "warning"):
        for ground in ("ground", "panel"):
            assert contrast(colours[name], colours[ground]) >= 4.5, name
    assert contrast(colours["faint"], colours["ground"]) >= 3
    assert contrast(colours["ink"], colours["mark"]) >= 4.5


def test_no_colour_is_left_open() -> None:
    assert "@" not in style_sheet("light") + style_sheet("dark") + style_sheet(None, "svg.figure")
    assert "var(" not in style_sheet("light")
