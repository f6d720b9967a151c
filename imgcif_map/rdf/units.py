"""Unit codes of the dictionaries as QUDT units, or as units of our own.

Data: ``imgcif_map/units/qudt.csv``; factors and dimensions come from the table of units.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from imgcif_map.rdf.terms import TYPE, Iri, Literal, Triple
from imgcif_map.rdf.vocabulary import CIFUNIT, QUDT, SKOS, UNIT, decimal, encoded, text
from imgcif_map.units.codes import Unit, known
from imgcif_map.units.table import UNSTATED

DATA = Path(__file__).resolve().parent.parent / "units" / "qudt.csv"
_VECTOR = "http://qudt.org/vocab/dimensionvector/"
_UCUM = Iri(QUDT.UCUMcs)
_DIGITS, _DIGITS_OF_ANGLES = 34, 17


@dataclass(frozen=True, slots=True)
class UnitTerm:
    """A unit code in RDF; None or "" where there is nothing to say."""

    code: str
    own: Iri
    """Our own IRI for the code."""
    qudt: Iri | None = None
    exact: bool = False
    """Whether the QUDT unit means the same; else it is a broader one (photons are counts)."""
    ucum: str = ""
    multiplier: str = ""
    """What a value is multiplied with to be in SI units, in decimal digits."""
    offset: str = ""
    """What is added to a value before that (``qudt:conversionOffset``)."""
    dimension: Iri | None = None
    """A QUDT dimension vector."""

    @property
    def iri(self) -> Iri | None:
        """What ``qudt:hasUnit`` points at: QUDT's unit if it means the same, else our own.

        None for codes that say that the unit is not said, and for unknown ones.
        """
        if not self.ucum:
            return None
        return self.qudt if self.exact else self.own


@lru_cache(maxsize=1024)
def unit_term(code: str) -> UnitTerm:
    """What a unit code is in RDF; an unknown one has an IRI and nothing else."""
    own = Iri(str(CIFUNIT) + encoded(code))
    row = _rows().get(code)
    if row is None or code in UNSTATED:
        return UnitTerm(code, own)
    meant = known(code)
    return UnitTerm(
        code=code,
        own=own,
        qudt=UNIT[row["qudt"]] if row["qudt"] else None,
        exact=row["match"] == "exact",
        ucum=row["ucum"],
        multiplier=row["multiplier"] or (_multiplier(meant) if meant else ""),
        offset=_plain(meant.offset) if meant and meant.offset else "",
        dimension=Iri(_VECTOR + (row["dimension"] or (_vector(meant) if meant else ""))),
    )


def unit_codes() -> tuple[str, ...]:
    """Every code of the data file."""
    return tuple(_rows())


def has_unit(code: str) -> Iri | None:
    """What ``qudt:hasUnit`` of a value in that unit points at; None if there is no unit to say."""
    return unit_term(code).iri if code else None


def unit_triples(codes: Iterable[str]) -> Iterator[Triple]:
    """Descriptions of unit codes: our own units, and how they stand to QUDT's and UCUM's."""
    for code in dict.fromkeys(codes):
        yield from _description(unit_term(code))


def _description(term: UnitTerm) -> Iterator[Triple]:
    yield term.own, TYPE, SKOS.Concept
    if term.ucum:
        yield term.own, TYPE, QUDT.Unit
    yield term.own, SKOS.notation, text(term.code)
    yield term.own, SKOS.prefLabel, Literal(term.code.replace("_", " "), None, "en")
    if term.ucum:
        yield term.own, QUDT.ucumCode, Literal(term.ucum, _UCUM)
    if term.multiplier:
        yield term.own, QUDT.conversionMultiplier, decimal(term.multiplier)
    if term.offset:
        yield term.own, QUDT.conversionOffset, decimal(term.offset)
    if term.dimension:
        yield term.own, QUDT.hasDimensionVector, term.dimension
    if term.qudt:
        yield term.own, SKOS.exactMatch if term.exact else SKOS.broadMatch, term.qudt


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return {row["code"]: row for row in csv.DictReader(lines)}


def _multiplier(meant: Unit) -> str:
    """To SI: the table counts in grams and degrees, SI in kilograms and radians."""
    mass, angle = meant.dimensions[1], meant.dimensions[5]
    turned = Fraction(math.pi) / 180
    factor = meant.factor * Fraction(1, 1000) ** mass * turned**angle
    return _plain(factor, _DIGITS_OF_ANGLES if angle else _DIGITS)


def _plain(value: Fraction, digits: int = _DIGITS) -> str:
    """Decimal digits without an exponent and with a point, as QUDT writes them."""
    context = Context(prec=digits)
    number = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    shown = format(number, "f")
    whole, _, part = shown.partition(".")
    return f"{whole}.{part.rstrip('0') or '0'}"


def _vector(meant: Unit) -> str:
    length, mass, time, current, temperature, _ = meant.dimensions
    plain = 0 if any((length, mass, time, current, temperature)) else 1
    return f"A0E{current}L{length}I0M{mass}H{temperature}T{time}D{plain}"
