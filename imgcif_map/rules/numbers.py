"""Numbers as CIF writes them: patterns, values, standard uncertainties (su).

Source: CIF 1.1 grammar, ``<Numeric>``: a number, an optional exponent, an
optional su in units of the last digit in parentheses, ``1.234(5)``. Digits are
the ASCII digits; ``1_000``, ``nan``, ``inf`` and ``1.0D3`` are no numbers. How a
complex number is written is not laid down: ``1.0+2.0j`` and ``1.0+j2.0`` are
read, with ``i`` as well, and an su after either number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Possessive (++), or else a long row of digits would take time by its square.
UNSIGNED = r"(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+"
REAL = rf"[+-]?{UNSIGNED}"
INTEGER = r"[+-]?[0-9]++"
UNCERTAINTY = r"(?:\([0-9]++\))?+"
_MEASURED = UNSIGNED + UNCERTAINTY
_WITH_UNIT = rf"(?:{_MEASURED}[ijIJ]|[ijIJ]{_MEASURED})"
IMAGINARY = rf"[+-]?(?:{_WITH_UNIT}|{_MEASURED})"
COMPLEX = rf"[+-]?(?:{_WITH_UNIT}|{_MEASURED}(?:[+-]{_WITH_UNIT})?)"

_NUMBER = re.compile(rf"({REAL})(?:\(([0-9]+)\))?")
_MANTISSA = re.compile(r"[+-]?[0-9]*\.?(?P<decimals>[0-9]*)(?:[eE](?P<exponent>[+-]?[0-9]+))?")
_COMPLEX = re.compile(COMPLEX)
_PART = re.compile(rf"[+-]?(?:{_WITH_UNIT}|{_MEASURED})")
_COLUMN = re.compile(rf"(?>(?:{REAL}{UNCERTAINTY}|[.?])\n)*+")
_FAR = 1_000_000
"""An exponent beyond this is 0 or infinite for a program, whatever it is exactly."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a value."""

    value: float
    su: float
    """NaN if none is stated."""
    digit: float
    """What a step of the last digit is worth: 0.01 for ``1.25``."""


def quantity(text: str) -> Quantity | None:
    """A real number with its su; None if the text is none."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    power = _last_power(found[1])
    su = float(f"{found[2]}e{power}") if found[2] else float("nan")
    return Quantity(float(found[1]), su, float(f"1e{power}"))


def parts(text: str, contents: str) -> tuple[Quantity, ...]:
    """The numbers of a value, () if it is none: two for Imag and Complex, one for the others."""
    if contents not in ("imag", "complex"):
        one = quantity(text)
        return () if one is None else (one,)
    if _COMPLEX.fullmatch(text) is None:
        return ()
    absent = Quantity(0.0, float("nan"), 0.0)
    real, imaginary = absent, absent
    for found in _PART.finditer(text):
        bare = re.sub("[ijIJ]", "", found[0])
        number = quantity(bare)
        assert number is not None
        if bare == found[0] and contents == "complex":
            real = number
        else:
            imaginary = number
    return (real, imaginary)


def number(text: str) -> float:
    """The value of a real number without its su; NaN if the text is none."""
    found = _NUMBER.fullmatch(text)
    return float(found[1]) if found else float("nan")


def uncertainty(text: str) -> float:
    """The su of ``12.3(4)``, here 0.4; NaN if the text states none."""
    found = quantity(text)
    return found.su if found else float("nan")


def numbers(texts: Sequence[str], plain: bool) -> NDArray[np.float64]:
    """Values of a column, shape (len,); NaN for nulls and for what is no number.

    ``plain``: all texts consist of ASCII digits, signs, points and ``e``. Only then
    is what ``float`` takes for a number one for CIF as well.
    """
    bare = texts if plain else _without_su(texts)
    if bare is not None:
        try:
            return np.fromiter(map(float, bare), dtype=np.float64, count=len(texts))
        except ValueError:
            pass
    known = {text: number(text) for text in set(texts)}
    return np.fromiter((known[text] for text in texts), dtype=np.float64, count=len(texts))


def _without_su(texts: Sequence[str]) -> list[str] | None:
    """The texts without an su, ``nan`` for nulls; None if any text is no number."""
    joined = "\n".join(texts) + "\n"
    if joined.count("\n") != len(texts) or _COLUMN.fullmatch(joined) is None:
        return None
    return ["nan" if t == "." or t == "?" else t.partition("(")[0] for t in texts]


def uncertainties(texts: Sequence[str], distinct: Iterable[str]) -> NDArray[np.float64]:
    """Parenthesised su of a column, shape (len,); NaN where none is stated."""
    known = {text: uncertainty(text) for text in distinct if text[-1:] == ")"}
    if not known:
        return np.full(len(texts), np.nan)
    nan = float("nan")
    return np.fromiter((known.get(t, nan) for t in texts), dtype=np.float64, count=len(texts))


def _last_power(text: str) -> int:
    """The power of ten of the last digit of a real number without su."""
    found = _MANTISSA.fullmatch(text)
    assert found is not None
    exponent = found["exponent"] or "0"
    digits = exponent.lstrip("+-").lstrip("0")
    power = int(digits or "0") if len(digits) < 7 else _FAR
    return (-power if exponent.startswith("-") else power) - len(found["decimals"])
