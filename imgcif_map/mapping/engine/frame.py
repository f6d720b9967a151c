"""The frame of a block: from the source's coordinates to imgCIF's, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from imgcif_map.errors import ImgcifMapError, MappingError
from imgcif_map.geometry.frames import frame_from
from imgcif_map.geometry.vectors import lengths
from imgcif_map.mapping.engine.values import evaluate_value, value_quantity
from imgcif_map.mapping.model import FrameSpec, Value
from imgcif_map.mapping.quantity import Quantity

if TYPE_CHECKING:
    from imgcif_map.mapping.engine.block import BlockRun

Vector = NDArray[np.float64]


@dataclass
class BlockFrame:
    """Beam, up and R of one block. R has the rows X, Y, Z in source coordinates."""

    spec: FrameSpec
    run: BlockRun

    @cached_property
    def beam(self) -> Vector:
        """Unit vector along the beam, away from the source, in source coordinates."""
        if self.spec.beam is None and self.spec.fixed is not None:
            return -np.asarray(self.spec.fixed[2], dtype=float)
        return self._direction(self.spec.beam, "beam")

    @cached_property
    def up(self) -> Vector:
        """Unit vector against gravity, in source coordinates."""
        if self.spec.up is None and self.spec.fixed is not None:
            return np.asarray(self.spec.fixed[1], dtype=float)
        return self._direction(self.spec.up, "up")

    @cached_property
    def matrix(self) -> NDArray[np.float64]:
        """R, shape (3, 3): ``v_imgcif = R @ v_source``."""
        if self.spec.fixed is not None:
            return np.asarray(self.spec.fixed, dtype=float)
        flip = self.run.param("flip_axis") == "reverse" if self._has_flip else False
        candidates = [v for v in map(self._candidate, self.spec.x) if v is not None]
        try:
            frame = frame_from(
                self.beam, self.up, candidates, min_angle=self.spec.min_angle, flip=flip
            )
        except ImgcifMapError as problem:
            raise MappingError(problem.message, place=self.spec.place, hint=problem.hint) from None
        return np.asarray(frame.matrix, dtype=float)

    @property
    def _has_flip(self) -> bool:
        return "flip_axis" in self.run.mapping.params

    def _direction(self, value: Value | None, name: str) -> Vector:
        quantity = value_quantity(value, self.run.scope) if value is not None else None
        vector = _vector(quantity) if quantity is not None else None
        if vector is None:
            raise MappingError(
                f"frame: {name} is not known",
                place=self.spec.place,
                hint=f"write {name}: [x, y, z] in the coordinates of the source",
            )
        return vector / np.linalg.norm(vector)

    def _candidate(self, value: Value) -> Vector | None:
        result = evaluate_value(value, self.run.scope).result
        if isinstance(result, tuple):  # several modules: the first one decides
            result = self.run.session.read(result[0]) if result else None
        return _vector(result) if result is not None else None


def _vector(quantity: Quantity) -> Vector | None:
    """Three finite numbers that have a direction, or None."""
    try:
        vector = quantity.array
    except (TypeError, ValueError):
        return None
    usable = vector.shape == (3,) and bool(np.isfinite(vector).all()) and lengths(vector) > 0
    return vector if usable else None
