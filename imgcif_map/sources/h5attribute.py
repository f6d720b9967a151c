"""Attributes of HDF5 groups and data sets as records."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

import h5py

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.h5files import H5_ERRORS, Target
from imgcif_map.sources.h5types import element, extent
from imgcif_map.sources.h5values import read_attribute
from imgcif_map.sources.record import Data, Origin, Record


class Measured(Record):
    """A record that knows shape and element type without being read."""

    @property
    @abstractmethod
    def _described(self) -> tuple[tuple[int, ...] | None, str | None]:
        """Shape and element type as HDF5 states them; (None, None) if there is no value."""

    @property
    def shape(self) -> tuple[int, ...] | None:
        return collapsed(self._described[0])

    @property
    def dtype(self) -> str | None:
        return self._described[1] if self._described[0] is not None else None


class Owner(Measured):
    """What an attribute needs of the node it belongs to."""

    @property
    @abstractmethod
    def target(self) -> Target | None:
        """Where the object really is; None if it cannot be reached."""

    @abstractmethod
    def low(self) -> Any:
        """The low-level object; raises UnreadableValue."""


class NexusAttribute(Measured):
    """An attribute of a group or data set."""

    def __init__(self, owner: Owner, raw_name: str | bytes, name: str) -> None:
        self.owner = owner
        self.parent = owner
        self.raw_name = raw_name if isinstance(raw_name, bytes) else raw_name.encode("utf-8")
        self.name = name
        self._kept: list[Any] = []

    @property
    def origin(self) -> Origin:
        owner = self.owner.origin
        return Origin(owner.file, f"{owner.path}/@{self.name}")

    @property
    def path(self) -> str:
        return f"{self.owner.path.rstrip('/')}/@{self.name}"

    @property
    def identity(self) -> Hashable:
        return (self.owner.identity, "@" + self.name)

    def children(self) -> Sequence[Record]:
        return ()

    def _low(self) -> Any:
        return h5py.h5a.open(self.owner.low(), self.raw_name)

    def read(self) -> Data:
        if not self._kept:
            target = self.owner.target
            if target is None:
                raise UnreadableValue("its owner cannot be reached")
            try:
                low = self._low()
            except H5_ERRORS as error:
                raise UnreadableValue("damaged attribute") from error
            self._kept.append(read_attribute(low, target.file))
        return self._kept[0]

    @cached_property
    def _described(self) -> tuple[tuple[int, ...] | None, str | None]:
        try:
            low = self._low()
            return extent(low.get_space()), element(low.get_type()).name
        except (UnreadableValue, *H5_ERRORS):
            return None, None


def collapsed(shape: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The shape that ``read`` delivers: that of one element is ()."""
    return () if shape is not None and all(n == 1 for n in shape) else shape


def text_of(attribute: Record | None) -> str | None:
    """A text attribute's value: one text, or an array of which all elements are the same."""
    if attribute is None:
        return None
    try:
        value = attribute.read()
    except UnreadableValue:
        return None
    if hasattr(value, "tolist"):
        different = set(value.ravel().tolist())
        value = different.pop() if len(different) == 1 else None
    return value.strip() or None if isinstance(value, str) else None
