"""Values in the form in which they are compared: by what they mean, not how they are spelled.

Source: ddl.dic 4.2, ``_type.contents``: Code, Name and Tag are compared without
regard to case by Unicode canonical caseless matching, all other text exactly.
Numbers are compared as numbers, without their su; times as moments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.rules import numbers
from imgcif_map.rules.contents import CASELESS
from imgcif_map.rules.moments import canonical_moment

_SEPARATOR = "\0,"
_INTEGER = re.compile(r"([+-]?)(?=[0-9])0*+([0-9]*+)(?:\([0-9]++\))?")


def caseless(text: str) -> str:
    """The same for texts that differ in case, or in how letters and accents are composed."""
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFD", folded)


def _integer(text: str) -> str:
    found = _INTEGER.fullmatch(text)
    if found is None:
        return text
    sign = "-" if found[1] == "-" and found[2] else ""
    return sign + (found[2] or "0")


def _real(text: str) -> str:
    value = numbers.number(text)
    return text if value != value else _shown(value)


def _complex(contents: str) -> Callable[[str], str]:
    def form(text: str) -> str:
        found = numbers.parts(text, contents)
        return "+j".join(_shown(part.value) for part in found) if found else text

    return form


def _shown(value: float) -> str:
    return repr(value + 0.0)


def _symop(text: str) -> str:
    found = text.lstrip("0").replace(" ", "_")
    # An operation alone is the one without a translation of the cell.
    return found if "_" in found else f"{found}_555"


def _dimension(text: str) -> str:
    return re.sub(r"\b0+(?=[0-9])", "", text.replace(" ", ""))


def _range(text: str) -> str:
    low, colon, high = text.partition(":")
    return _real(low) + colon + _real(high)


FORMS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        **dict.fromkeys(CASELESS, caseless),
        "integer": _integer,
        "real": _real,
        "imag": _complex("imag"),
        "complex": _complex("complex"),
        "symop": _symop,
        "dimension": _dimension,
        "range": _range,
        "datetime": canonical_moment,
    }
)
"""By content type; values of any other are compared as they stand."""


def canonical_form(contents: str) -> Callable[[str], str]:
    """What turns a value of that content type into the form in which it is compared."""
    return FORMS.get(contents, str)


def canonical(text: str, contents: str) -> str:
    """One value as its content type compares it."""
    return canonical_form(contents)(text)


def canonical_value(value: CifValue, contents: str) -> str:
    """A List or Table as it is compared: by its elements, whatever blanks and quotes it has.

    A null inside is no text; the entries of a Table have no order.
    """
    if value.delimiter == Delimiter.LIST:
        items = [canonical_value(x, contents) for x in value.items if isinstance(x, CifValue)]
        return f"\0[{_SEPARATOR.join(items)}\0]"
    if value.delimiter == Delimiter.TABLE:
        pairs = sorted(
            f"{key}\0:{canonical_value(element, contents)}"
            for key, element in (x for x in value.items if isinstance(x, tuple))
        )
        return f"\0{{{_SEPARATOR.join(pairs)}\0}}"
    return "\0" + value.text if value.is_null else canonical(value.text, contents)
