"""What a value of each ``_type.contents`` looks like (ddl.dic 4.2).

Text is any text, and so has no form. Implied, ByReference and Inherited have
the form of something else: see :mod:`imgcif_map.rules.valuetype`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.moments import DATE, DATETIME, may_be_leap_second
from imgcif_map.rules.numbers import COMPLEX, IMAGINARY, INTEGER, REAL, UNCERTAINTY
from imgcif_map.rules.uris import IRI, URI_REFERENCE, host_is_legal

NUMERIC = frozenset({"integer", "real", "imag", "complex"})
CASELESS = frozenset({"code", "name", "tag"})

_NO_BLANK = r"[^ \t\r\n]"
_IDENTIFIER = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = (
    r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}"
    rf"(?:-{_IDENTIFIER}(?:\.{_IDENTIFIER})*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


@dataclass(frozen=True)
class Contents:
    """The form of one content type: a pattern, perhaps a further test, and words for it."""

    name: str
    pattern: str
    words: str
    test: Callable[[str], bool] | None = None
    doubt: str = ""
    """``test`` is needed only for texts that hold this."""

    @cached_property
    def one(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Matches a column whose values (nulls included) are joined and ended by newlines."""
        return re.compile(rf"(?>(?:{self.pattern}|[.?])\n)*+")

    def accepts(self, text: str) -> bool:
        """True if one value has this form."""
        if self.one.fullmatch(text) is None:
            return False
        return self.test is None or self.doubt not in text or self.test(text)

    def accepts_all(self, joined: str) -> bool:
        """True if all values of a column, each ended by a newline, have this form or are null.

        False if that needs a closer look.
        """
        if self.test is not None and self.doubt in joined:
            return False
        return self.whole.fullmatch(joined) is not None


_ALL = (
    Contents("word", rf"{_NO_BLANK}*", "text without white space"),
    Contents("code", rf"{_NO_BLANK}*", "a code without white space"),
    Contents("name", r"[A-Za-z0-9_]*", "a name of ASCII letters, digits and underscores"),
    Contents("tag", rf"_{_NO_BLANK}*", "a tag that starts with an underscore"),
    Contents("uri", URI_REFERENCE, "a URI reference (RFC 3986)", host_is_legal, "["),
    Contents("iri", IRI, "an IRI with its scheme (RFC 3987)", host_is_legal, "["),
    Contents("date", DATE, "a date, yyyy-mm-dd"),
    Contents(
        "datetime",
        DATETIME,
        "a date, or a date and time with its offset (RFC 3339: 2024-05-01T12:30:00Z)",
        may_be_leap_second,
        ":60",
    ),
    Contents("version", _VERSION, "a semantic version, major.minor.patch"),
    Contents("dimension", r"\[ *(?:[0-9]+ *(?:, *[0-9]+ *)*)?\]", "a dimension, [3,3]"),
    Contents("range", rf"{REAL}:(?:{REAL})?|:{REAL}", "a range, min:max"),
    Contents("integer", INTEGER + UNCERTAINTY, "an integer"),
    Contents("real", REAL + UNCERTAINTY, "a number"),
    Contents("imag", IMAGINARY, "an imaginary number, 2.0j"),
    Contents("complex", COMPLEX, "a complex number, 1.0+2.0j"),
    Contents("symop", r"0*[1-9][0-9]*(?:[_ ][0-9]{3,})?", "a symmetry operation, 2_655"),
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
