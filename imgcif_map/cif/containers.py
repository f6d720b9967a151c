"""Lists and tables of CIF 2.0: read with a stack, so depth costs no recursion."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.cif.kinds import RESERVED, next_structure
from imgcif_map.cif.opened import CLOSING, KIND_NAMES, OPENING, SHUT, TABLE_HINT, Open, brackets
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.protocols import decode_text_field
from imgcif_map.cif.repair import Repairs
from imgcif_map.cif.source import Source

MAX_DEPTH = 64
"""Containers nested deeper are left out."""

_BLANK = re.compile(rb"(?:[\x00-\x20]++|#[^\n]*+)*+")
_BARE = re.compile(rb"[^\x00-\x20\[\]{}]++")
_DULL = re.compile(
    rb"(?:[^\x00-\x20\[\]{}'\"#_;]++|[\x00-\x20]++(?![_;])|'[^'\n]*+'(?!')|\"[^\"\n]*+\"(?!\"))++"
)
"""What may be skipped where nothing is kept."""
_OPENERS = re.compile(rb"(?:[\[{][\x00-\x20]*+)++")
_COMMAS = re.compile(r"[^,]*,|[-+.\d]+(?:,[-+.\d]+)+,?")
_NULL = CifValue("?")


class ContainerReader:
    """Reads the one list or table that starts at ``start``, looking no further than ``limit``.

    :meth:`scan` looks for what is wrong and keeps nothing; :meth:`value` gives the value.
    """

    def __init__(
        self,
        source: Source,
        start: int,
        problems: Problems,
        limit: int | None = None,
        repairs: Repairs | None = None,
    ) -> None:
        self.source = source
        self.data = source.data
        self.start = start
        self.limit = len(source.data) if limit is None else min(limit, len(source.data))
        self.problems = problems
        self.repairs = repairs
        self.lost = False  # whether a text field in it runs to the end of the file
        self._said = -1
        self.stack: list[Open] = []
        self.reached = start
        """How far it has been looked."""
        self.complete = True
        """False if the closing bracket is missing."""
        self._wanted = False
        self._result: CifValue | None = None
        self._deeper = bytearray()
        self._deep = False
        self._suspect = -1
        self._first_line = source.line_end(start)
        opening = _OPENERS.match(self.data, start)
        self._opening = brackets(opening[0] if opening else b"")

    def value(self) -> CifValue:
        """The value with its elements."""
        self._wanted = True
        self.scan()
        assert self._result is not None
        return self._result

    def scan(self) -> int:
        """The offset where the container ends."""
        at = self._open(self.start)
        while self.stack:
            if self._deeper:
                dull = _DULL.match(self.data, at, self.limit)
                at = dull.end() if dull else at
            before = at
            blank = _BLANK.match(self.data, at)
            at = min(blank.end() if blank else at, self.limit)
            if at >= self.limit or self._structural(at):
                self.reached = at
                return self._give_up(before)
            self._need_blank(before, at)
            at = self._element(at)
        self.reached = at
        return at

    # -- separation --------------------------------------------------------------------

    def _need_blank(self, before: int, at: int) -> None:
        last, here = self.data[before - 1], self.data[at]
        if at > before or here in CLOSING or last in OPENING or self._deeper:
            return
        if last == 58 and (self.stack[-1].waiting or self.stack[-1].skip):
            return
        hint = "elements of lists and tables are separated by blanks"
        self._slip("CIF006", at, "whitespace is missing between two elements", hint)

    def _structural(self, at: int) -> bool:
        """True if a data name on a new line or a reserved word says that the end is missing."""
        if RESERVED.match(self.data, at):
            return self._begins_structure(at)
        if self.data[at] != 95 or at <= self._first_line:
            return False
        line = self.data.rfind(b"\n", 0, at) + 1
        return not self.data[line:at].strip()

    def _begins_structure(self, at: int) -> bool:
        """True if what follows a reserved word is what follows it outside lists and tables."""
        word = _BARE.match(self.data, at)
        end = word.end() if word else at + 1
        blank = _BLANK.match(self.data, end)
        after = blank.end() if blank else end
        if after >= self.limit or self.data[after] == 95 or RESERVED.match(self.data, after):
            return True
        text = self.source.text(at, end)
        self._slip(
            "CIF016",
            at,
            f"the value {text[:60]} is a reserved word and is not quoted",
            f"write '{text[:60]}'",
            text[:200],
        )
        return False

    def _give_up(self, before: int) -> int:
        opened = self.stack[0]
        end = min(before, next_structure(self.data, opened.start, before))
        if self._suspect >= 0:
            end = min(end, self._suspect)
        while self.data[end - 1] <= 32:  # read again, it ends where its last word does
            end -= 1
        self.complete = False
        self.problems.add(
            "CIF005",
            opened.start,
            f"this {KIND_NAMES[opened.kind]} is not closed",
            hint=f"expected {SHUT[opened.kind]}",
        )
        self._deeper.clear()
        while self.stack:
            self._close(end)
        return end

    def _look_for_row(self, at: int) -> None:
        """Note where a line seems to hold the next value of a loop rather than an element."""
        if self._suspect >= 0 or at <= self._first_line or self.stack[-1].waiting:
            return
        run = _OPENERS.match(self.data, at)
        if run and brackets(run[0]) >= self._opening:
            self._suspect = self.data.rfind(b"\n", 0, at)

    # -- elements ----------------------------------------------------------------------

    def _element(self, at: int) -> int:
        byte = self.data[at]
        if byte in OPENING:
            return self._open(at)
        if byte in CLOSING:
            return self._shut(at)
        value, end = self._scalar(at)
        if self._deeper:
            return end
        top = self.stack[-1]
        if top.kind is Delimiter.TABLE and not top.waiting:
            return self._key(value, at, end)
        self._put(value, at)
        return end

    def _open(self, at: int) -> int:
        if len(self.stack) == MAX_DEPTH:
            if not self._deep:
                self._deep = True
                self.problems.add(
                    "CIF029",
                    at,
                    f"lists and tables are nested deeper than {MAX_DEPTH} levels",
                    hint="what stands deeper is left out",
                )
            self._deeper.append(self.data[at])
            return at + 1
        if self.stack:
            self._look_for_row(at)
        self.stack.append(Open(OPENING[self.data[at]], at))
        return at + 1

    def _shut(self, at: int) -> int:
        if self._deeper:
            self._deeper.pop()
            if not self._deeper and self.stack[-1].waiting:
                self._put(_NULL, at)
            return at + 1
        kind = CLOSING[self.data[at]]
        opened = self.stack[-1]
        if kind is not opened.kind:
            self._slip(
                "CIF028",
                at,
                f"{chr(self.data[at])} closes a {KIND_NAMES[opened.kind]}",
                f"expected {SHUT[opened.kind]}",
            )
            if not any(o.kind is kind for o in self.stack):
                return at + 1
            while self.stack[-1].kind is not kind:
                self._close(at)
        self._close(at + 1)
        top = self.stack[-1] if self.stack else None
        if top and top.kind is Delimiter.TABLE and self.data[at + 1 : at + 2] == b":":
            top.skip = True
            return at + 2
        return at + 1

    def _close(self, end: int) -> None:
        done = self.stack.pop()
        if done.waiting:
            what = self.source.text(done.places[-1], min(done.places[-1] + 40, end))
            self._malformed(done.places[-1], f"the key {what.partition(':')[0]} has no value")
            done.items.append(_NULL)
        self._repeated(done)
        value = CifValue("", done.kind)
        if self._wanted:
            text = self.source.text(done.start, end)
            if done.kind is Delimiter.LIST:
                value = CifValue(text, done.kind, tuple(done.items))
            else:
                value = CifValue(text, done.kind, tuple(zip(done.keys, done.items, strict=True)))
        if self.stack:
            self._put(value, done.start)
        else:
            self._result = value

    def _put(self, value: CifValue, at: int) -> None:
        top = self.stack[-1]
        if top.skip:
            top.skip = False
            return
        if top.kind is Delimiter.TABLE and not top.waiting:
            self._malformed(at, "a table holds a value without a key")
            return
        top.waiting = False
        if self._wanted:
            top.items.append(value)
        elif value.delimiter is Delimiter.BARE and _COMMAS.fullmatch(value.text):
            self.problems.add(
                "CIF033",
                at,
                f"{value.text!r} is one value: a comma does not separate elements",
                hint="separate elements by blanks",
                value=value.text,
            )

    # -- keys --------------------------------------------------------------------------

    def _key(self, value: CifValue, at: int, end: int) -> int:
        top, data = self.stack[-1], self.data
        key = value.text
        if value.delimiter is Delimiter.BARE:
            key, colon, rest = value.text.partition(":")
            end -= len(rest.encode("utf-8"))
            if not colon:
                after = self._colon_after_blank(end)
                if after < 0:
                    self._malformed(at, f"{key!r} is a value without a key")
                    return end
                end = after
            self._malformed(at, f"the key {key!r} is not quoted" if key else "a key is missing")
        elif data[end : end + 1] == b":":
            end += 1
            if value.delimiter is Delimiter.TEXT:
                self._malformed(at, "a text field cannot be a key")
        else:
            after = self._colon_after_blank(end)
            if after < 0:
                self._malformed(at, f"{key!r} is a value without a key")
                return end
            self._malformed(end, f"whitespace stands between the key {key!r} and its colon")
            end = after
        top.waiting = True
        top.hashes.append(hash(unicodedata.normalize("NFC", key)))
        top.places.append(at)
        if self._wanted:
            top.keys.append(key)
        return end

    def _colon_after_blank(self, end: int) -> int:
        blank = _BLANK.match(self.data, end)
        after = blank.end() if blank else end
        return after + 1 if after > end and self.data[after : after + 1] == b":" else -1

    def _repeated(self, done: Open) -> None:
        """Note the keys that occur more than once."""
        if self._wanted or len(done.hashes) == len(set(done.hashes[:1000])):
            return
        hashes = np.frombuffer(done.hashes, np.int64)
        order = np.argsort(hashes, kind="stable")
        again = order[1:][hashes[order[1:]] == hashes[order[:-1]]]
        for index in np.sort(again).tolist():
            at = done.places[index]
            key = self._scalar(at)[0].text
            self.problems.add(
                "CIF015",
                at,
                f"the key {key!r} occurs twice in this table",
                hint="a table has one value for each key; the first one counts",
                value=key,
            )

    def _malformed(self, at: int, message: str) -> None:
        self._slip("CIF028", at, message, TABLE_HINT)

    def _slip(self, code: str, at: int, message: str, hint: str, value: str = "") -> None:
        """Note what is wrong here, unless something before it on the line explains it."""
        if at > self._said:
            self.problems.add(code, at, message, hint=hint, value=value or None)
            self._said = self.source.line_end(at)

    # -- scalars -----------------------------------------------------------------------

    def _scalar(self, at: int) -> tuple[CifValue, int]:
        data, byte = self.data, self.data[at]
        if byte in b"'\"":
            return self._quoted(at)
        if byte == 59 and data[at - 1] == 10:
            return self._text_field(at)
        word = _BARE.match(data, at)
        end = word.end() if word else at + 1
        text = self.source.text(at, end)
        if text[0] in "_$" and not self._wanted:
            self._slip(
                "CIF027",
                at,
                f"{text[:60]!r} starts with {text[0]} and is not quoted",
                f"write '{text[:60]}'",
                text[:200],
            )
        return CifValue(text), end

    def _quoted(self, at: int) -> tuple[CifValue, int]:
        data, quote = self.data, self.data[at : at + 1]
        if data.startswith(quote * 3, at):
            return self._triple(at, quote * 3)
        line = self.source.line_end(at)
        close = data.find(quote, at + 1, line)
        kind = Delimiter.SINGLE if quote == b"'" else Delimiter.DOUBLE
        if close >= 0:
            return CifValue(self.source.text(at + 1, close), kind), close + 1
        self._slip(
            "CIF002",
            at,
            f"this string is not closed by {quote.decode()} on its line",
            "close it, or use a text field for text of several lines",
        )
        end, closers = line, 0
        while end > at + 1 and (data[end - 1] <= 32 or data[end - 1] in CLOSING):
            closers += data[end - 1] in CLOSING
            if closers > len(self.stack):  # the brackets at the end of the line are meant as such
                break
            end -= 1
        return CifValue(self.source.text(at + 1, end), kind), end

    def _triple(self, at: int, quotes: bytes) -> tuple[CifValue, int]:
        close = self.data.find(quotes, at + 3)
        kind = Delimiter.TRIPLE_SINGLE if quotes[:1] == b"'" else Delimiter.TRIPLE_DOUBLE
        if close >= 0:
            return CifValue(self.source.text(at + 3, close), kind), close + 3
        self.problems.add(
            "CIF004",
            at,
            f"this string is not closed by {quotes.decode()}",
            hint=f"expected {quotes.decode()} at its end",
        )
        end = next_structure(self.data, at, max(self.limit, at + 3))
        return CifValue(self.source.text(at + 3, end), kind), end

    def _text_field(self, at: int) -> tuple[CifValue, int]:
        if self.repairs and at in self.repairs.unclosed:
            self.problems.add(
                "CIF003",
                at,
                "this text field is not closed",
                hint="a semicolon at a line start opens a text field, within a list as well",
            )
            return _NULL, at + 1
        close = self.data.find(b"\n;", at)
        self.lost = self.lost or close < 0
        end = close if close >= 0 else next_structure(self.data, at)
        if close < 0:
            self.problems.add(
                "CIF003",
                at,
                "this text field is not closed",
                hint="expected a line that starts with ;",
            )
        raw = self.source.text(at + 1, end)
        return CifValue(decode_text_field(raw), Delimiter.TEXT), end + 2 if close >= 0 else end
