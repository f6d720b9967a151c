"""A value on its way through a mapping: data, its unit, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import CifValue
from imgcif_map.sources.record import Origin

NOT_KNOWN = CifValue("?")
"""A cell that is known not to be known: written even where a column would be left out."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Data with a unit code of the dictionaries (``millimetres``), or None if unknown.

    ``data`` is text, a number, a bool, or a numpy array (text as dtype object).
    The first dimension of an array under ``along`` is the row.
    """

    data: Any
    unit: str | None = None
    origins: tuple[Origin, ...] = ()
    functions: tuple[str, ...] = ()
    """Names of the functions applied so far, in order: for provenance."""
    kind: str = "source"
    """``source``, ``value``, ``assumption``, ``answer``, ``instrument`` or ``generated``."""

    @property
    def is_text(self) -> bool:
        return isinstance(self.data, str) or (
            isinstance(self.data, np.ndarray) and self.data.dtype == object
        )

    @property
    def array(self) -> NDArray[np.float64]:
        """The data as float64; raises ValueError or TypeError on text."""
        return np.asarray(self.data, dtype=np.float64)

    def with_data(self, data: Any, *, unit: str | bool | None = False) -> Quantity:
        """Same origin, other data; ``unit=False`` (default) keeps the unit."""
        return replace(self, data=data, unit=self.unit if unit is False else unit)  # type: ignore[arg-type]


def is_usable(data: Any) -> bool:
    """Readable and not empty: not None, not "", not NaN all over, not a length-0 array."""
    if data is None:
        return False
    if isinstance(data, str):
        return data.strip() != ""
    if isinstance(data, bool | int):
        return True
    if isinstance(data, float):
        return data == data
    array = np.asarray(data)
    if array.size == 0:
        return False
    if array.dtype.kind == "f":
        return not bool(np.isnan(array).all())
    return True
