"""A source to imgCIF, to NXmx and to imgCIF again, and what differs between the two imgCIFs."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.api import Conversion, convert
from imgcif_map.cif.document import Block
from imgcif_map.cif.writer import write_cif
from imgcif_map.reverse import Written, to_nexus

NAMED_BY_FILE = (
    "_audit_dataset.id", "_diffrn.id", "_diffrn_detector.diffrn_id",
    "_diffrn_measurement.diffrn_id",
    "_diffrn_radiation.diffrn_id", "_diffrn_source.diffrn_id", "_diffrn_attenuator.diffrn_id",
)  # fmt: skip
"""Ids made from the name of the source file."""


@dataclass(frozen=True)
class Trip:
    """All that was made on the way."""

    source: Path
    first: Conversion
    back: Written
    path: Path
    again: Conversion

    @property
    def blocks(self) -> tuple[Block, Block]:
        [one], [other] = self.first.document.blocks, self.again.document.blocks
        return one, other


def trip(source: Path, folder: Path, images: Sequence[Path] = ()) -> Trip:
    """There and back in an empty folder, with copies of the image files."""
    for image in images:
        shutil.copy(image, folder / image.name)
    first = convert([source])
    cif = folder / f"{source.stem}.cif"
    write_cif(first.document, cif)
    back = to_nexus(cif, folder=folder)
    path = folder / "back.nxs"
    back.write(path)
    return Trip(source, first, back, path, convert([path], allow_dirs=[source.parent]))


def different(one: Block, other: Block, tolerance: float = 0.0) -> dict[str, tuple[str, str]]:
    """Data names whose columns differ, with the first values that do."""
    found = {}
    for name in dict.fromkeys([*one.columns, *other.columns]):
        a, b = one.column(name), other.column(name)
        if name in NAMED_BY_FILE:
            continue
        left = a.texts() if a is not None else []
        right = b.texts() if b is not None else []
        if len(left) != len(right):
            found[name] = (f"{len(left)} values", f"{len(right)} values")
            continue
        for x, y in zip(left, right, strict=True):
            if not _same(x, y, tolerance):
                found[name] = (x, y)
                break
    return found


def _same(x: str, y: str, tolerance: float) -> bool:
    if x == y:
        return True
    try:
        return math.isclose(float(x), float(y), rel_tol=tolerance, abs_tol=tolerance)
    except ValueError:
        return False
