"""``imgcif-map draw``."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common, outputs
from imgcif_map.errors import UsageError

SVG, PNG = ".svg", ".png"


class Figure(StrEnum):
    """``--figure``."""

    INSTRUMENT = "instrument"
    DETECTOR = "detector"
    COVERAGE = "coverage"


class Theme(StrEnum):
    """``--theme``."""

    LIGHT = "light"
    DARK = "dark"


def draw(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An imgCIF file.")],
    figure: Annotated[
        Figure,
        typer.Option(metavar="instrument|detector|coverage", help="What to draw."),
    ] = Figure.INSTRUMENT,
    block: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The data block, where a file has several."),
    ] = None,
    scan: Annotated[
        str | None, typer.Option(metavar="ID", help="The scan; the first one by default.")
    ] = None,
    frame: Annotated[
        int, typer.Option(metavar="N", help="The frame of the scan, counted from 1.")
    ] = 1,
    view: Annotated[
        str | None,
        typer.Option(
            metavar="DEG,DEG",
            help="Where to see the instrument from: degrees round the vertical (0 from the side, "
            "90 from the source) and above the horizon. By default 35,22.",
        ),
    ] = None,
    theme: Annotated[
        Theme, typer.Option(metavar="light|dark", help="For a light or a dark page.")
    ] = Theme.LIGHT,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="*.svg or *.png; '-' is SVG to stdout."
        ),
    ] = outputs.STDOUT,
) -> None:
    """Draw the experiment that an imgCIF file describes.

    instrument: beam, sample, axes with the sense of rotation and detector in space, at a frame.
    detector: where the beam meets it, with rings of resolution. coverage: how far axes turn.
    PNG needs the extra 'figures': pip install "imgcif-map[figures]".

    \b
    Examples:
      imgcif-map draw scan.cif -o instrument.svg
      imgcif-map draw scan.cif --view 90,0 --frame 2 -o instrument.png
      imgcif-map draw scan.cif --figure detector --theme dark > detector.svg
    """
    looked = parsed(view)
    _check(file, output)
    from imgcif_map.account.drawing import draw as drawn

    text = drawn(
        file, figure.value, block=block, scan=scan, frame=frame, view=looked, theme=theme.value
    )
    _write(text, output)
    raise typer.Exit(common.OK)


def _check(file: Path, output: Path) -> None:
    if output != outputs.STDOUT and output.suffix.lower() not in (SVG, PNG):
        raise UsageError(f"{output}: figures are SVG or PNG", hint="name a file *.svg or *.png")
    outputs.check([file], [output])


def _write(text: str, output: Path) -> None:
    if output.suffix.lower() != PNG:
        outputs.write_all([(output, [text])])
        return
    from imgcif_map.atomic import atomic_writer
    from imgcif_map.figures.png import to_png

    pixels = to_png(text)
    with atomic_writer(output, "wb") as stream:
        stream.write(pixels)


def parsed(view: str | None) -> tuple[float, float] | None:
    """``35,22`` as two angles; UsageError for anything else."""
    if view is None:
        return None
    try:
        first, second = (float(part) for part in view.split(","))
    except ValueError:
        first = second = math.nan
    if not (math.isfinite(first) and math.isfinite(second)):
        raise UsageError(f"--view {view}: not of the form DEG,DEG", hint="for example --view 90,0")
    return first, second
