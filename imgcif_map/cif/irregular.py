"""Spans that need a closer look: triple quotes, brackets, binary sections, broken ones."""

from __future__ import annotations

import re

from imgcif_map.cif.binary import BOUNDARY
from imgcif_map.cif.containers import ContainerReader
from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.kinds import (
    COMMENT,
    HASH,
    NAME_BEFORE,
    RESERVED,
    SEMICOLON,
    STRUCTURE,
    next_structure,
)
from imgcif_map.cif.plain import plain_container
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.repair import Repairs
from imgcif_map.cif.source import Source

_WORD = re.compile(rb"[^\x00-\x20]*+")
_BINARY = re.compile(rb";[ \t]*\n" + re.escape(BOUNDARY))
_SPLITS = (b"_", b"'", b'"', b"#", b"[", b"{")
_QUOTES = b"'\""
_OPENING = {b"'": re.compile(rb"[\x00-\x20]'"), b'"': re.compile(rb'[\x00-\x20]"')}
_NEAR = 8192
"""How far a doubtful end is looked for: a quote on an endless line, a bracket in CIF 1.1."""
_PIECES = 20
"""How many values run together are told apart."""
_TRIES = 20
"""How often CIF 2.0 values are looked for in a CIF 1.1 file without success."""

Read = tuple[int | None, int, int]
"""Kind (None: not a span after all), stop, end."""
Extra = tuple[int, int, int, int]
"""Start, stop, end and kind of what follows a span without whitespace."""


class Lost(Exception):
    """A text field runs to the end of the file."""


class Irregular:
    """Reads one span at a time; with ``repairs`` the ends of text fields are as these say."""

    def __init__(
        self, source: Source, version: str, problems: Problems, repairs: Repairs | None = None
    ) -> None:
        self.source = source
        self.data = source.data
        self.old = version == "1.1"
        self.problems = problems
        self.repairs = repairs
        self.doubtful_fields = repairs is not None or source.binary
        self._extras: list[Extra] = []
        self._failures = 0
        self._waste = 2 * len(self.data) + 100_000
        self._loose: dict[bytes, tuple[int, int, int]] = {}
        self._closer = ""
        self._excused = -1

    def read(self, start: int) -> Read:
        """Kind, stop and end of the span that starts at ``start``."""
        byte = self.data[start]
        if byte == SEMICOLON:
            return self._text_field(start)
        if byte in _QUOTES:
            return self._quoted(start)
        if byte == HASH:
            end = self.source.line_end(start)
            return COMMENT, end, end
        if byte in b"]}":
            return self._stray_bracket(start)
        return self._container(start)

    def glued(self, stop: int) -> int:
        """Where reading goes on after a span that ends at ``stop``.

        What follows without whitespace is noted and kept for :meth:`take_extras`.
        """
        data, pieces = self.data, 0
        while stop < len(data) and data[stop] > 32:
            pieces += 1
            if pieces == 1 and stop != self._excused and not self.problems.within(stop, stop):
                self.problems.add(
                    "CIF006",
                    stop,
                    f"no whitespace follows {self._closer}",
                    hint="expected a blank or a line end between two values",
                )
            if data[stop] == HASH:
                line = self.source.line_end(stop)
                self._extras.append((stop, line, line, COMMENT))
                return line
            kind: int | None = None
            openers = _QUOTES if self.old else b"'\"[{"
            if data[stop] in openers and pieces < _PIECES:
                kind, after, end = self.read(stop)
            if kind is None:
                kind, after, end = Delimiter.BARE, self._word_end(stop), self._word_end(stop)
            self._extras.append((stop, after, end, kind))
            stop = after
        return stop

    def take_extras(self) -> list[Extra]:
        """What was kept since the last time."""
        extras, self._extras = self._extras, []
        return extras

    # -- text fields -----------------------------------------------------------------

    def _text_field(self, start: int) -> Read:
        data, repairs = self.data, self.repairs
        kind = Delimiter.BINARY if _BINARY.match(data, start) else Delimiter.TEXT
        close = data.find(b"\n;", start)
        while repairs and close + 1 in repairs.inner:
            self._early_end(close + 1)
            close = data.find(b"\n;", close + 1)
        if close < 0 and repairs is None and kind is Delimiter.TEXT:
            raise Lost
        if close < 0 or (repairs and start in repairs.unclosed):
            return self._open_field(start, kind)
        self._closer = "the ; that closes a text field"
        return kind, close + 2, close + 2

    def _open_field(self, start: int, kind: Delimiter) -> Read:
        """A semicolon at a line start that opens or closes nothing."""
        stop = next_structure(self.data, start)
        if kind is Delimiter.BINARY:  # CIF030 has said it
            return kind, stop, stop + 2
        alone = not self.data[start + 1 : self.source.line_end(start)].strip()
        if alone and not self._after_name(start):
            self.problems.add(
                "CIF003",
                start,
                "this semicolon closes no text field",
                hint="expected a line that starts with ; before the text",
            )
            return COMMENT, start + 1, start + 1
        self.problems.add(
            "CIF003",
            start,
            "this text field is not closed",
            hint="expected a line that starts with ;",
        )
        if self._after_name(start):
            return kind, stop, stop + 2
        # Rather a stray semicolon before values of a loop: they are read as such.
        if not self._blank_at(start + 1):
            end = self._word_end(start + 1)
            self._extras.append((start + 1, end, end, Delimiter.BARE))
            return COMMENT, end, end
        return COMMENT, start + 1, start + 1

    def _after_name(self, start: int) -> bool:
        """True if a data name stands alone on the line before."""
        line = self.data.rfind(b"\n", 0, max(start - 1, 0))
        return NAME_BEFORE.match(self.data, max(line, 0), max(start - 1, 0)) is not None

    def _early_end(self, place: int) -> None:
        self.problems.add(
            "CIF034",
            place,
            "this semicolon ends a text field in the midst of its text",
            hint="a line of a text field must not start with ; (indent it, or use the text-prefix "
            "protocol of CIF 2.0)",
        )

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
        strict = data.find(quote, start + 1, line)
        if strict < 0:
            return self._unclosed(start, quote, kind, line)
        if self._blank_at(strict + 1):
            return kind, strict + 1, strict + 1
        loose = self._loose_end(quote, strict + 1, line)
        if self.old:
            if loose < 0:
                return self._unclosed(start, quote, kind, line)
            return kind, loose + 1, loose + 1
        if loose > start + _NEAR or self._opens_between(quote, strict, loose):
            loose = -1
        return self._run_on(quote, kind, strict + 1, loose)

    def _loose_end(self, quote: bytes, start: int, line: int) -> int:
        """Offset of the first quote from ``start`` on that a blank follows; -1 if there is none."""
        low, high, found = self._loose.get(quote, (0, -1, -1))
        if low <= start <= high:  # lines full of quotes are searched once
            return found
        place = self.data.find(quote, start, line)
        while place >= 0 and not self._blank_at(place + 1):
            place = self.data.find(quote, place + 1, line)
        self._loose[quote] = (start, place if place >= 0 else line, place)
        return place

    def _opens_between(self, quote: bytes, low: int, high: int) -> bool:
        """True if a quote between two offsets stands after a blank, as an opening one does."""
        return high > low and _OPENING[quote].search(self.data, low + 1, high) is not None

    def _unclosed(self, start: int, quote: bytes, kind: Delimiter, line: int) -> Read:
        self.problems.add(
            "CIF002",
            start,
            f"this string is not closed by {quote.decode()} on its line",
            hint="close it, or use a text field for text of several lines",
        )
        stop = line
        while stop > start + 1 and self.data[stop - 1] <= 32:
            stop -= 1
        return kind, stop, stop + 1

    def _run_on(self, quote: bytes, kind: Delimiter, strict: int, loose: int) -> Read:
        """CIF 2.0: the closing quote is followed by something else than whitespace."""
        mark = quote.decode()
        rest = self.data[strict : strict + 8]
        if (rest.startswith(_SPLITS) and loose < 0) or RESERVED.match(rest):
            self._closer = f"the closing {mark}"
            return kind, strict, strict
        hint = "CIF 2.0 ends a string at the first quote; use the other quote or a text field"
        if rest.startswith(b":"):
            hint = "a key with a colon stands in a table only, within { and }"
        self.problems.add("CIF006", strict, f"no whitespace follows the closing {mark}", hint=hint)
        if loose >= 0:
            return kind, loose + 1, loose + 1
        stop = self._word_end(strict)
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
        if close >= 0 and self.repairs and NAME_BEFORE.search(data, start, close):
            close = -1  # these quotes open the next string
        if close < 0:
            self.problems.add(
                "CIF004",
                start,
                f"this string is not closed by {quotes.decode()}",
                hint=f"expected {quotes.decode()} at its end",
            )
            stop = next_structure(data, start)
            return kind, stop, stop + 3
        self._closer = f"the closing {quotes.decode()}"
        more = close
        while data[more + 3 : more + 4] == quotes[:1] and more < close + 3:
            more += 1
        if close < more < close + 3 and self._blank_at(more + 3):
            self.problems.add(
                "CIF006",
                close + 3,
                f"no whitespace follows {self._closer}",
                hint="it cannot end in such a quote; use the other kind of quotes",
            )
            close = more
        return kind, close + 3, close + 3

    # -- lists and tables --------------------------------------------------------------

    def _container(self, start: int) -> Read:
        kind = Delimiter.LIST if self.data[start] == 91 else Delimiter.TABLE
        self._closer = "the closing bracket"
        if self.old:
            return self._container_of_newer(start, kind)
        stop = plain_container(self.data, start)
        if stop >= 0:
            return kind, stop, stop
        limit = None if self._waste > 0 else self.source.line_end(start)
        trial = Problems()
        reader = ContainerReader(self.source, start, trial, limit, self.repairs)
        stop = reader.scan()
        self._waste -= reader.reached - stop
        if reader.lost and self.repairs is None:
            raise Lost
        if not reader.complete:  # the rest is what a missing bracket looks like
            trial = trial.only("CIF003", "CIF004") or trial.only("CIF005", "CIF029")
        self.problems.absorb(trial)
        return kind, stop, stop

    def _container_of_newer(self, start: int, kind: Delimiter) -> Read:
        """A list or table in a CIF 1.1 file, if it is one beyond doubt."""
        if self._failures >= _TRIES:
            return None, start, start
        stop = plain_container(self.data, start)
        if stop < 0:
            trial = Problems()
            stop = ContainerReader(self.source, start, trial, start + _NEAR).scan()
            if trial:
                stop = -1
        if stop < 0 or not self._blank_at(stop) or self.data[start:stop] == b"{}":
            self._failures += 1
            return None, start, start
        self._newer(start, "a list" if kind is Delimiter.LIST else "a table")
        return kind, stop, stop

    def _stray_bracket(self, start: int) -> Read:
        """A closing bracket before something else than a blank: not a part of it."""
        stop = start
        while self.data[stop : stop + 1] in (b"]", b"}"):
            stop += 1
        if self._blank_at(stop) or self.data[stop] not in b"'\"[{":
            return None, start, start
        bracket = self.data[start : start + 1].decode()
        self.problems.add(
            "CIF028",
            start,
            f"{bracket} closes nothing",
            hint="expected a list or table before it that is open",
        )
        self._excused = stop
        return COMMENT, stop, stop

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

    def _word_end(self, place: int) -> int:
        word = _WORD.match(self.data, place)
        return word.end() if word else place
