"""Figures of files, as one call."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.account.read import described
from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import ImgcifMapError, UsageError
from imgcif_map.figures.draw import drawn
from imgcif_map.figures.scene import View
from imgcif_map.geometry import GeometryError
from imgcif_map.rules.context import Context


def draw(
    path_or_document: str | Path | Document,
    figure: str = "instrument",
    *,
    block: str | None = None,
    scan: str | None = None,
    frame: int = 1,
    view: tuple[float, float] | None = None,
    theme: str = "light",
    dictionary: Dictionary | None = None,
) -> str:
    """A figure of the experiment that an imgCIF file describes, as SVG text.

    ``figure`` is ``instrument``, ``detector`` (where the beam meets it, rings of resolution) or
    ``coverage`` (of the rotations). ``block`` names a data block, ``scan`` is an id (default: the
    first), ``frame`` counts from 1. ``view`` says where the instrument is seen from: degrees
    round the vertical (0 from the side, 90 from the source) and above the horizon. ``theme`` is
    ``light`` or ``dark``.
    The same file gives the same text.

    Raises UnreadableInput if the file cannot be read, UsageError where there is nothing to draw.
    """
    from imgcif_map.cif.reader import read_cif
    from imgcif_map.dictionary.load import load_dictionary

    document = path_or_document
    if not isinstance(document, Document):
        document = read_cif(document)
    context = Context(document, dictionary or load_dictionary())
    found = [experiment for experiment, _ in described(context)]
    seen = View(*view) if view is not None else None
    try:
        return drawn(found, figure, block=block, scan=scan, frame=frame, view=seen, theme=theme)
    except GeometryError as error:
        hint = "'imgcif-map validate' says what is wrong with the file"
        raise UsageError(_named(document, error), hint=hint) from None
    except UsageError as error:
        raise UsageError(_named(document, error), hint=error.hint) from None


def _named(document: Document, error: ImgcifMapError) -> str:
    return f"{document.path}: {error.message}" if document.path else error.message
