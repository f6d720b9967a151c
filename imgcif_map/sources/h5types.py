"""HDF5 element types, told apart without reading and without building huge numpy types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import h5py
from h5py import h5t

_NAMES = {
    h5t.TIME: "time",
    h5t.OPAQUE: "opaque",
    h5t.COMPOUND: "compound",
    h5t.REFERENCE: "reference",
    h5t.VLEN: "variable-length",
    h5t.ARRAY: "array",
}
_UNLIMITED = 2**64 - 1
"""H5S_UNLIMITED as a count or block."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element type: its name (``uint16``, ``text`` …), its size in bytes, can we read it.

    ``size`` of variable-length text is that of its pointer: see :attr:`variable`.
    """

    name: str
    size: int
    readable: bool = True
    variable: bool = False

    @property
    def numeric(self) -> bool:
        """True for plain integers and floats."""
        return self.name.startswith(("int", "uint", "float"))


def element(type_id: Any) -> Element:
    """Describe a low-level h5py type; raises one of H5_ERRORS on damaged types."""
    kind = type_id.get_class()
    size = int(type_id.get_size())
    if kind == h5t.STRING:
        return Element("text", size, variable=bool(type_id.is_variable_str()))
    if kind == h5t.INTEGER:
        sign = "" if type_id.get_sign() == h5t.SGN_2 else "u"
        return Element(f"{sign}int{8 * size}", size, size in (1, 2, 4, 8))
    if kind == h5t.BITFIELD:
        return Element(f"uint{8 * size}", size, size in (1, 2, 4, 8))
    if kind == h5t.FLOAT:
        return Element(f"float{8 * size}", size, size in (2, 4, 8, 16))
    if kind == h5t.ENUM:
        if is_bool(type_id):
            return Element("bool", size)
        return element(type_id.get_super())
    complex_class = getattr(h5t, "COMPLEX", None)
    name = "complex" if kind == complex_class else _NAMES.get(kind, "unknown")
    return Element(name, size, readable=False)


def is_bool(type_id: Any) -> bool:
    """True for the enumeration FALSE = 0, TRUE = 1, as h5py and NeXus writers spell truth."""
    if type_id.get_nmembers() != 2:
        return False
    members = {
        type_id.get_member_name(k).upper(): int(type_id.get_member_value(k)) for k in range(2)
    }
    return members == {b"FALSE": 0, b"TRUE": 1}


def dataset_extent(low: Any, plist: Any) -> tuple[int, ...] | None:
    """Shape of a data set; None for an empty one.

    Raises ValueError for a virtual data set that grows with its sources: HDF5
    would open them, whatever files they are, to find its extent.
    """
    if plist.get_layout() == h5py.h5d.VIRTUAL:
        for k in range(plist.get_virtual_count()):
            space = plist.get_virtual_vspace(k)
            if space.get_select_type() != h5py.h5s.SEL_HYPERSLABS:
                continue
            if space.is_regular_hyperslab() and _UNLIMITED in {
                int(n) for part in space.get_regular_hyperslab()[2:] for n in part
            }:
                raise ValueError("a virtual data set that grows with its sources")
    return extent(low.get_space())


def extent(space: Any) -> tuple[int, ...] | None:
    """Shape of a data space; None for an empty (null) one."""
    if space.get_simple_extent_type() == h5py.h5s.NULL:
        return None
    return tuple(int(n) for n in space.get_simple_extent_dims())
