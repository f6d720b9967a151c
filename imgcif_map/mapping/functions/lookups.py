"""Functions on tables that a source has as columns: the value of the row with given keys."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.errors import UnreadableValue
from imgcif_map.geometry.vectors import lengths, normalised, vector3
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import derive, plain
from imgcif_map.mapping.quantity import Quantity, is_usable
from imgcif_map.sources.headers.facts import number

_ROUNDED = 1e-3
"""A direction written with three digits may be so much longer or shorter than 1."""


@function("values", result="the value in the row with the keys", unit="of the column")
def cell(
    call: Call, column: Quantity, keys: Quantity | None, wanted: Quantity | None,
    *more: Quantity | None,
) -> Quantity | None:  # fmt: skip
    """The value that a column has in the row whose keys are the wanted ones.

    ``keys`` is the key column (rows,), or a scalar for a table of one row; ``wanted`` the
    key; ``more`` are further key columns and keys in turn. A missing ``wanted`` asks for
    rows without a key; a missing key column has none. ``column`` is (rows,), or (n, rows)
    with one line per image, which gives (n,). Keys are equal as numbers or as texts. A
    text that is a number becomes one: in a column of numbers with one word among them all
    are texts. Rows with equal keys have to agree, else the first counts and a *conflict*
    is reported. No such row, or one without a value: missing. Unit: that of the column.
    No inverse.
    """
    pairs = [(keys, wanted), *zip_longest(more[::2], more[1::2])]
    rows = max((_rows(key) for key, _ in pairs if key is not None), default=1)
    chosen = np.ones(rows, dtype=bool)
    for key, sought in pairs:
        if key is not None and _rows(key) != rows:
            raise UnreadableValue(f"key columns of {rows} and {_rows(key)} rows")
        chosen &= _matches(key, sought, rows)
    places = np.flatnonzero(chosen)
    data = np.asarray(column.data, dtype=object if column.is_text else None)
    if data.ndim == 0 or (rows == 1 and (keys is None or np.ndim(keys.data) == 0)):
        data = data[..., np.newaxis]
    if data.shape[-1] != rows:
        raise UnreadableValue(f"a column of {data.shape[-1]} rows, keys of {rows}")
    if not len(places):
        return None
    found = data[..., places[0]]
    if any(not _equal(found, data[..., place]) for place in places[1:]):
        call.report("conflict", f"{len(places)} rows for {_shown(wanted)} differ: first used")
    value = _plain(found)
    return derive(value, column.unit, column) if is_usable(value) else None


def _rows(key: Quantity) -> int:
    shape = np.shape(key.data)
    if len(shape) > 1:
        raise UnreadableValue("keys that differ from image to image")
    return shape[0] if shape else 1


def _matches(key: Quantity | None, sought: Quantity | None, rows: int) -> NDArray[np.bool_]:
    """Which rows have the key."""
    if key is None:
        return np.full(rows, sought is None)
    data = np.atleast_1d(np.asarray(key.data, dtype=object))
    if sought is None:
        return np.array([not is_usable(value) for value in data.tolist()])
    wanted = _word(plain(np.asarray(sought.data, dtype=object)))
    return np.array([_word(value) == wanted for value in data.tolist()])


def _word(value: Any) -> Any:
    """What is compared: a number, or text without blanks around it; None for no value."""
    if not is_usable(value):
        return None
    if isinstance(value, str):
        amount = number(value)
        return value.strip() if amount is None else amount
    return value


def _equal(one: Any, other: Any) -> bool:
    words = [[_word(v) for v in np.ravel(np.asarray(x, dtype=object))] for x in (one, other)]
    return words[0] == words[1]


def _shown(wanted: Quantity | None) -> str:
    return "no key" if wanted is None else str(wanted.data)


def _plain(found: Any) -> Any:
    """A scalar, or an array with one value per image; numbers written as text are numbers."""
    array = np.asarray(found)
    if array.dtype != object:
        return plain(array)
    words = array.ravel().tolist()
    amounts = [number(w) if isinstance(w, str) else w for w in words]
    if all(isinstance(a, int | float) for a in amounts):
        return plain(np.array(amounts).reshape(array.shape))
    if array.ndim == 0:
        return words[0]
    return array


@function("geometry", result="vectors of length 1", unit="none", lossy=True)
def direction(call: Call, vector: Quantity) -> Quantity:
    """A direction as the source writes it, for sources that promise length 1.

    Numbers (3,). Kept to the digit if its length is 1 within 1e-3; another length is
    divided out and reported as a *correction*. A vector without length is an error.
    Unit: none. No inverse; see unit_vector.
    """
    array = vector3(vector.data, "direction")
    size = float(lengths(array))
    if abs(size - 1.0) <= _ROUNDED:
        return vector.with_data(array, unit=None)
    shown = " ".join(f"{x:g}" for x in array)
    unit = normalised(array, "direction")
    call.report("correction", f"direction {shown} has the length {size:g}: divided by it")
    return vector.with_data(unit, unit=None)


@function("values", result="the text before a word", yields="text", unit="none", lossy=True)
def before(text: Quantity, word: str) -> Quantity | None:
    """What stands before a word in a text, without blanks around it.

    ``before(t, 'beamline')`` of ``Ring A beamline 5`` is ``Ring A``. The word counts where
    it stands by itself, first time, upper and lower case alike. Missing if the word does
    not occur or nothing stands before it. Unit: none. No inverse; see after.
    """
    return _beside(text, word, 0)


@function("values", result="the text after a word", yields="text", unit="none", lossy=True)
def after(text: Quantity, word: str) -> Quantity | None:
    """What stands after a word in a text, without blanks around it.

    ``after(t, 'beamline')`` of ``Ring A beamline 5`` is ``5``. As before, for the other
    side. Unit: none. No inverse; see before.
    """
    return _beside(text, word, 1)


def _beside(text: Quantity, word: str, side: int) -> Quantity | None:
    words = str(plain(np.asarray(text.data, dtype=object))).split()
    folded = [w.casefold() for w in words]
    if word.casefold() not in folded:
        return None
    place = folded.index(word.casefold())
    found = words[:place] if side == 0 else words[place + 1 :]
    return text.with_data(" ".join(found), unit=None) if found else None
