"""Reads the unit spellings of sources: symbols, words and products of them.

Facts: NeXus ``units`` attributes (UDUNITS style), CBF and SMV headers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from imgcif_map.units.codes import (
    Powers,
    Unit,
    compatible,
    expand,
    known,
    multiply,
    name_of,
    symbol,
)
from imgcif_map.units.table import CODES, EXACT_SPELLINGS, UNSTATED, WORD_SPELLINGS

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[^\W\d_]+(?:_[^\W\d_]+)*|[%°])(?P<power>\^?[-+]?\d+|\*\*[-+]?\d+)?"
    r"|(?P<one>1)(?![\d.])|(?P<sign>[*./()]))"
)


@lru_cache(maxsize=1024)
def parse_unit(text: str, context: str | None = None) -> str | None:
    """The unit code for a spelling found in a source, or None if it is not known.

    ``context`` is the code of the target. It settles spellings with two meanings
    (``A`` is angstroms unless a current is wanted, ``C`` is Celsius unless a
    charge is) and empty text, which is no unit unless none is needed. Short
    symbols are compared with their case (``ms`` and ``Ms`` differ), words without
    it (``Degrees``). Products are read as in NeXus: ``1/s/cm^2``, ``ph s-1``;
    each ``/`` divides by the next factor only.
    """
    spelling = _tidy(text)
    target = known(context) if context else None
    if not spelling:
        return "none" if target is not None and target.is_plain else None
    if spelling in CODES or spelling in UNSTATED:
        return spelling
    found = _simple(spelling, target)
    return found if found is not None else _product(spelling, target)


def _tidy(text: str) -> str:
    """One form for the ways to write a character, no brackets around, no doubled label."""
    plain = unicodedata.normalize("NFKC", text).replace("\x00", "").strip()
    for sign in "−–‐‑":
        plain = plain.replace(sign, "-")
    for sign in "·⋅×•":
        plain = plain.replace(sign, ".")
    if re.fullmatch(r"\[[^\[\]]*\]|\([^()]*\)", plain):
        plain = plain[1:-1].strip()
    doubled = re.fullmatch(r"(\S+)\s+\1", plain)
    return doubled[1] if doubled else plain


def _simple(spelling: str, target: Unit | None) -> str | None:
    """A single symbol or word."""
    options = EXACT_SPELLINGS.get(spelling)
    if options is None:
        folded = re.sub(r"\s+", "_", spelling.casefold())
        options = WORD_SPELLINGS.get(folded) or WORD_SPELLINGS.get(folded.rstrip("."))
    if options:
        return _choose(options, target)
    own = symbol(spelling.replace("μ", "u").replace("Å", "Ao"))
    return name_of(own) if own is not None and spelling not in EXACT_SPELLINGS else None


def _choose(options: tuple[str, ...], target: Unit | None) -> str:
    """The first option that the target's unit can take, else the first."""
    if target is not None:
        for option in options:
            meant = known(option)
            if meant is not None and compatible(meant, target):
                return option
    return options[0]


def _product(spelling: str, target: Unit | None) -> str | None:
    factors = _factors(spelling)
    if factors is None:
        return None
    powers: list[tuple[str, int]] = []
    for name, power in factors:
        code = _simple(name, None)
        meant = known(code) if code is not None and code not in UNSTATED else None
        expanded = expand(code) if code is not None and meant is not None else None
        if expanded is None or meant is None or (meant.offset and len(factors) == 1):
            return None
        powers.extend((text, power * own) for text, own in expanded)
    code = name_of(multiply(powers)) if powers else "none"
    meant = known(code)
    if target is not None and meant is not None and meant.same_size(target):
        return target.code
    return code


def _factors(text: str) -> Powers | None:
    """``1/s/cm^2`` as ``(("s", -1), ("cm", -2))``; None if it is not a product."""
    text = re.sub(r"\bper\b", "/", re.sub(r"(?<=[^\W\d])_per_(?=[^\W\d])", "/", text))
    found: list[tuple[str, int]] = []
    position, divide, level, outer = 0, False, 0, [1]
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            return None if text[position:].strip() else tuple(found)
        position = match.end()
        sign = match["sign"]
        if sign == "/":
            divide = True
        elif sign == "(":
            outer.append(outer[-1] * (-1 if divide else 1))
            level, divide = level + 1, False
        elif sign == ")":
            if not level:
                return None
            outer.pop()
            level -= 1
        elif match["name"]:
            power = int((match["power"] or "1").lstrip("^*"))
            found.append((match["name"], outer[-1] * power * (-1 if divide else 1)))
            divide = False
        elif match["one"]:
            divide = False
    return tuple(found) if found and not divide and not level else None
