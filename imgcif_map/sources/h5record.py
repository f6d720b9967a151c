"""Groups, data sets and dead links of HDF5 files as lazy records."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import h5py

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.h5attribute import NexusAttribute, Owner, text_of
from imgcif_map.sources.h5files import H5_ERRORS, Files, LinkProblem, Target
from imgcif_map.sources.h5images import image_stack
from imgcif_map.sources.h5links import Aim, Walk
from imgcif_map.sources.h5types import dataset_extent, element
from imgcif_map.sources.h5values import read_dataset
from imgcif_map.sources.images import ImageStack
from imgcif_map.sources.plain import decode
from imgcif_map.sources.record import Data, Origin, Record

MAX_DEPTH = 100
MAX_MEMBERS = 100_000
KEPT_ELEMENTS = 4_000_000
"""Values up to this size are kept after the first reading."""


@dataclass(frozen=True, slots=True)
class _Resolved:
    """What became of a node's link."""

    target: Target | None = None
    kind: str = "nothing"
    identity: Hashable = None
    problem: str | None = None
    aim: Aim | None = None


class NexusRecord(Owner):
    """A group, a data set or a link that leads nowhere."""

    parent: NexusRecord | None

    def __init__(self, files: Files, parent: NexusRecord | None, raw_name: bytes) -> None:
        self.files = files
        self.parent = parent
        self.raw_name = raw_name
        self.name = decode(raw_name)
        self.depth: int = parent.depth + 1 if parent else 0
        self._children: tuple[NexusRecord, ...] | None = None
        self._attributes: dict[str, NexusAttribute] | None = None
        self._kept: list[Any] = []

    @cached_property
    def _resolved(self) -> _Resolved:
        """The object, or why it cannot be reached, and the external link on the way."""
        if self.parent is None:
            return self._opened(self.files.root(), None)
        above = self.parent.target
        if above is None:
            return _Resolved(problem="its group cannot be reached")
        walk = Walk(self.files)
        try:
            target = walk.step(above, self.raw_name)
        except LinkProblem as problem:
            return _Resolved(problem=str(problem), aim=walk.aim)
        if self.depth > MAX_DEPTH:
            return _Resolved(problem=f"nested deeper than {MAX_DEPTH} groups", aim=walk.aim)
        return self._opened(target, walk.aim)

    def _opened(self, target: Target, aim: Aim | None) -> _Resolved:
        """Opening it now finds damage now, as an error of the node."""
        try:
            low = self.files.low(target)
            address = int(h5py.h5o.get_info(low).addr)
        except H5_ERRORS:
            return _Resolved(problem="damaged: the object cannot be opened", aim=aim)
        kind = "nothing"
        if isinstance(low, h5py.h5g.GroupID):
            kind = "group"
        elif isinstance(low, h5py.h5d.DatasetID):
            kind = "dataset"
        return _Resolved(target, kind, (target.file, address), None, aim)

    @property
    def target(self) -> Target | None:
        """Where the object really is; None if it cannot be reached."""
        return self._resolved.target

    @property
    def aim(self) -> Aim | None:
        """Where an external link points whose file cannot be reached; else None."""
        return self._resolved.aim

    @cached_property
    def error(self) -> str | None:
        if self._resolved.problem is not None:
            return self._resolved.problem
        above: Record | None = self.parent
        while self._resolved.kind == "group" and above is not None:
            if above.identity == self.identity:
                return f"cyclic link: the same group as {above.path}"
            above = above.parent
        return None

    def low(self) -> Any:
        """The low-level object; raises UnreadableValue."""
        target = self._resolved.target
        if target is None:
            raise UnreadableValue(self._resolved.problem or "cannot be reached")
        try:
            return self.files.low(target)
        except H5_ERRORS as error:
            raise UnreadableValue("the object can no longer be opened") from error

    @cached_property
    def path(self) -> str:
        """Path inside the master, over links of all kinds."""
        if self.parent is None:
            return "/"
        return f"{self.parent.path.rstrip('/')}/{self.name}"

    @property
    def origin(self) -> Origin:
        target = self.target
        if target is None:
            return Origin(self.files.shown, self.path)
        return Origin(target.shown, decode(target.path))

    @property
    def identity(self) -> Hashable:
        return self._resolved.identity or (self.files.master, "link", self.path)

    @property
    def is_leaf(self) -> bool:
        return self._resolved.kind != "group"

    @cached_property
    def nx_class(self) -> str | None:
        return text_of(self.attribute("NX_class"))

    @cached_property
    def unit(self) -> str | None:
        return text_of(self.attribute("units"))

    def children(self) -> Sequence[Record]:
        if self._children is None:
            names: list[bytes] = []
            if self._resolved.kind == "group" and self.error is None:
                names = self._member_names()
            self._children = tuple(NexusRecord(self.files, self, name) for name in names)
            self._by_name = {child.name: child for child in self._children}
        return self._children

    def _member_names(self) -> list[bytes]:
        try:
            group = self.low()
            if group.get_num_objs() > MAX_MEMBERS:
                self.__dict__["error"] = f"more than {MAX_MEMBERS} members"
                return []
            return list(group)
        except (UnreadableValue, *H5_ERRORS):
            self.__dict__["error"] = "damaged: the members of the group cannot be listed"
            return []

    def child(self, name: str) -> Record | None:
        self.children()
        return self._by_name.get(name)

    def attributes(self) -> Sequence[Record]:
        if self._attributes is None:
            self._attributes = {}
            try:
                names: list[bytes] = []
                h5py.h5a.iterate(self.low(), names.append)
                for raw in names[:MAX_MEMBERS]:
                    name = decode(raw)
                    self._attributes[name] = NexusAttribute(self, raw, name)
            except (UnreadableValue, *H5_ERRORS):
                pass  # damaged attributes are as good as none
        return tuple(self._attributes.values())

    def attribute(self, name: str) -> Record | None:
        self.attributes()
        return (self._attributes or {}).get(name)

    def read(self) -> Data:
        if self.error is not None:
            raise UnreadableValue(self.error)
        if self._resolved.kind != "dataset":
            return None
        if self._kept:
            return self._kept[0]
        target = self.target
        assert target is not None
        value = read_dataset(self.files, target, self.low())
        if getattr(value, "size", 1) <= KEPT_ELEMENTS:
            if hasattr(value, "setflags"):
                value.setflags(write=False)
            self._kept.append(value)
        return value

    @cached_property
    def _described(self) -> tuple[tuple[int, ...] | None, str | None]:
        if self.error is not None or self._resolved.kind != "dataset":
            return None, None
        try:
            low = self.low()
            name = element(low.get_type()).name
            return dataset_extent(low, low.get_create_plist()), name
        except (UnreadableValue, *H5_ERRORS):
            return None, None

    @cached_property
    def images(self) -> ImageStack:
        """Where the frames are that this data set holds or stands for."""
        resolved = self._resolved
        if resolved.aim is not None:
            return ImageStack.unseen(resolved.aim.file, resolved.aim.path, resolved.aim.absence)
        if self.error is not None or resolved.target is None or resolved.kind != "dataset":
            return ImageStack(problem=self.error or "not a data set")
        return image_stack(self.files, resolved.target)
