"""What is to be known of one image: size, element type, how it is stored, its highest values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_PIXELS

ENCODINGS = {
    "uint8": "unsigned 8-bit integer",
    "int8": "signed 8-bit integer",
    "uint16": "unsigned 16-bit integer",
    "int16": "signed 16-bit integer",
    "uint32": "unsigned 32-bit integer",
    "int32": "signed 32-bit integer",
    "float32": "signed 32-bit real IEEE",
    "float64": "signed 64-bit real IEEE",
    "complex64": "signed 32-bit complex IEEE",
}
"""States of ``_array_structure.encoding_type`` by the name of the element type (cif_img.dic)."""
INSTALL = 'pip install "imgcif-map[images]"'


@dataclass(frozen=True, slots=True)
class Image:
    """One image, decoded or at least described by its header.

    ``fast`` and ``slow``: pixels along its rows, and rows. ``order`` and ``compression`` are
    states of the dictionary, None if unknown. ``highest``: its largest value; ``at_limit`` and
    ``below_limit``: pixels that have the largest value of the element type, and one less.
    ``undecoded``: why the pixels were not read, and ``hint`` what to do.
    """

    name: str
    format: str
    fast: int
    slow: int
    dtype: str
    order: str | None = None
    compression: str | None = None
    highest: float | None = None
    at_limit: int = 0
    below_limit: int = 0
    undecoded: str = ""
    hint: str = ""
    embedded: bool = False

    @property
    def limit(self) -> int | None:
        """The largest value of an integer element type."""
        return type_limit(self.dtype)


def type_limit(dtype: str) -> int | None:
    """The largest value of an element type, None unless it is one of integers."""
    kind = np.dtype(dtype)
    return int(np.iinfo(kind).max) if kind.kind in "iu" else None


def order_of(dtype: np.dtype[Any]) -> str | None:
    """``little_endian`` or ``big_endian``; None for single bytes."""
    if dtype.itemsize < 2:
        return None
    return "big_endian" if dtype.newbyteorder("=") != dtype else "little_endian"


def check_size(name: str, fast: int, slow: int) -> None:
    """Raise Fault if no image may have such a size."""
    if fast < 1 or slow < 1:
        raise Fault(Kind.DAMAGED, f"{name} says that it has {fast} x {slow} pixels")
    if fast * slow > MAX_PIXELS:
        raise Fault(
            Kind.TOO_LARGE,
            f"{name} has {fast} x {slow} pixels, and images of more than {MAX_PIXELS} pixels "
            "are not read",
        )


def peaks(pixels: NDArray[Any]) -> dict[str, Any]:
    """``highest``, ``at_limit`` and ``below_limit`` of an image."""
    if pixels.dtype.kind == "c":
        return {}
    if pixels.dtype.kind == "f":
        finite = pixels[np.isfinite(pixels)]
        return {"highest": float(finite.max())} if finite.size else {}
    limit = np.iinfo(pixels.dtype).max
    return {
        "highest": int(pixels.max()),
        "at_limit": int(np.count_nonzero(pixels == limit)),
        "below_limit": int(np.count_nonzero(pixels == limit - 1)),
    }
