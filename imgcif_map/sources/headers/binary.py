"""Reads headers by a declared layout: numbers at their offsets, texts line by line."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.headers.facts import (
    MEMO_LIMIT,
    Contents,
    Fact,
    Head,
    Line,
    Reader,
    key_name,
    number,
)
from imgcif_map.sources.headers.layout import (
    REST,
    TYPES,
    Field,
    Layout,
    Order,
    Text,
    load_layout,
)

_DECIMALS = 9
"""Products of steps and radians per step have noise beyond."""
_TOLD = 3


def layout_reader(name: str) -> Reader:
    """Reads headers laid out as ``sources/layouts/NAME.yaml`` says; never reads pixels.

    Values that files share are the same Line. A header that is too short for its binary
    part, or is not as the layout requires, raises UnreadableValue.
    """
    layout = load_layout(name)
    memo = _Memo()

    def read(head: Head) -> Contents:
        size = _size(layout, head)
        data = head.first(size)
        if layout.fields and len(data) < size:
            raise UnreadableValue(f"the file ends in its header: {len(data)} of {size} bytes")
        for pattern, because in layout.require:
            if not pattern.search(data):
                raise UnreadableValue(because)
        order = _order(layout, data)
        problems: list[str] = []
        lines = [memo.field(layout, entry, data, order) for entry in layout.fields]
        if layout.text is not None:
            lines += _lines(layout.text, data, memo, problems)
        known = {fact.key: fact for line in lines for fact in line}
        lines += [memo.difference(key, known, *pair) for key, pair in layout.differences.items()]
        lines = [line for line in lines if line]
        if not lines:
            raise UnreadableValue("a header that says nothing")
        return Contents(lines, _needed(layout, known, size), tuple(problems[:_TOLD]))

    return read


def _size(layout: Layout, head: Head) -> int:
    if isinstance(layout.header, int):
        return layout.header
    length = layout.header
    found = length.pattern.search(head.first(length.within))
    size = int(found[1]) * length.times if found else length.within
    if not 0 < size <= length.limit:
        raise UnreadableValue(f"a header of {size} bytes by its own account")
    return size


def _order(layout: Layout, data: bytes) -> Order:
    if isinstance(layout.endian, str):
        return layout.endian
    for mark in layout.endian:
        for order, wanted in (("little", mark.little), ("big", mark.big)):
            if _unpacked(data, mark.offset, mark.type, order) == wanted:
                return "little" if order == "little" else "big"
    raise UnreadableValue(
        f"the header does not say in which order its bytes are (byte {layout.endian[0].offset})"
    )


def _unpacked(data: bytes, offset: int, kind: str, order: str) -> int | float:
    code = ("<" if order == "little" else ">") + TYPES[kind]
    value: int | float = struct.unpack_from(code, data, offset)[0]
    return value


@dataclass
class _Memo:
    """Lines by what they were made of, so that equal values of many files are one object."""

    known: dict[tuple[Any, ...], Line] = field(default_factory=dict)

    def keep(self, key: tuple[Any, ...], facts: list[Fact]) -> Line:
        if len(self.known) >= MEMO_LIMIT:
            self.known.clear()
        return self.known.setdefault(key, tuple(facts))

    def field(self, layout: Layout, entry: Field, data: bytes, order: Order) -> Line:
        """One binary field; nothing for a number that says nothing, and an empty text."""
        wide = entry.count if entry.type == "text" else struct.calcsize(f"<{TYPES[entry.type]}")
        raw = data[entry.offset : entry.offset + wide]
        factor = None
        if entry.by is not None:
            other = next(f for f in layout.fields if f.name == entry.by)
            factor = _unpacked(data, other.offset, other.type, order)
        key = (entry.name, raw, order, repr(factor))
        found = self.known.get(key)
        return found if found is not None else self.keep(key, _fact(entry, raw, order, factor))

    def difference(self, key: str, known: dict[str, Fact], end: str, start: str) -> Line:
        """How much more one key is than another; nothing if one of them has no number."""
        first, second = known.get(end), known.get(start)
        if first is None or second is None:
            return ()
        if not isinstance(first.value, int | float) or not isinstance(second.value, int | float):
            return ()
        fact = Fact(key, round(first.value - second.value, _DECIMALS), first.unit)
        return self.keep(("-", key, fact.value, fact.unit), [fact])


def _fact(entry: Field, raw: bytes, order: Order, factor: float | None) -> list[Fact]:
    if entry.type == "text":
        text = raw.split(b"\0", 1)[0].decode("latin-1").strip()
        return [Fact(entry.name, _date(text, entry.date))] if text else []
    value = _unpacked(raw, 0, entry.type, order)
    if value in entry.null:
        return []
    if factor is not None:
        value = value * factor
    if math.isfinite(value) and entry.scale is not None:
        value = float(Decimal(str(value)) * entry.scale)
    if not math.isfinite(value):
        return [Fact(entry.name, problem=f"{entry.name} is not a finite number")]
    return [Fact(entry.name, round(value, _DECIMALS) if factor is not None else value, entry.unit)]


def _date(text: str, form: str | None) -> str:
    """ISO 8601 if the text is a date of that form, else the text as it is."""
    if form is None:
        return text
    try:
        return datetime.strptime(text, form).isoformat()
    except ValueError:
        return text


def _lines(layout: Text, data: bytes, memo: _Memo, problems: list[str]) -> Iterator[Line]:
    entries: dict[str, list[str]] = {}
    for line in _split(layout, data):
        matches = list(layout.entry.finditer(line))
        if not matches and not (layout.skip is not None and layout.skip.match(line)):
            problems.append(f"a line that is not understood: {line[:40]}")
        for match in matches:
            entries.setdefault(match["key"].strip(), []).append((match["value"] or "").strip())
    for key, values in entries.items():
        text = " ".join(values).strip()
        found = memo.known.get((key, text))
        yield found if found is not None else memo.keep((key, text), _named(layout, key, text))


def _split(layout: Text, data: bytes) -> Iterator[str]:
    """The lines that are not blank; binary rubbish is no text."""
    body = data[layout.offset :][: layout.length]
    if layout.end is not None:
        body = body.split(layout.end, 1)[0]
    if layout.width is None:
        parts = body.replace(b"\r", b"\n").split(b"\n")
    else:
        parts = [body[at : at + layout.width] for at in range(0, len(body), layout.width)]
    for part in parts:
        text = part.strip(b"\0\x1a \t\r\n").decode("latin-1")
        if text and text.isprintable():
            yield text


def _named(layout: Text, key: str, text: str) -> list[Fact]:
    base, words = key_name(key), text.split()
    if key in layout.pairs and len(words) % 2 == 0:
        pairs = zip(words[::2], words[1::2], strict=True)
        return [Fact(f"{base}_{key_name(name)}", _value(word)) for name, word in pairs]
    names = layout.words.get(key)
    if names is None:
        return [Fact(base, _value(text))]
    facts = [Fact(f"{base}_{name}", _value(word)) for name, word in zip(names, words, strict=False)]
    if len(words) > len(names):
        facts.append(Fact(f"{base}_{REST}", " ".join(words[len(names) :])))
    return facts


def _value(text: str) -> int | float | str:
    found = number(text)
    return text if found is None else found


def _needed(layout: Layout, known: dict[str, Fact], header: int) -> int | None:
    if not layout.image:
        return header
    total = 1
    for key in layout.image:
        fact = known.get(key)
        if fact is None or not isinstance(fact.value, int) or fact.value < 0:
            return header
        total *= fact.value
    return header + total
