"""What to do about a value that is not of its type."""

from __future__ import annotations

import re

from imgcif_map.rules.contents import NUMERIC, form_of

_ENGLISH_NULLS = frozenset({"nan", "na", "n/a", "none", "null", "nil", "unknown", "-", "--", ""})
_NUMBERS: tuple[tuple[str, str], ...] = (
    (r"[+-]?[0-9]+(?:[ ,][0-9]{3})+(?:\.[0-9]*)?", "write digits without separators"),
    (r"[+-]?[0-9]*,[0-9]+(?:\([0-9]+\))?", "the decimal sign is a point"),
    (r"[+-]?[0-9.]+[dD][+-]?[0-9]+", "the exponent is written with e: 1.5e3"),
    (r"[+-]?0[xX][0-9A-Fa-f]+", "write the number in decimal digits"),
    (r"[+-]?[0-9]+(?:_[0-9]+)+", "write digits without separators"),
    (r"[+-]?[0-9.]+\([0-9]*\.[0-9]*\)", "an uncertainty counts units of the last digit: 1.25(3)"),
    (r"[+-]?[0-9.]+ *(?:\+/?-|\N{PLUS-MINUS SIGN}) *[0-9.]+", "an uncertainty is written 1.25(3)"),
    (r"[+-]?[0-9.]+(?:\([0-9]+\))[eE][+-]?[0-9]+", "an uncertainty comes last: 1.25e3(3)"),
    (r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)? +\([0-9]+\)", "write no blank before the uncertainty"),
    (r"[+-]?[0-9.]+ ?[A-Za-z%\N{DEGREE SIGN}\N{ANGSTROM SIGN}\u00c5\u00b5\u03bc]+",
     "write the number without its unit, which the dictionary gives"),
)  # fmt: skip
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def spelling_hint(text: str, contents: str) -> str:
    """Advice on a text that does not have the form of a content type; "" if there is none."""
    if text in (".", "?"):
        return "in quotes it is text; without them it is a null"
    if contents in NUMERIC:
        return _of_number(text, contents)
    if contents in ("word", "code") and " " in text:
        return "no white space is allowed here, an underscore may do"
    if contents in ("date", "datetime"):
        return _of_time(text, contents)
    if contents == "tag":
        return f"did you mean _{text}?" if re.fullmatch(r"[^_\s]\S*", text) else ""
    if contents == "version" and re.fullmatch(r"v?[0-9]+(?:\.[0-9]+)?", text):
        return "all three numbers are needed: 1.0.0"
    if contents in ("uri", "iri") and re.search(r"\s", text):
        return "a blank is written %20"
    if contents == "iri" and (form := form_of("uri")) is not None and form.accepts(text):
        return "it begins with a scheme: https://..."
    return ""


def _of_number(text: str, contents: str) -> str:
    if text.strip().casefold() in _ENGLISH_NULLS or re.fullmatch("[+-]?inf(inity)?", text.lower()):
        return "write ? for a value that is not known, . for one that does not apply"
    if contents == "integer" and re.fullmatch(r"[+-]?[0-9]+\.0*", text):
        return "write it without a decimal point"
    for pattern, advice in _NUMBERS:
        if re.fullmatch(pattern, text):
            return advice
    return ""


def _of_time(text: str, contents: str) -> str:
    if re.fullmatch(_DAY, text):
        return "there is no such day"
    if re.fullmatch(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}", text):
        return "write year, month and day with two digits each and hyphens: 2024-05-01"
    if contents == "date":
        return "only the day is wanted" if re.fullmatch(rf"{_DAY}[Tt ].*", text) else ""
    clock = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    found = re.fullmatch(rf"{_DAY}([Tt ])({clock})(.*)", text)
    if found is None:
        return ""
    if found[1] == " ":
        return "a T stands between day and time: 2024-05-01T12:30:00Z"
    if not found[3]:
        return "a time needs its offset: Z for UTC, or +01:00"
    return "write hours, minutes and seconds, and an offset with a colon: 12:30:00+01:00"
