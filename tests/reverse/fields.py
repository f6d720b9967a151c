"""Fields of two NeXus files side by side, by class and name. Nothing of the package is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np

_FACTORS = {
    "m": ("L", 1e3), "mm": ("L", 1.0), "um": ("L", 1e-3), "nm": ("L", 1e-6),
    "angstrom": ("L", 1e-7), "Angstrom": ("L", 1e-7), "angstroms": ("L", 1e-7),
    "s": ("T", 1.0), "sec": ("T", 1.0), "ms": ("T", 1e-3), "us": ("T", 1e-6),
    "deg": ("A", 1.0), "degree": ("A", 1.0), "degrees": ("A", 1.0), "rad": ("A", 180 / np.pi),
    "eV": ("E", 1.0), "keV": ("E", 1e3), "electron_volts": ("E", 1.0),
    "Hz": ("1/T", 1.0), "K": ("K", 1.0), "mA": ("I", 1.0), "kV": ("V", 1.0),
    "pixel": ("", 1.0), "pixels": ("", 1.0), "": ("", 1.0),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A data set."""

    path: str
    value: Any
    unit: str

    def same(self, other: Field) -> bool:
        """Equal, to the precision that the coarser of the two is stored with."""
        one, two = np.ravel(self.value), np.ravel(other.value)
        if one.dtype.kind in "SOU" or two.dtype.kind in "SOU":
            return [_text(x) for x in one] == [_text(x) for x in two]
        if one.size != two.size and 1 not in (one.size, two.size):  # one number for all frames
            return False
        kind, factor = _FACTORS.get(self.unit, (self.unit, 1.0))
        other_kind, other_factor = _FACTORS.get(other.unit, (other.unit, 1.0))
        if kind != other_kind and "" not in (self.unit, other.unit):
            return False
        if "" in (self.unit, other.unit):
            factor = other_factor = 1.0
        single = any(a.dtype.kind == "f" and a.dtype.itemsize <= 4 for a in (one, two))
        near = 1.2e-7 if single else 1e-12
        left, right = one.astype(float) * factor, two.astype(float) * other_factor
        return bool(np.allclose(left, right, rtol=near, atol=0, equal_nan=True))


def field_of(entry: h5py.Group, path: str) -> Field:
    """One field; a path that begins with ``..`` is seen from above the entry."""
    up = path.startswith("../")
    node = (entry.parent if up else entry)[path.removeprefix("../")]
    return Field(node.name, node[()], _text(np.ravel(node.attrs.get("units", ""))[0]))


def fields(entry: h5py.Group) -> dict[tuple[str, str], list[Field]]:
    """All small data sets of an entry, by the class of their group and their name."""
    found: dict[tuple[str, str], list[Field]] = {}
    for key, field in _below(entry):
        found.setdefault(key, []).append(field)
    return found


def _below(group: h5py.Group, inside: str = "NXentry") -> Iterator[tuple[tuple[str, str], Field]]:
    for name in group:
        try:
            node = group[name]
        except (KeyError, OSError):  # a link to a file that is not there
            continue
        if isinstance(node, h5py.Group):
            yield from _below(node, _text(np.ravel(node.attrs.get("NX_class", ""))[0]))
        elif isinstance(node, h5py.Dataset) and node.size < 100_000:
            unit = node.attrs.get("units", "")
            yield (inside, name), Field(node.name, node[()], _text(np.ravel(unit)[0]))


def _text(value: Any) -> str:
    return (value.decode() if isinstance(value, bytes) else str(value)).strip("\x00 ")
