"""Records from the sparse ``given:`` of mapping tests.

Keys are paths: ``/entry:NXentry/sample:NXsample/name``; ``name:Class`` gives a
class, a last part ``@name`` an attribute. A key without ``/`` hangs below the
root (header formats). Values are scalars, lists, or maps with these keys:

``value``, ``unit``, ``class``, ``@name`` (attributes); ``error`` (the record cannot
be reached); ``dtype``, ``shape`` (image data: no value); ``link``: a path in
``given``, or ``file.h5:/path`` for another file, broken unless ``shape`` says what
is there; ``sources``: maps with ``link`` and ``shape``, joined to a virtual data set.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableValue, UsageError
from imgcif_map.sources.images import ImageStack
from imgcif_map.sources.plain import plain
from imgcif_map.sources.record import Data, Record, TreeRecord

_KEYS = {"value", "unit", "class", "error", "dtype", "shape", "link", "sources"}


@dataclass(eq=False)
class GivenRecord(TreeRecord):
    """A record in memory that may declare data it does not hold."""

    declared_shape: tuple[int, ...] | None = None
    declared_dtype: str | None = None
    stack: ImageStack | None = None

    @property
    def shape(self) -> tuple[int, ...] | None:
        return super().shape if self.declared_shape is None else self.declared_shape

    @property
    def dtype(self) -> str | None:
        if self.declared_dtype is not None:
            return self.declared_dtype
        return super().dtype

    def read(self) -> Data:
        value = super().read()
        if value is None and self.declared_shape is not None:
            raise UnreadableValue("image data are never read")
        return value

    @property
    def images(self) -> ImageStack:
        """Where the frames are that this record declares."""
        if self.stack is not None:
            return self.stack
        if self.problem is not None:
            return ImageStack(problem=self.problem)
        return ImageStack.simple(self.file, self.path, self.shape, self.dtype)


class LinkRecord(Record):
    """Another name for a record of the same tree."""

    def __init__(self, name: str, parent: Record, path: str) -> None:
        self.name = name
        self.parent = parent
        self.to = path

    @property
    def _target(self) -> Record | None:
        at: Record | None = self.root
        for step in self.to.strip("/").split("/"):
            at = at.child(step) if at is not None and not isinstance(at, LinkRecord) else None
        return None if isinstance(at, LinkRecord) else at

    def _there(self) -> Record:
        target = self._target
        if target is None:
            raise UnreadableValue(self.error or "broken link")
        return target

    @property
    def path(self) -> str:
        assert self.parent is not None
        return f"{self.parent.path.rstrip('/')}/{self.name}"

    @property
    def nx_class(self) -> str | None:
        return None if self._target is None else self._target.nx_class

    @property
    def origin(self) -> Any:
        assert self.parent is not None
        return self.parent.origin if self._target is None else self._target.origin

    @property
    def identity(self) -> Hashable:
        return id(self) if self._target is None else self._target.identity

    @property
    def error(self) -> str | None:
        if self._target is None:
            return f"soft link to {self.to!r} is broken: no such object"
        return self._target.error

    @property
    def is_leaf(self) -> bool:
        return self._target is None or self._target.is_leaf

    def children(self) -> Sequence[Record]:
        return () if self._target is None else self._target.children()

    def attributes(self) -> Sequence[Record]:
        return () if self._target is None else self._target.attributes()

    def read(self) -> Data:
        return self._there().read()

    @property
    def unit(self) -> str | None:
        return None if self._target is None else self._target.unit

    @property
    def shape(self) -> tuple[int, ...] | None:
        return None if self._target is None else self._target.shape

    @property
    def dtype(self) -> str | None:
        return None if self._target is None else self._target.dtype

    @property
    def images(self) -> ImageStack:
        target = self._target
        if isinstance(target, GivenRecord):
            return target.images
        return ImageStack(problem=self.error or "not a data set")


def record_from_given(
    given: Mapping[str, Any], options: Mapping[str, Any] | None = None
) -> TreeRecord:
    """The root of the tree that ``given`` describes.

    ``options``: ``file`` (name of the pretended file, default ``given``), ``under``
    (path below which keys without ``/`` hang, default the root). Raises
    UsageError for a key or map it does not understand.
    """
    chosen = dict(options or {})
    root = GivenRecord("", file=str(chosen.get("file", "given")))
    for key, content in given.items():
        path = str(key)
        if not path.startswith("/"):
            path = f"{str(chosen.get('under', '')).rstrip('/')}/{path}"
        _enter(root, path, content)
    return root


def _enter(root: GivenRecord, path: str, content: Any) -> None:
    steps = [step for step in path.split("/") if step]
    if not steps:
        raise UsageError(f"given: {path!r} names no record")
    at = root
    for step in steps[:-1]:
        at = _node(at, step)
    last = steps[-1]
    if last.startswith("@"):
        _set_attribute(at, last[1:], content)
    elif isinstance(content, Mapping) and "link" in content and _inside(content["link"]):
        if set(content) != {"link"}:
            raise UsageError(f"given: {path}: a link to a record has no other keys")
        at.nodes[last] = LinkRecord(last, at, content["link"])
    elif isinstance(content, Mapping):
        _fill(_node(at, last), content, path)
    else:
        _node(at, last).value = _value(content)


def _inside(link: Any) -> bool:
    return isinstance(link, str) and ":/" not in link


def _node(above: GivenRecord, step: str) -> GivenRecord:
    name, _, nx_class = step.partition(":")
    found = above.nodes.get(name)
    if found is None:
        found = above.add(GivenRecord(name, file=above.file))
    if not isinstance(found, GivenRecord):
        raise UsageError(f"given: {found.path} is a link and cannot have members")
    if nx_class:
        found.value_class = nx_class
        _set_attribute(found, "NX_class", nx_class)
    return found


def _set_attribute(owner: GivenRecord, name: str, content: Any) -> None:
    attribute = GivenRecord(name, parent=owner, file=owner.file)
    if isinstance(content, Mapping):
        _fill(attribute, content, f"{owner.path}/@{name}")
    else:
        attribute.value = _value(content)
    owner.attrs[name] = attribute
    if name == "units" and isinstance(attribute.value, str):
        owner.value_unit = attribute.value or None
    if name == "NX_class" and isinstance(attribute.value, str):
        owner.value_class = attribute.value


def _fill(record: GivenRecord, content: Mapping[str, Any], path: str) -> None:
    unknown = [key for key in content if key not in _KEYS and not str(key).startswith("@")]
    if unknown:
        hint = f"one of {', '.join(sorted(_KEYS))} or @attribute"
        raise UsageError(f"given: {path}: unknown key {unknown[0]!r}", hint=hint)
    record.value = _value(content.get("value"))
    if "class" in content:
        _set_attribute(record, "NX_class", content["class"])
    if "unit" in content:
        _set_attribute(record, "units", content["unit"])
    for key, value in content.items():
        if key.startswith("@"):
            _set_attribute(record, key[1:], value)
    record.problem = content.get("error")
    record.declared_shape = _shape(content, path)
    record.declared_dtype = content.get("dtype")
    if "sources" in content:
        record.stack = _joined([_source(source, path) for source in content["sources"]])
    elif "link" in content:
        record.stack = _source(content, path)
        if record.declared_shape is None and record.value is None and record.problem is None:
            record.problem = f"external link to {content['link']!r} is broken: no such file"


def _shape(content: Mapping[str, Any], path: str) -> tuple[int, ...] | None:
    shape = content.get("shape")
    if shape is None:
        return None
    sizes = shape if isinstance(shape, list | tuple) else [shape]
    if not all(isinstance(n, int) and n >= 0 for n in sizes):
        raise UsageError(f"given: {path}: shape is a list of whole numbers")
    return () if prod(sizes) == 1 else tuple(sizes)


def _source(content: Mapping[str, Any], path: str) -> ImageStack:
    file, separator, inside = str(content.get("link", "")).partition(":/")
    if not separator:
        raise UsageError(f"given: {path}: a link to a file is written file:/path")
    shape = _shape(content, path)
    if shape is None:
        return ImageStack.unseen(file, "/" + inside)
    return ImageStack.simple(file, "/" + inside, shape, content.get("dtype"))


def _joined(stacks: list[ImageStack]) -> ImageStack:
    """One after the other along the first dimension; all of known length."""
    which = [np.full(s.length or 0, k, dtype=np.int64) for k, s in enumerate(stacks)]
    frames = [s.frame for s in stacks if s.frame is not None]
    kinds = {s.dtype for s in stacks if s.dtype is not None}
    return ImageStack(
        tuple(s.places[0] for s in stacks),
        np.concatenate(which) if which else np.empty(0, np.int64),
        np.concatenate(frames) if frames else np.empty(0, np.int64),
        kinds.pop() if len(kinds) == 1 else None,
    )


def _value(content: Any) -> Any:
    if not isinstance(content, list | tuple):
        return content
    if not content:
        return np.empty(0)
    try:
        texts = any(isinstance(leaf, str) for leaf in _leaves(content))
        return plain(np.array(content, dtype=object if texts else None))
    except (TypeError, ValueError) as error:
        raise UsageError(f"given: not a value: {content!r}") from error


def _leaves(content: Any) -> list[Any]:
    if isinstance(content, list | tuple):
        return [leaf for part in content for leaf in _leaves(part)]
    return [content]
