"""What a unit code means: factor, dimensions and the kind of thing counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from imgcif_map.errors import UnitError
from imgcif_map.units.table import (
    CODES,
    OFFSETS,
    PLAIN,
    PREFIXES,
    SYMBOLS,
    UNSTATED,
    Dimensions,
)

Powers = tuple[tuple[str, int], ...]
"""Symbols with exponents: ``(("s", -1), ("cm", -2))``."""

_TERM = re.compile(r"([A-Za-z]+)(-?\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a multiple of base units: ``base = value * factor + offset``.

    Base units are metre, gram, second, ampere, kelvin, degree. ``kinds`` are the
    things counted, with exponents: ``(("photon", 1),)``.
    """

    code: str
    factor: Fraction
    dimensions: Dimensions = PLAIN
    kinds: Powers = ()
    offset: Fraction = Fraction(0)

    @property
    def is_plain(self) -> bool:
        """A number or a number of something: no dimension, no factor."""
        return self.dimensions == PLAIN and self.factor == 1

    def same_size(self, other: Unit) -> bool:
        """Whether the two differ in nothing but their names."""
        mine = (self.factor, self.dimensions, self.kinds, self.offset)
        return mine == (other.factor, other.dimensions, other.kinds, other.offset)


def unit(code: str) -> Unit:
    """What a unit code means; raises UnitError if it is not known."""
    found = known(code)
    if found is None:
        raise UnitError(f"unit code {code!r} is not known")
    return found


@cache
def known(code: str) -> Unit | None:
    """What a unit code means, or None."""
    powers = expand(code)
    if powers is None:
        return None
    made = multiply(powers)
    return Unit(code, made.factor, made.dimensions, made.kinds, OFFSETS.get(code, Fraction(0)))


def expand(code: str) -> Powers | None:
    """A code as symbols with exponents; None if it is not known."""
    if code == "none":
        return ()
    text = CODES.get(code, code)
    found = []
    for term in text.split("."):
        match = _TERM.match(term)
        if match is None or symbol(match[1]) is None:
            return None
        found.append((match[1], int(match[2] or 1)))
    return tuple(found)


@cache
def symbol(text: str) -> Unit | None:
    """A base symbol with or without a prefix: ``m``, ``um``, ``photon``."""
    if text in SYMBOLS:
        factor, dimensions, kind, _ = SYMBOLS[text]
        return Unit(text, factor, dimensions, ((kind, 1),) if kind else ())
    for prefix, size in PREFIXES.items():
        base = text[len(prefix) :]
        if text.startswith(prefix) and base in SYMBOLS and SYMBOLS[base][3]:
            factor, dimensions, _, _ = SYMBOLS[base]
            return Unit(text, factor * size, dimensions)
    return None


def multiply(powers: Iterable[tuple[str, int]]) -> Unit:
    """The unit of a product of symbols; raises UnitError for an unknown symbol."""
    factor = Fraction(1)
    dimensions = [0] * 6
    kinds: dict[str, int] = {}
    merged: dict[str, int] = {}
    for text, power in powers:
        one = symbol(text)
        if one is None:
            raise UnitError(f"unit symbol {text!r} is not known")
        merged[text] = merged.get(text, 0) + power
        factor *= one.factor**power
        dimensions = [d + power * e for d, e in zip(dimensions, one.dimensions, strict=True)]
        for kind, exponent in one.kinds:
            kinds[kind] = kinds.get(kind, 0) + power * exponent
    counted = tuple(sorted((kind, exponent) for kind, exponent in kinds.items() if exponent))
    length, mass, time, current, temperature, angle = dimensions
    code = ".".join(
        f"{text}{'' if power == 1 else power}" for text, power in merged.items() if power
    )
    return Unit(code, factor, (length, mass, time, current, temperature, angle), counted)


def name_of(made: Unit) -> str:
    """The named code of that size and dimension, or the product of symbols itself."""
    for code in CODES:
        named = known(code)
        if named is not None and named.same_size(made):
            return code
    return made.code


def product_of(*terms: tuple[str | None, int]) -> str | None:
    """The code of a product of ``(code, exponent)``; None and ``none`` count as 1.

    ``product_of(("millimetres", -1))`` is ``reciprocal_millimetres``. None if no
    term has a code. Raises UnitError for unknown codes.
    """
    powers: list[tuple[str, int]] = []
    for code, power in terms:
        expanded = expand(code) if code else ()
        if expanded is None:
            raise UnitError(f"unit code {code!r} is not known")
        powers.extend((text, power * own) for text, own in expanded)
    if all(code is None for code, _ in terms):
        return None
    return name_of(multiply(powers))


def all_codes() -> tuple[str, ...]:
    """Every unit code with a name, in the order of the table."""
    return (*CODES, *sorted(UNSTATED))


def compatible(source: Unit, target: Unit) -> bool:
    """Whether one converts to the other: same dimensions, and not two kinds of things."""
    if source.dimensions != target.dimensions:
        return False
    return source.kinds == target.kinds or not source.kinds or not target.kinds


def convertible(from_unit: str, to_unit: str) -> bool:
    """Whether ``convert`` would succeed for a number."""
    if from_unit == to_unit or to_unit in UNSTATED:
        return True
    source, target = known(from_unit), known(to_unit)
    return source is not None and target is not None and compatible(source, target)


def needs_unit(code: str | None) -> bool:
    """Whether a value for a target in ``code`` must state its unit in the source.

    False for plain and counted numbers (``none``, ``counts``, ``photons``,
    ``counts_per_photon`` …), for ``unspecified``, ``arbitrary`` and no code at all.
    """
    if code is None or code in UNSTATED:
        return False
    meant = known(code)
    return meant is None or not meant.is_plain


def is_length(code: str | None) -> bool:
    """Whether a code measures a length."""
    meant = known(code) if code else None
    return meant is not None and meant.dimensions == (1, 0, 0, 0, 0, 0) and not meant.kinds


def is_angle(code: str | None) -> bool:
    """Whether a code measures an angle."""
    meant = known(code) if code else None
    return meant is not None and meant.dimensions == (0, 0, 0, 0, 0, 1) and not meant.kinds
