"""What a value of each ``_type.contents`` looks like (ddl.dic 4.2)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.numbers import INTEGER, REAL, UNCERTAINTY

NUMERIC = frozenset({"integer", "real", "imag", "complex"})
CASELESS = frozenset({"code", "name", "tag"})

_IMAGINARY = rf"{REAL}{UNCERTAINTY}[ijIJ]"
_DAY = r"\d{4}-\d\d-\d\d"
_TIME = r"[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?"
_ZONE = r"(?:[Zz]|[+-]\d\d:\d\d)"
_URI = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}"
_SEMVER = (
    r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)"
    r"(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


@dataclass(frozen=True)
class Contents:
    """The form of one content type: a pattern, perhaps a further test, and words for it."""

    name: str
    pattern: str
    words: str
    test: Callable[[str], bool] | None = None

    @cached_property
    def one(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Matches a column whose values (nulls included) are joined and ended by newlines."""
        return re.compile(rf"(?>(?:{self.pattern}|[.?])\n)*+")

    def accepts(self, text: str) -> bool:
        """True if one value has this form."""
        return self.one.fullmatch(text) is not None and (self.test is None or self.test(text))


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    if not _is_day(text):
        return False
    clock = re.match(r"(\d\d):(\d\d):(\d\d)", text[11:])
    if clock is None:
        return len(text) == 10
    hour, minute, second = (int(part) for part in clock.groups())
    return hour < 24 and minute < 60 and second <= 60  # RFC 3339 allows a leap second


_ALL = (
    Contents("word", r"[^ \t\r\n]*", "text without white space"),
    Contents("code", r"[^ \t\r\n]*", "a code without white space"),
    Contents("name", r"[A-Za-z0-9_]*", "a name of ASCII letters, digits and underscores"),
    Contents("tag", r"_[^ \t\r\n]*", "a tag that starts with an underscore"),
    Contents("uri", rf"(?:{_URI})*", "a URI (RFC 3986)"),
    Contents("iri", rf"(?:{_URI}|[^\x00-\x9f])*", "an IRI (RFC 3987)"),
    Contents("date", _DAY, "a date, yyyy-mm-dd", _is_day),
    Contents(
        "datetime",
        rf"{_DAY}(?:{_TIME}{_ZONE})?",
        "a date, or a date and time with its offset (RFC 3339: 2024-05-01T12:30:00Z)",
        _is_moment,
    ),
    Contents("version", _SEMVER, "a version, major.minor.patch"),
    Contents("dimension", r"\[\s*(?:\d+\s*(?:,\s*\d+\s*)*)?\]", "a dimension, [3,3]"),
    Contents("range", rf"{REAL}:(?:{REAL})?|:{REAL}", "a range, min:max"),
    Contents("integer", INTEGER + UNCERTAINTY, "an integer"),
    Contents("real", REAL + UNCERTAINTY, "a number"),
    Contents("imag", rf"{REAL}{UNCERTAINTY}[ijIJ]?", "an imaginary number"),
    Contents(
        "complex",
        rf"{_IMAGINARY}|{REAL}{UNCERTAINTY}(?:[+-]{_IMAGINARY.removeprefix('[+-]?')})?",
        "a complex number, 1.0+2.0j",
    ),
    Contents("symop", r"[1-9]\d*(?:[_ ]\d{3,})?", "a symmetry operation, 2_655"),
)
_BY_NAME = {form.name: form for form in _ALL}


def form_of(contents: str) -> Contents | None:
    """The form of a resolved content type; None if any text will do (Text, Implied …)."""
    return _BY_NAME.get(contents)


def resolved(dictionary: Dictionary, definition: Definition) -> str:
    """``_type.contents`` in lower case with ByReference followed; ``text`` if it circles."""
    seen: set[str] = set()
    while definition.contents.casefold() == "byreference":
        seen.add(definition.id)
        target = dictionary.item(definition.contents_referenced_id or "")
        if target is None or target.id in seen:
            return "text"
        definition = target
    return definition.contents.casefold()
