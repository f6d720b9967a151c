"""What a line means as an answer: one value or several, and their unit."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from imgcif_map.dictionary.model import Definition
from imgcif_map.mapping.engine.cells import NUMBERS
from imgcif_map.mapping.yamltree import resolve
from imgcif_map.rules.numbers import REAL
from imgcif_map.units import parse_unit

MAX_LINE = 100_000
_NUMBER = re.compile(rf"({REAL})(.*)", re.DOTALL)
_COMMA = re.compile(r"[0-9],[0-9]")
Scalar = str | int | float
Listed = list[Scalar | None]
"""One value per row; None where it does not apply."""


@dataclass(frozen=True)
class Given:
    """An answer as typed: a value, or a list of them, in a unit if one was named."""

    data: Scalar | Listed
    unit: str | None = None
    """As it was typed; :func:`imgcif_map.units.parse_unit` knows it."""


class Refused(Exception):
    """Why a line is no answer, to be told to whoever typed it."""


def given(line: str, definition: Definition, wanted: int | None) -> Given:
    """The answer that a line is; raises Refused.

    ``wanted`` is the number of rows: a list is possible if it is above 1, and, for
    numbers and single words, if it is None (any number). Quotes keep a text together.
    """
    text = line.strip()
    if len(text) > MAX_LINE:
        raise Refused(f"{len(text)} characters are too many: use an answers file")
    if not text.isprintable():
        raise Refused("there are characters in it that cannot be seen")
    numeric = definition.contents.casefold() in NUMBERS
    free = definition.contents.casefold() == "text" and not definition.states
    parts = [text]
    if (wanted is None and not free) or (wanted is not None and wanted != 1):
        parts = _split(text)
    elif _quoted(text):
        parts = [text[1:-1]]
    if len(parts) > 1 and wanted is not None and len(parts) != wanted:
        quotes = "" if numeric else "; a text with a comma in it needs quotes"
        choice = f"give one for all, or {wanted}" if wanted else "give one for all"
        raise Refused(f"{len(parts)} values for {wanted or 'all'} rows: {choice}{quotes}")
    if numeric and wanted is None and _COMMA.search(text):
        raise Refused("decimals are written with a point, and two values with a blank between")
    if any(not part.strip() for part in parts):
        raise Refused("a value is empty")
    if len(parts) > 1 and set(parts) == {"."}:
        raise Refused("if it applies to no row, a single . says so")
    if numeric:
        return _numbers(parts)
    return Given(parts[0] if len(parts) == 1 else [None if p == "." else p for p in parts])


def _quoted(text: str) -> bool:
    return len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]


def _split(text: str) -> list[str]:
    """Parts between commas; quotes keep one together."""
    if _quoted(text) and text.count(text[0]) == 2:
        return [text[1:-1]]
    try:
        [parts] = csv.reader([text], skipinitialspace=True, strict=True)
    except (csv.Error, ValueError):
        raise Refused("a quote is not closed, or something follows it") from None
    return [part.strip() for part in parts]


def _numbers(parts: list[str]) -> Given:
    if len(parts) == 1:
        return Given(*_number(parts[0]))
    pairs = [_number(part) for part in parts if part != "."]
    units = list(dict.fromkeys(unit for _, unit in pairs if unit))
    if len(units) > 1:
        raise Refused(f"values in different units, {' and '.join(units)}: give all in one")
    if units and any(unit is None for _, unit in pairs[:-1]) and pairs[-1][1] is None:
        raise Refused(f"some values are in {units[0]} and some have no unit")
    unit = units[0] if units else None
    values = iter(pairs)
    return Given([None if part == "." else next(values)[0] for part in parts], unit)


def _number(text: str) -> tuple[Scalar, str | None]:
    """A number, and the unit after it as typed."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Refused(f"{text!r} is not a number")
    digits, rest = found[1], found[2].strip()
    if rest.startswith("("):
        raise Refused("an uncertainty has a data name of its own: give the value alone")
    if rest[:1] == ",":
        raise Refused(f"{text!r} is not one number: decimals are written with a point")
    value = resolve(digits)
    if not isinstance(value, int | float):  # so many digits that YAML has a text in it
        raise Refused(f"{digits[:20]}… has too many digits")
    if rest and parse_unit(rest) is None:
        raise Refused(f"{rest!r} is not a unit that is known here")
    return value, rest or None
