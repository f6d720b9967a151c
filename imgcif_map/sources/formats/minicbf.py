"""The lines of a miniCBF header (``_array_data.header_contents``) as facts.

Source: CBF header conventions PILATUS_1.2, SLS/DECTRIS_1.1 and what writers made of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from imgcif_map.sources.headers.facts import Fact, LineMemo, number
from imgcif_map.sources.headers.grammar import LineGrammar
from imgcif_map.units import parse_unit

if TYPE_CHECKING:
    from lark import Tree

KEYS = ("timestamp", "Detector", "model", "serial", "site", "sensor_material", "sensor_thickness")
"""Names for what lines without a key say."""


def line_reader() -> LineMemo:
    """Reads one line after the other; a line seen before is not parsed again.

    Keys are those of the header. Besides, a line without a key gives ``timestamp``; the
    detector's line ``Detector`` (all of it), ``model``, ``serial`` and ``site``; the
    sensor's line ``sensor_material`` and ``sensor_thickness``.
    """
    grammar = LineGrammar("minicbf", "line", "text")
    return LineMemo(lambda line: _facts(line, grammar))


def _facts(line: str, grammar: LineGrammar) -> Iterator[Fact]:
    if not line.strip(" \t\r#"):
        return
    tree = grammar.parse(line)
    if tree is None:
        return
    kind: Any = tree.data if tree.data == "text" else tree.children[0].data  # type: ignore[union-attr]
    inner: Tree[str] = tree if kind == "text" else tree.children[0]  # type: ignore[assignment]
    parts: list[Any] = [None if part is None else part for part in inner.children]
    if kind == "stamp":
        yield Fact("timestamp", str(parts[0]))
    elif kind == "sensor":
        yield Fact("sensor_material", str(parts[0]))
        yield Fact("sensor_thickness", number(parts[1]), _word(parts[2]))
    elif kind == "detector":
        yield Fact("Detector", line.split("Detector", 1)[1].lstrip(" \t:=").strip())
        for key, part in zip(("model", "serial", "site"), parts, strict=True):
            if part is not None:
                yield Fact(key, str(part).strip())
    elif kind == "text":
        yield Fact(str(parts[0]), str(parts[1] or "").strip())
    else:
        yield _entry(parts, line, grammar)


def _word(part: Any) -> str | None:
    return None if part is None else str(part).strip()


def _entry(parts: list[Any], line: str, grammar: LineGrammar) -> Fact:
    key, value = str(parts[0]), parts[1]
    words = [part for part in value.children if part is not None]
    numbers = [number(word) for word in words if word.type == "NUMBER"]
    # Some writers repeat the unit: 199.1e-09 s s.
    units = [" ".join(dict.fromkeys(str(w).split())) for w in words if w.type == "UNIT"]
    if any(parse_unit(unit) is None for unit in units) or len(set(units)) > 1:
        # A remark that begins with a number; two units in one line are nobody's business.
        rest = line.split(key, 1)[1].lstrip(" \t:=").strip()
        return Fact(key, rest)
    unit = units[0] if units else None
    return Fact(key, numbers if value.data in ("list", "size") else numbers[0], unit)
