"""Spans that need a closer look: triple quotes, brackets, binary sections, broken ones."""

from __future__ import annotations

import re

from imgcif_map.cif.binary import BOUNDARY
from imgcif_map.cif.containers import ContainerReader
from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.kinds import COMMENT, HASH, RESERVED, SEMICOLON, STRUCTURE, next_structure
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import Source

_WORD = re.compile(rb"[^\x00-\x20]*+")
_BINARY = re.compile(rb";[ \t]*\n" + re.escape(BOUNDARY))
_NAME_BEFORE = re.compile(rb"\n[ \t]*_[A-Za-z][^\s]*[ \t]*\Z")
_SPLITS = (b"_", b"'", b'"', b"#", b"[", b"{")
_NEAR = 8192
"""How far a doubtful end is looked for: a quote on an endless line, a bracket in CIF 1.1."""
_TRIES = 20
"""How often CIF 2.0 values are looked for in a CIF 1.1 file without success."""

Read = tuple[int | None, int, int]
"""Kind (None: not a span after all), stop, end."""


class Lost(Exception):
    """A text field runs to the end of the file."""


class Irregular:
    """Reads one span at a time; ``wary`` distrusts the ends of text fields."""

    def __init__(self, source: Source, version: str, problems: Problems, *, wary: bool) -> None:
        self.source = source
        self.data = source.data
        self.old = version == "1.1"
        self.problems = problems
        self.wary = wary
        self.extras: list[tuple[int, int]] = []
        self._failures = 0

    def read(self, start: int) -> Read:
        """Kind, stop and end of the span that starts at ``start``."""
        byte = self.data[start]
        if byte == SEMICOLON:
            return self._text_field(start)
        if byte in b"'\"":
            return self._quoted(start)
        if byte == HASH:
            end = self.source.line_end(start)
            return COMMENT, end, end
        return self._container(start)

    # -- text fields -----------------------------------------------------------------

    def _text_field(self, start: int) -> Read:
        data = self.data
        close = data.find(b"\n;", start)
        kind = Delimiter.BINARY if _BINARY.match(data, start) else Delimiter.TEXT
        if close < 0 and not self.wary:
            raise Lost
        if close < 0 or (self.wary and _NAME_BEFORE.search(data, start, close)):
            stop = next_structure(data, start)
            if close < 0 and kind is Delimiter.BINARY:
                return kind, stop, stop + 2  # CIF030 has said it
            if close < 0 or stop < close:
                self.problems.add(
                    "CIF003",
                    start,
                    "this text field is not closed",
                    hint="expected a line that starts with ;",
                )
                return kind, stop, stop + 2
        stop = close + 2
        return kind, self._expect_blank(stop, "the ; that closes a text field"), stop

    # -- quoted strings ----------------------------------------------------------------

    def _quoted(self, start: int) -> Read:
        data = self.data
        quote = data[start : start + 1]
        if data.startswith(quote * 3, start):
            found = self._triple(start, quote * 3)
            if found is not None:
                return found
        kind = Delimiter.SINGLE if quote == b"'" else Delimiter.DOUBLE
        line = self.source.line_end(start)
        near = min(line, start + _NEAR)
        loose = re.compile(re.escape(quote) + rb"(?=[\x00-\x20]|\Z)")
        close = loose.search(data, start + 1, min(near + 1, len(data)))
        strict = data.find(quote, start + 1, near)
        if close is not None and (self.old or strict == close.start()):
            return kind, close.end(), close.end()
        if strict < 0 or (self.old and close is None):
            return self._unclosed(start, quote, kind, line)
        return self._glued(start, quote, kind, strict + 1, close.end() if close else -1)

    def _unclosed(self, start: int, quote: bytes, kind: Delimiter, line: int) -> Read:
        self.problems.add(
            "CIF002",
            start,
            f"this string is not closed by {quote.decode()} on its line",
            hint="close it, or use a text field for text of several lines",
        )
        stop = len(self.data[:line].rstrip()) if line - start < _NEAR else line
        return kind, max(stop, start + 1), max(stop, start + 1) + 1

    def _glued(self, start: int, quote: bytes, kind: Delimiter, strict: int, loose: int) -> Read:
        """CIF 2.0: the closing quote is followed by something else than whitespace."""
        rest = self.data[strict : strict + 8]
        if (rest.startswith(_SPLITS) and loose < 0) or RESERVED.match(rest):
            return kind, self._expect_blank(strict, f"the closing {quote.decode()}"), strict
        self.problems.add(
            "CIF006",
            strict,
            f"no whitespace follows the closing {quote.decode()}",
            hint="CIF 2.0 ends a string at the first quote; use the other quote or a text field",
        )
        if loose >= 0:
            return kind, loose, loose
        word = _WORD.match(self.data, strict)
        stop = word.end() if word else strict
        return kind, stop, stop + 1

    def _triple(self, start: int, quotes: bytes) -> Read | None:
        data = self.data
        kind = Delimiter.TRIPLE_SINGLE if quotes[:1] == b"'" else Delimiter.TRIPLE_DOUBLE
        close = data.find(quotes, start + 3) if self._failures < _TRIES or not self.old else -1
        if self.old:
            if close < 0 or STRUCTURE.search(data, start, close):
                self._failures += 1
                return None
            self._newer(start, "a triple-quoted string")
        if close < 0:
            self.problems.add(
                "CIF004",
                start,
                f"this string is not closed by {quotes.decode()}",
            )
            stop = next_structure(data, start)
            return kind, stop, stop + 3
        stop = close + 3
        return kind, self._expect_blank(stop, f"the closing {quotes.decode()}"), stop

    # -- lists and tables --------------------------------------------------------------

    def _container(self, start: int) -> Read:
        mark = self.problems.mark()
        kind = Delimiter.LIST if self.data[start] == 91 else Delimiter.TABLE
        if self.old and self._failures >= _TRIES:
            return None, start, start
        limit = start + _NEAR if self.old else None
        reader = ContainerReader(self.source, start, self.problems, limit)
        _, stop = reader.read()
        if self.old:
            clean = self.problems.mark() == mark
            self.problems.rewind(mark)
            if not clean or not self._blank_at(stop):
                self._failures += 1
                return None, start, start
            self._newer(start, "a list" if kind is Delimiter.LIST else "a table")
        after = self._expect_blank(stop, "the closing bracket") if reader.complete else stop
        return kind, after, stop

    # -- helpers -----------------------------------------------------------------------

    def _newer(self, start: int, what: str) -> None:
        self.problems.add(
            "CIF026",
            start,
            f"{what} in a CIF 1.1 file",
            hint=r"start the file with #\#CIF_2.0, or quote the value",
        )

    def _blank_at(self, place: int) -> bool:
        return place >= len(self.data) or self.data[place] <= 32

    def _expect_blank(self, place: int, what: str) -> int:
        """Note missing whitespace; what follows becomes a word of its own.

        Returns where reading goes on: after a comment that follows immediately.
        """
        if self._blank_at(place):
            return place
        self.problems.add("CIF006", place, f"no whitespace follows {what}")
        if self.data[place] == HASH:
            return self.source.line_end(place)
        word = _WORD.match(self.data, place)
        self.extras.append((place, word.end() if word else place + 1))
        return place
