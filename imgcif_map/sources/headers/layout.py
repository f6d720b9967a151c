"""Declared layouts of headers: which bytes are which key, as data in ``sources/layouts``.

A layout file says

- ``header``: bytes to read; a number, or for headers that state their own length
  ``{key: HDRBLKS, times: 512, within: 2560, limit: 1048576}``;
- ``endian``: ``little``, ``big``, or a list of numbers that tell it, tried in turn:
  ``{offset, type, little: 1234, big: 4321}``;
- ``require``: patterns that the header must have, each with ``because``;
- ``fields``: binary numbers and texts, see :class:`Field`;
- ``text``: the part that is text, see :class:`Text`;
- ``differences``: ``key: [end, start]``, what one key is more than another;
- ``image``: keys whose product is the number of bytes after the header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import resources
from typing import Any, Literal

import yaml

Order = Literal["little", "big"]
TYPES = {
    "int16": "h",
    "uint16": "H",
    "int32": "i",
    "uint32": "I",
    "float32": "f",
    "float64": "d",
}
"""Codes of :mod:`struct`; ``text`` is the other type."""
REST = "rest"
"""What words beyond those that have a name are called: ``START_rest``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One binary value at ``offset`` bytes from the beginning of the file.

    ``type``: a key of TYPES, or ``text`` of ``count`` bytes, which ends at the first NUL.
    ``scale``: what the number is multiplied with, exactly. ``by``: another field it is
    multiplied with besides (motor steps by radians per step); such products are rounded
    to nine decimals. ``unit``: that of the result. ``null``: stored numbers that say
    nothing. ``date``: how a text writes a date (strptime); it becomes ISO 8601.
    """

    name: str
    offset: int
    type: str
    count: int = 1
    scale: Decimal | None = None
    by: str | None = None
    unit: str | None = None
    null: tuple[float, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text from ``offset`` on, up to ``end``, ``length`` bytes at most.

    ``width``: bytes per line where lines have no ends of their own. ``entry``: a pattern
    with the groups ``key`` and ``value``; what it does not match is not understood.
    ``words``: names for the words of a value, ``START`` gives ``START_a``, ``START_b``.
    ``pairs``: keys whose values are names and values by turns. ``skip``: a pattern for
    lines that say nothing. Values of keys that are repeated are put together.
    """

    entry: re.Pattern[str]
    offset: int = 0
    length: int | None = None
    width: int | None = None
    end: bytes | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: frozenset[str] = frozenset()
    skip: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a header as it states it: the number of ``key``, ``times`` bytes each."""

    pattern: re.Pattern[bytes]
    times: int
    within: int
    limit: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A number whose value tells the order of bytes."""

    offset: int
    type: str
    little: int
    big: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole layout file."""

    header: int | Length
    endian: Order | tuple[Mark, ...] = "little"
    require: tuple[tuple[re.Pattern[bytes], str], ...] = ()
    fields: tuple[Field, ...] = ()
    text: Text | None = None
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    image: tuple[str, ...] = ()


def load_layout(name: str) -> Layout:
    """The layout ``name``; it is part of the package. Raises ValueError for a mistake in it."""
    folder = resources.files("imgcif_map.sources.layouts")
    raw = yaml.safe_load(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    unknown = set(raw) - {"title", *Layout.__slots__}
    if unknown:
        raise ValueError(f"layout {name}: unknown {', '.join(sorted(unknown))}")
    header, endian = raw["header"], raw.get("endian", "little")
    return Layout(
        header=_length(header) if isinstance(header, dict) else int(header),
        endian=endian if isinstance(endian, str) else tuple(Mark(**mark) for mark in endian),  # type: ignore[arg-type]
        require=tuple(
            (re.compile(rule["pattern"].encode()), rule["because"])
            for rule in raw.get("require", ())
        ),
        fields=tuple(_field(key, entry) for key, entry in raw.get("fields", {}).items()),
        text=_text(raw["text"]) if "text" in raw else None,
        differences={key: (end, start) for key, (end, start) in raw.get("differences", {}).items()},
        image=tuple(raw.get("image", ())),
    )


def layout_keys(name: str) -> tuple[str, ...]:
    """All keys that a layout names; its text may have others besides."""
    layout = load_layout(name)
    words = layout.text.words if layout.text is not None else {}
    return (
        *(entry.name for entry in layout.fields),
        *(f"{key}_{word}" for key, names in words.items() for word in (*names, REST)),
        *layout.differences,
    )


def _field(name: str, entry: dict[str, Any]) -> Field:
    made = dict(entry)
    if "scale" in made:
        made["scale"] = Decimal(str(made["scale"]))
    made["null"] = tuple(made.get("null", ()))
    found = Field(name, **made)
    if found.type not in TYPES and found.type != "text":
        raise ValueError(f"{name}: unknown type {found.type}")
    return found


def _text(raw: dict[str, Any]) -> Text:
    made = dict(raw)
    made["entry"] = re.compile(made["entry"])
    made["words"] = {key: tuple(names) for key, names in made.get("words", {}).items()}
    made["pairs"] = frozenset(made.get("pairs", ()))
    made["skip"] = re.compile(made["skip"]) if "skip" in made else None
    made["end"] = made["end"].encode("latin-1") if "end" in made else None
    return Text(**made)


def _length(raw: dict[str, Any]) -> Length:
    made = dict(raw)
    pattern = re.compile(rb"%s\s*:\s*(\d{1,6})" % str(made.pop("key")).encode())
    return Length(pattern, **made)
