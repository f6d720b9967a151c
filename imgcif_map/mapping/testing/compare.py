"""Expected and found columns side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from imgcif_map.cif.document import Column
from imgcif_map.mapping.testing.model import DifferentRow

TOLERANCE = 1e-6
"""Numbers agree to this, absolute and relative."""
MOST_ROWS = 8
"""Rows of one column that are shown; the others are counted."""
MOST_IN_LINE = 4
"""Values of a column in a message."""
NULL, UNKNOWN, NO_ROW = "null (.)", "unknown (?)", "no row"
_WIDEST = 40


def values_of(column: Column) -> list[str | None]:
    """The texts of a column; nulls are None (``.``) and ``?``."""
    bare = column.delimiters() == 0
    return [
        None if text == "." and is_bare else text
        for text, is_bare in zip(column.texts(), bare.tolist(), strict=True)
    ]


def equal(found: str | None, wanted: Any) -> bool:
    """Whether a value of the output is what a test says."""
    if found is None or wanted is None:
        return found is None and wanted is None
    if isinstance(wanted, bool):
        return found == str(wanted).lower()
    if isinstance(wanted, int | float):
        number = _number(found)
        close = math.isclose
        return number is not None and close(number, wanted, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return found == str(wanted)


def different_rows(found: Sequence[str | None], wanted: Sequence[Any]) -> list[DifferentRow]:
    """All rows that differ; a row that only one side has is among them."""
    missing: Any = object()
    pairs: Iterable[tuple[Any, Any]]
    pairs = zip_longest(found, wanted, fillvalue=missing)
    return [
        DifferentRow(
            number,
            NO_ROW if theirs is missing else shown(theirs),
            NO_ROW if ours is missing else shown(ours),
            "" if missing in (ours, theirs) else _difference(ours, theirs),
        )
        for number, (ours, theirs) in enumerate(pairs, 1)
        if ours is missing or theirs is missing or not equal(ours, theirs)
    ]


def in_short(values: Sequence[Any]) -> str:
    """A column on one line."""
    texts = [shown(value) for value in values[:MOST_IN_LINE]]
    return ", ".join(texts) + (" …" if len(values) > len(texts) else "")


def shown(value: Any) -> str:
    """One value for people: nulls by their names, long texts cut, nothing invisible."""
    if value is None:
        return NULL
    if value == "?":
        return UNKNOWN
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    text = text if text and text == text.strip() else repr(text)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def remark(found: Sequence[str | None], wanted: Sequence[Any]) -> str:
    """What all the differences of a column have in common, if anything."""
    if len(found) != len(wanted) or not found:
        return ""
    if len(found) > 1 and sorted(map(str, found)) == sorted(map(_text, wanted)):
        return "the same values in another order"
    factors = [_factor(ours, theirs) for ours, theirs in zip(found, wanted, strict=True)]
    known = [factor for factor in factors if factor != 0.0]
    if not known or any(factor is None for factor in factors):
        return ""
    first = known[0]
    assert first is not None
    if all(math.isclose(factor or 0.0, first, rel_tol=1e-9) for factor in known):
        power = math.log10(abs(first))
        if first == -1.0:
            return "the sign is the other one"
        if abs(power) > 0.5 and math.isclose(power, round(power), abs_tol=1e-9) and first > 0:
            return f"{first:g} times what is expected: is a unit wrong?"
    return ""


def _text(wanted: Any) -> str:
    return str(wanted).lower() if isinstance(wanted, bool) else str(wanted)


def _factor(found: str | None, wanted: Any) -> float | None:
    """Found by expected; 0 if both are 0 or null and say nothing, None if there is none."""
    if found is None and wanted is None:
        return 0.0
    number = _number(found)
    if number is None or isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return None
    if number == 0 and wanted == 0:
        return 0.0
    return number / wanted if number and wanted else None


def _difference(found: Any, wanted: Any) -> str:
    number = _number(found)
    if number is None or isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return ""
    return f"{number - wanted:+.6g}"


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
