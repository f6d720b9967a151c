"""The experiments that a CIF file or document describes, as geometric models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary

if TYPE_CHECKING:
    from imgcif_map.experiment.model import Experiment


def experiments(
    source: str | Path | Document,
    dictionaries: Dictionary | str | Path | Sequence[str | Path] | None = None,
) -> tuple[Experiment, ...]:
    """The experiments of an imgCIF file or document, one per data block and ``_diffrn.id``.

    Each has axes, detector surfaces, scans and wavelengths, in millimetres, degrees and
    ångström, and computes laboratory positions of pixels, beam centre, distance,
    resolution and coverage. Raises UnreadableInput for a file that cannot be read.
    What is wrong in it shows as a GeometryError when something is computed from it.
    """
    from imgcif_map.cif.reader import read_cif
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rules.context import Context
    from imgcif_map.rules.img.instruments import described

    document = source if isinstance(source, Document) else read_cif(source)
    dictionary = dictionaries
    if not isinstance(dictionary, Dictionary):
        names = (dictionary,) if isinstance(dictionary, (str, Path)) else dictionary or ()
        dictionary = load_dictionary(*names)
    return tuple(of.experiment for of in described(Context(document, dictionary)))
