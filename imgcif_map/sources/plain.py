"""Raw values of files turned into plain ones: text without padding, shortest decimals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_POWERS = np.array([float(f"1e{k}") for k in range(23)])
"""10**0 … 10**22: the powers of ten that float64 holds exactly."""


def decode(raw: bytes | str) -> str:
    """Text without NUL and space padding; UTF-8, else Latin-1 (which never fails)."""
    if isinstance(raw, bytes):
        raw = raw.split(b"\0", 1)[0]
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    else:
        text = raw.split("\0", 1)[0]
        if not text.isascii():
            # h5py hands on bytes that are not UTF-8 as surrogates
            text = _without_surrogates(text)
    return text.rstrip(" ")


def _without_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    return text


def plain(value: Any) -> Any:
    """A numpy array or scalar as :meth:`Record.read` promises it.

    Arrays of one element become scalars, integers int64 (or uint64), float16 and
    float32 float64 by their shortest decimal, byte order native. Raises TypeError for element
    types that are neither numbers, truth values nor text.
    """
    array = np.asarray(value)
    kind = array.dtype.kind
    if kind in "SOU":
        texts = [_text(v) for v in array.ravel().tolist()]
        if array.size == 1:
            return texts[0]
        result = np.empty(array.size, dtype=object)
        result[:] = texts
        return result.reshape(array.shape)
    if kind == "f":
        array = shortest_decimal(array)
    elif kind not in "iub":
        raise TypeError(f"elements of type {array.dtype} are not supported")
    if array.size == 1:
        return array.reshape(()).item()
    if array.dtype.kind in "iu" and array.dtype.itemsize < 8:
        return array.astype(np.int64)  # nothing overflows in later arithmetic
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def _text(value: Any) -> str:
    if isinstance(value, bytes | str):
        return decode(value)
    raise TypeError(f"elements of type {type(value).__name__} are not supported")


def shortest_decimal(array: NDArray[Any]) -> NDArray[np.float64]:
    """Float64 whose shortest decimal is that of each float16, float32 or long double.

    ``0.1`` stored as float32 becomes 0.1, not 0.10000000149. Same shape.
    """
    if array.dtype.itemsize == 8:
        return array.astype(np.float64, copy=False)
    if array.dtype.itemsize != 4:
        if array.dtype.itemsize > 8:
            return array.astype(np.float64)
        values, where = np.unique(array.astype(np.float16), return_inverse=True)
        table = np.array([float(str(v)) for v in values], dtype=np.float64)
        return np.asarray(table[where.reshape(array.shape)], dtype=np.float64)
    single = array.astype(np.float32, copy=False).ravel()
    if single.size < 64:
        return np.array([float(str(v)) for v in single], dtype=np.float64).reshape(array.shape)
    return _shortest_single(single).reshape(array.shape)


def _shortest_single(single: NDArray[np.float32]) -> NDArray[np.float64]:
    """For float32, vectorised: the fewest significant digits (1 to 9) that give it back.

    m / 10**k with exact m and 10**k is the correctly rounded float64 of that
    decimal. Powers of two (their neighbours are unevenly spaced) and numbers
    beyond 10**±13 (10**k not exact) go the slow way.
    """
    with np.errstate(invalid="ignore"):  # signalling NaN
        exact = single.astype(np.float64)
    size = np.abs(exact)
    result = exact.copy()
    usual = np.isfinite(exact) & (size > 1e-12) & (size < 1e12)
    usual &= (single.view(np.uint32) & np.uint32(0x7FFFFF)) != 0
    open_ = np.flatnonzero(usual)
    exponent = np.floor(np.log10(size[open_])).astype(np.int64)
    for digits in range(1, 10):
        if not open_.size:
            break
        shift = digits - 1 - exponent
        up, down = _POWERS[np.clip(shift, 0, 22)], _POWERS[np.clip(-shift, 0, 22)]
        trial = np.rint(exact[open_] * up / down) * down / up
        good = trial.astype(np.float32) == single[open_]
        result[open_[good]] = trial[good]
        open_, exponent = open_[~good], exponent[~good]
    odd = np.flatnonzero(np.isfinite(exact) & (size > 0) & ~usual)
    if odd.size:
        values, where = np.unique(single[odd], return_inverse=True)
        result[odd] = np.array([float(str(v)) for v in values])[where]
    return result
