"""One figure of one experiment, chosen by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from imgcif_map.errors import UsageError
from imgcif_map.experiment import Experiment
from imgcif_map.figures.detector import detector_picture
from imgcif_map.figures.dials import coverage_picture
from imgcif_map.figures.instrument import instrument_scene
from imgcif_map.figures.numbers import whole
from imgcif_map.figures.picture import Picture
from imgcif_map.figures.scene import View
from imgcif_map.figures.stance import Stances
from imgcif_map.figures.svg import svg
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.instrument import Scan
from imgcif_map.harmless import shortened

FIGURES = ("instrument", "detector", "coverage")
_SHOWN = 10


def drawn(
    experiments: Sequence[Experiment],
    figure: str = "instrument",
    *,
    block: str | None = None,
    scan: str | None = None,
    frame: int = 1,
    view: View | None = None,
    theme: str | None = "light",
) -> str:
    """A figure as SVG text; without a theme it takes its colours from the page around it.

    UsageError for an unknown figure, theme, scan or frame, and where there is nothing to
    draw; GeometryError where what is described cannot be placed.
    """
    if figure not in FIGURES:
        raise UsageError(f"no figure {figure!r}", hint="one of " + ", ".join(FIGURES))
    experiment, chosen = _chosen(_of_block(experiments, block), scan)
    if not 1 <= frame <= max(1, chosen.frames):
        raise UsageError(
            f"scan {shortened(chosen.id, 60)} has no frame {frame}",
            hint=f"frames are counted from 1 to {whole(max(1, chosen.frames))}",
        )
    stances = Stances(experiment)
    makers: dict[str, Callable[[], Picture]] = {
        "instrument": lambda: instrument_scene(stances, chosen, frame, others=scan is None).seen(
            view
        ),
        "detector": lambda: detector_picture(stances, chosen, frame),
        "coverage": lambda: coverage_picture(experiment.coverage),
    }
    try:
        with np.errstate(all="ignore"):  # what is no number is left out, or refused
            return svg(makers[figure](), theme)
    except (IndexError, ValueError) as error:
        raise GeometryError(f"the {figure} cannot be drawn: {error}") from None


def _of_block(experiments: Sequence[Experiment], name: str | None) -> Sequence[Experiment]:
    if name is None:
        return experiments
    wanted = name.casefold().removeprefix("data_")
    found = [e for e in experiments if e.block.casefold() == wanted]
    if not found:
        raise UsageError(
            f"no data block {name!r} describes an experiment",
            hint=f"data blocks: {_some([e.block for e in experiments]) or 'none'}",
        )
    return found


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(shortened(name, 40) for name in names[:_SHOWN])
    return shown + (", …" if len(names) > _SHOWN else "")


def _chosen(experiments: Sequence[Experiment], name: str | None) -> tuple[Experiment, Scan]:
    """The first scan, of an experiment with a detector if there is one, or that of a name."""
    every = [(experiment, scan) for experiment in experiments for scan in experiment.scans]
    if not every:
        raise UsageError(
            "there is no experiment to draw",
            hint="a data block needs axes, an array and a scan (AXIS, ARRAY_STRUCTURE_LIST, "
            "DIFFRN_SCAN)",
        )
    if name is None:
        placed = (pair for pair in every if pair[0].instrument.surfaces)
        return next(placed, every[0])
    for experiment, scan in every:
        if scan.id.casefold() == name.casefold():
            return experiment, scan
    hint = f"scans: {_some([scan.id for _, scan in every])}"
    raise UsageError(f"there is no scan {name!r}", hint=hint)
