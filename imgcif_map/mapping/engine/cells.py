"""From a quantity to what stands in a column: type, unit, states and range of the data name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from imgcif_map.dictionary.model import Definition
from imgcif_map.errors import UnitError
from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.session import short
from imgcif_map.mapping.quantity import NOT_KNOWN, Quantity
from imgcif_map.units import convert, needs_unit

NUMBERS = frozenset({"integer", "real"})
WORDS = frozenset({"word", "code", "name", "tag"})
UNITLESS_KINDS = frozenset({"value", "assumption", "generated", "answer"})
"""Kinds whose numbers are in the dictionary's unit when they carry none."""

Report = Callable[[str, str], None]
"""Called with the kind of gap and a message."""


@dataclass(frozen=True, slots=True)
class Unfit(Exception):
    """A value cannot be what its data name asks for."""

    kind: str
    message: str


def fit(quantity: Quantity, definition: Definition, length: int | None, report: Report) -> Any:
    """The data of a cell: a scalar, or an array of ``length`` rows; None after a reported gap.

    Numbers are converted to the definition's unit, text to its spelling of a
    state. ``length`` None: one row, so one value.
    """
    try:
        if definition.contents.casefold() in NUMBERS:
            data = _number(quantity, definition)
        else:
            data = _text(quantity, definition, report)
        return _shaped(data, quantity, length)
    except Unfit as problem:
        report(problem.kind, problem.message)
        return None


def _number(quantity: Quantity, definition: Definition) -> Any:
    if isinstance(quantity.data, bool | np.bool_):
        raise Unfit("conflict", f"{short(quantity)} is not a number")
    try:
        raw = np.asarray(quantity.data)
        values = raw if raw.dtype.kind in "iuf" else raw.astype(np.float64)
    except (TypeError, ValueError):
        raise Unfit("conflict", f"{short(quantity)} is not a number") from None
    values = _in_unit(values, quantity, definition.units)
    if definition.contents.casefold() == "integer":
        if values.dtype.kind == "f":
            if not np.all(np.isfinite(values)) or np.any(values != np.rint(values)):
                raise Unfit("conflict", f"{short(quantity)} is not a whole number")
            if np.any(np.abs(values) >= 2.0**63):
                raise Unfit("conflict", f"{short(quantity)} is too large for a whole number")
            values = values.astype(np.int64)
    elif values.dtype.kind == "f" or quantity.kind in UNITLESS_KINDS:
        values = values + 0.0  # no negative zeros
    _check_range(values, quantity, definition)
    return values if values.ndim else values.item()


def _in_unit(values: Any, quantity: Quantity, target: str) -> Any:
    # A source's "pixel" may well be a plain number; what a person says has to make sense.
    plain = target == "none" and (quantity.unit is None or quantity.kind != "answer")
    if not target or plain or target == "unspecified" or quantity.unit == target:
        return values
    if quantity.unit is None:
        if quantity.kind in UNITLESS_KINDS or not needs_unit(target) or not np.any(values):
            return values
        raise Unfit("unit-missing", f"{short(quantity)} has no unit; {target} are wanted")
    try:
        return np.asarray(convert(values, quantity.unit, target))
    except UnitError as problem:
        raise Unfit("conflict", f"{short(quantity)}: {problem.message}") from None


def _check_range(values: Any, quantity: Quantity, definition: Definition) -> None:
    if definition.range is None or values.size == 0:
        return
    low, high = definition.range
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if finite.size == 0:
        return
    if (low is not None and finite.min() < low) or (high is not None and finite.max() > high):
        limits = f"{'' if low is None else low:}:{'' if high is None else high}"
        raise Unfit("conflict", f"{short(quantity)} is outside the range {limits}")


def _text(quantity: Quantity, definition: Definition, report: Report) -> Any:
    data = quantity.data
    if isinstance(data, np.ndarray) and data.ndim:
        if data.dtype.kind in "iu" and not definition.states:
            return data  # whole numbers are spelled alike as numbers and as text
        values = data.ravel().tolist()
        table = {x: _one_text(x, definition, report) for x in dict.fromkeys(values)}
        if all(value is text for value, text in table.items()):
            return data
        found = np.empty(data.size, dtype=object)
        found[:] = list(map(table.__getitem__, values))
        return found.reshape(data.shape)
    return _one_text(data, definition, report)


def _one_text(data: Any, definition: Definition, report: Report) -> Any:
    if data is None or data is NOT_KNOWN:
        return data
    text = to_text(data)
    if definition.states and definition.mandatory:
        states = {state.casefold(): state for state in definition.states}
        if text.casefold() not in states:
            known = ", ".join(definition.states)
            raise Unfit("no-target", f"{text!r} is none of the states {known}")
        return states[text.casefold()]
    if definition.contents.casefold() in WORDS and any(c.isspace() for c in text):
        report("lossy", f"{text!r} must be one word: blanks become underscores")
        return "_".join(text.split())
    return text


def _shaped(data: Any, quantity: Quantity, length: int | None) -> Any:
    shape = np.shape(data)
    if shape == ():
        return data
    if length is None:
        if shape == (1,):
            return data[0]
        raise Unfit("conflict", f"{short(quantity)}: {shape[0]} values where one is expected")
    if shape != (length,):
        raise Unfit("conflict", f"{short(quantity)}: {shape[0]} values for {length} rows")
    return data
