"""SMV images: a header of ``KEY=VALUE;`` lines between braces, padded to HEADER_BYTES.

Source: the format of ADSC detectors and of those who took it over (d*TREK, electron detectors).
The header states no units; a mapping does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.headers.facts import (
    Contents,
    Fact,
    Head,
    Line,
    LineMemo,
    Reader,
    decoded,
    key_name,
    number,
)
from imgcif_map.sources.headers.grammar import LineGrammar

if TYPE_CHECKING:
    from lark import Tree

LIMIT = 1 << 20
"""No header is longer; d*TREK's have some kilobytes."""
_LENGTH = re.compile(rb"HEADER_BYTES\s*=\s*(\d{1,9})", re.I)
_SIZES = {
    "signed_char": 1,
    "unsigned_char": 1,
    "short_int": 2,
    "signed_short": 2,
    "unsigned_short": 2,
    "unsigned_short_int": 2,
    "long_int": 4,
    "long_integer": 4,
    "signed_long": 4,
    "unsigned_long": 4,
    "unsigned_long_int": 4,
    "float": 4,
    "float_ieee": 4,
}
"""Bytes per pixel by TYPE or Data_type, caseless, blanks as ``_``."""
_PARTS = {"ROTATION": ("START", "END", "INCREMENT", "TIME")}
"""Lists whose first members are facts of their own: d*TREK's ``ROTATION=0 0.5 0.5 10 1 …``."""
_TWICE = ("TYPE", "COMMENT")
"""Keys that programs which copy a header write again, and mean the last."""


def known_keys() -> tuple[str, ...]:
    """Keys that the reader looks at itself."""
    return ("HEADER_BYTES", "SIZE1", "SIZE2", "TYPE")


def reader() -> Reader:
    """Reads SMV headers; lines that files share are parsed once."""
    grammar = LineGrammar("smv", "line")
    lines = LineMemo(lambda text: _facts(text, grammar))

    def read(head: Head) -> Contents:
        start = head.first(4096)
        length = _LENGTH.search(start)
        size = int(length[1]) if length else 512
        if not 0 < size <= LIMIT:
            raise UnreadableValue(f"HEADER_BYTES = {size}: not the length of a header")
        data = head.first(size)
        text, brace, _ = data.partition(b"}")
        problems = [] if brace else ["the header has no closing brace"]
        body = decoded(text.partition(b"{")[2].rstrip(b"\0"))
        found: list[Line] = []
        for line in re.split(r"[\r\n]+|(?<=;)(?=[^\r\n])", body):
            facts = lines(line.strip())
            if facts:
                found.append(facts)
            elif line.strip(" \t;"):
                problems.append(f"a line that is not KEY=VALUE: {line.strip()[:40]}")
        if not found:
            raise UnreadableValue("an SMV header without KEY=VALUE lines")
        problems += _repeated(found)
        return Contents(found, _needed(found, size), tuple(problems[:3]))

    return read


def _facts(text: str, grammar: LineGrammar) -> Iterator[Fact]:
    if "=" not in text:
        return
    tree: Tree[str] | None = grammar.parse(text)
    if tree is None:
        return
    key = key_name(str(tree.children[0]))
    value = tree.children[1] if len(tree.children) > 1 else None
    if value is None:
        yield Fact(key, "")
    elif isinstance(value, str):
        yield Fact(key, str(value).strip())
    else:
        numbers = [number(str(word)) for word in value.children if word is not None]
        names = _PARTS.get(key, ())
        if names and len(numbers) >= len(names):
            yield from (Fact(f"{key}_{n}", v) for n, v in zip(names, numbers, strict=False))
            key, numbers = f"{key}_REST", numbers[len(names) :]
        if numbers:
            yield Fact(key, numbers[0] if len(numbers) == 1 else numbers)


def _repeated(lines: list[Line]) -> Iterator[str]:
    """Keys that come again with another value: the last counts."""
    seen: dict[str, Line] = {}
    for line in lines:
        key = line[0].key
        before = seen.get(key)
        if before is not None and before != line and key not in _TWICE:
            yield f"{key} is given twice, as {before[0].value} and {line[0].value}: the last counts"
        seen[key] = line


def _needed(lines: list[Line], header: int) -> int | None:
    """Bytes of header and image; None if sizes or type are not stated, or compressed."""
    facts = {fact.key: fact.value for line in lines for fact in line}
    kind = str(facts.get("TYPE", facts.get("Data_type", ""))).lower().replace(" ", "_")
    fast, slow = facts.get("SIZE1"), facts.get("SIZE2")
    if facts.get("COMPRESSION", "None") not in ("None", "none", ""):
        return None
    if isinstance(fast, int) and isinstance(slow, int) and kind in _SIZES:
        return header + max(0, fast) * max(0, slow) * _SIZES[kind]
    return None
