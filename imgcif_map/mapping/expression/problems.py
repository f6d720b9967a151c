"""Syntax errors of expressions in words a non-programmer can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_NO_OPERATORS: Final = (
    "there are no operators in this language",
    "use a function: times(a, b), scale(x, factor, constant), add_one(x), negate(x)",
)


class Problem(Exception):
    """What is wrong at ``offset`` (code points from 0) of an expression."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset, self.message, self.hint = offset, message, hint


def explain(text: str, error: UnexpectedInput) -> Problem:
    """The problem behind an error of the parser."""
    offset = getattr(error, "pos_in_stream", None)
    if offset is None or offset < 0 or offset >= len(text) or _at_end(error):
        return _unfinished(text)
    return _at(text, offset)


def _at_end(error: UnexpectedInput) -> bool:
    token = getattr(error, "token", None)
    return token is not None and token.type == "$END"


def _unfinished(text: str) -> Problem:
    """The text ends too early: name the bracket that is still open, if any."""
    if not text.strip():
        return Problem(0, "an empty expression", "write null for 'nothing'")
    opened: list[tuple[int, str]] = []
    bare = re.sub(r"'[^']*'|`[^`]*`", lambda m: " " * len(m.group()), text)
    for at, char in enumerate(bare):
        if char in _PAIRS:
            opened.append((at, char))
        elif opened and char == _PAIRS[opened[-1][1]]:
            opened.pop()
    if opened:
        at, char = opened[-1]
        return Problem(
            at,
            f"'{char}' is never closed",
            'a comma inside [ ] or { } ends the value in YAML: quote the whole text, "f(a, b)"',
        )
    return Problem(len(text), "the expression ends too early")


def _at(text: str, offset: int) -> Problem:
    """What stands at ``offset`` and cannot stand there."""
    rest = text[offset:]
    char = rest[0]
    word = re.match(r"(and|or)\b", rest)
    before = text[:offset].rstrip()
    message, hint = f"unexpected '{char}'", ""
    if word and before:
        message = f"'{word.group()}' does not join conditions here"
        hint = "a YAML list means 'and': [a = 1, b = 2]; {any: [...]} means 'or'"
    elif char == "'":
        if rest.count("'") % 2:
            message, hint = "a text that is never closed", "write a quote inside a text twice: ''"
        else:
            message, hint = "unexpected text", "compare with =, join with a template in text:"
    elif char == '"':
        message, hint = "double quotes inside an expression", "use single quotes: 'NXmx'"
    elif char == "=" and before.endswith(("=", "<", ">", "!")):
        message, hint = "'==' is not a comparison", "use one of = != < <= > >= ~"
    elif char == "~" and before.endswith("="):
        message, hint = "'=~' is not a comparison", "use ~ alone"
    elif char in "=<>~" or rest.startswith("!="):
        message = "a comparison cannot stand here"
        hint = "one comparison per condition; several are a YAML list"
    elif char in "+-%^&*" and before:
        message, hint = _NO_OPERATORS
        if re.match(r"-[0-9]", rest) and re.search(r"[0-9]$", before):
            message = "a number goes on with '-'"
            start = re.search(r"[\w.:+-]*$", before)
            end = re.match(r"[\w.:+-]+", rest)
            word_text = (start.group() if start else "") + (end.group() if end else "")
            hint = f"texts stand in single quotes: '{word_text}'"
    elif char == ",":
        message = "a comma outside of a call"
        hint = "a list of candidates is a YAML list: [a, b]"
    elif char == "$":
        message, hint = "'$' without a name", "names are letters, digits and _: $det"
    elif char == "!":
        message, hint = "'!' is not known", "write 'not x' or a != b"
    elif char in ")]}":
        message = f"'{char}' closes nothing"
    elif char == "`":
        message, hint = "a back quote cannot stand here", "back quotes enclose a whole name"
    elif number := re.match(r"[0-9][0-9.]*", rest):
        message = f"unexpected number '{number.group()}'"
        hint = "a name that starts with a digit needs back quotes: `0001`"
        if before.endswith(":"):
            hint = "formats in a template are {x:06} for zeros and {x:.3f} for decimals"
    elif char == "|":
        message, hint = "'|' outside of parentheses", "alternatives of one step: (a|b)"
    elif char.isalpha() and char.isascii():
        name = re.match(r"[\w-]+", rest)
        message = f"unexpected '{name.group() if name else char}'"
        hint = "a fixed text is {value: ...}; a name with blanks needs back quotes: `like this`"
    elif not char.isascii() or char in ".:;#?\\":
        hint = "a name with other characters than letters, digits, _ and - needs back quotes"
    return Problem(offset, message, hint)
