"""Lists and tables of CIF 2.0: read with a stack, so depth costs no recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.cif.kinds import RESERVED, next_structure
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.protocols import decode_text_field
from imgcif_map.cif.source import Source

MAX_DEPTH = 64
"""Containers nested deeper are kept without their content."""

_BLANK = re.compile(rb"(?:[\x00-\x20]++|#[^\n]*+)*+")
_BARE = re.compile(rb"[^\x00-\x20\[\]{}]++")
_COMMAS = re.compile(r"[^,]*,|[-+.\d]+(?:,[-+.\d]+)+,?")
_OPEN = {ord("["): Delimiter.LIST, ord("{"): Delimiter.TABLE}
_CLOSE = {ord("]"): Delimiter.LIST, ord("}"): Delimiter.TABLE}
_NAME = {Delimiter.LIST: "list", Delimiter.TABLE: "table"}


@dataclass(slots=True)
class _Open:
    """A container whose end has not come yet."""

    kind: Delimiter
    start: int
    items: list[CifValue] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    waiting: bool = False
    """A key has been read, its value has not."""


class ContainerReader:
    """Reads the one list or table that starts at ``start``, looking no further than ``limit``."""

    def __init__(
        self, source: Source, start: int, problems: Problems, limit: int | None = None
    ) -> None:
        self.source = source
        self.data = source.data
        self.start = start
        self.limit = len(source.data) if limit is None else min(limit, len(source.data))
        self.problems = problems
        self.stack: list[_Open] = []
        self.deep = False
        self.result: CifValue | None = None
        self.complete = True
        """False if the closing bracket is missing."""

    def read(self) -> tuple[CifValue, int]:
        """The value and the offset where it ends."""
        at = self._open(self.start)
        while self.result is None:
            before = at
            blank = _BLANK.match(self.data, at)
            at = blank.end() if blank else at
            if at >= self.limit or self._structural(at):
                at = self._give_up(at)
                break
            self._need_blank(before, at)
            at = self._element(at)
        assert self.result is not None
        return self.result, at

    def _need_blank(self, before: int, at: int) -> None:
        last, here = self.data[before - 1], self.data[at]
        if at > before or here in _CLOSE or last in _OPEN:
            return
        if last == 58 and self.stack[-1].waiting:
            return
        self.problems.add(
            "CIF006",
            at,
            "whitespace is missing between two elements",
            hint="elements of lists and tables are separated by blanks",
        )

    def _structural(self, at: int) -> bool:
        """True if a data name on a new line or a reserved word says that the end is missing."""
        if RESERVED.match(self.data, at):
            return True
        if self.data[at] != 95:
            return False
        line = self.data.rfind(b"\n", 0, at) + 1
        return line > self.start and not self.data[line:at].strip()

    def _give_up(self, at: int) -> int:
        opened = self.stack[0]
        end = min(at, next_structure(self.data, opened.start, self.limit))
        self.complete = False
        self.problems.add(
            "CIF005",
            opened.start,
            f"this {_NAME[opened.kind]} is not closed",
            hint=f"expected {']' if opened.kind is Delimiter.LIST else '}'}",
        )
        while self.stack:
            self._close(end)
        return end

    def _element(self, at: int) -> int:
        byte = self.data[at]
        if byte in _OPEN:
            return self._open(at)
        if byte in _CLOSE:
            return self._shut(at)
        value, end = self._scalar(at)
        top = self.stack[-1]
        if top.kind is Delimiter.TABLE and not top.waiting:
            return self._key(value, at, end)
        self._put(value, at)
        return end

    def _open(self, at: int) -> int:
        if len(self.stack) == MAX_DEPTH and not self.deep:
            self.deep = True
            self.problems.add(
                "CIF029",
                at,
                f"lists and tables are nested deeper than {MAX_DEPTH} levels",
                hint="what stands deeper is left out",
            )
        self.stack.append(_Open(_OPEN[self.data[at]], at))
        return at + 1

    def _shut(self, at: int) -> int:
        kind = _CLOSE[self.data[at]]
        if kind is not self.stack[-1].kind:
            opened = self.stack[-1]
            self.problems.add(
                "CIF028",
                at,
                f"{chr(self.data[at])} closes a {_NAME[opened.kind]}",
                hint=f"expected {']' if opened.kind is Delimiter.LIST else '}'}",
            )
            if not any(o.kind is kind for o in self.stack):
                return at + 1
            while self.stack[-1].kind is not kind:
                self._close(at)
        self._close(at + 1)
        return at + 1

    def _close(self, end: int) -> None:
        done = self.stack.pop()
        if done.waiting:
            self._malformed(end - 1, f"the key {done.keys[-1]!r} has no value")
            done.items.append(CifValue("?"))
        if len(self.stack) >= MAX_DEPTH:
            return
        text = self.source.text(done.start, end)
        if done.kind is Delimiter.LIST:
            value = CifValue(text, done.kind, tuple(done.items))
        else:
            value = CifValue(text, done.kind, tuple(zip(done.keys, done.items, strict=True)))
        if self.stack:
            self._put(value, done.start)
        else:
            self.result = value

    def _put(self, value: CifValue, at: int) -> None:
        top = self.stack[-1]
        if top.kind is Delimiter.TABLE and not top.waiting:
            self._malformed(at, "a table holds a value without a key")
            return
        top.waiting = False
        if len(self.stack) <= MAX_DEPTH:
            top.items.append(value)
        elif top.keys:
            top.keys.pop()
        if value.delimiter is Delimiter.BARE and _COMMAS.fullmatch(value.text):
            self.problems.add(
                "CIF033",
                at,
                f"{value.text!r} is one value: a comma does not separate elements",
                hint="separate elements by blanks",
                value=value.text,
            )

    def _key(self, value: CifValue, at: int, end: int) -> int:
        top = self.stack[-1]
        key = value.text
        if value.delimiter is Delimiter.BARE:
            key, colon, rest = value.text.partition(":")
            self._malformed(
                at,
                f"the key {key!r} is not quoted" if colon else f"{key!r} is a value without a key",
            )
            if not colon:
                return end
            end -= len(rest.encode("utf-8"))
        elif self.data[end : end + 1] == b":":
            end += 1
        else:
            self._malformed(at, f"no colon follows the key {key!r}")
        if key in top.keys:
            self.problems.add(
                "CIF015", at, f"the key {key!r} occurs twice in this table", value=key
            )
        top.keys.append(key)
        top.waiting = True
        return end

    def _malformed(self, at: int, message: str) -> None:
        self.problems.add(
            "CIF028", at, message, hint="a table is written {'key':value 'other key':value}"
        )

    def _scalar(self, at: int) -> tuple[CifValue, int]:
        data, byte = self.data, self.data[at]
        if byte in b"'\"":
            return self._quoted(at)
        if byte == 59 and data[at - 1] == 10:
            return self._text_field(at)
        word = _BARE.match(data, at)
        end = word.end() if word else at + 1
        text = self.source.text(at, end)
        if text[0] in "_$":
            self.problems.add(
                "CIF027",
                at,
                f"{text!r} starts with {text[0]} and is not quoted",
                hint=f"write '{text}'",
                value=text,
            )
        return CifValue(text), end

    def _quoted(self, at: int) -> tuple[CifValue, int]:
        data, quote = self.data, self.data[at : at + 1]
        if data.startswith(quote * 3, at):
            close = data.find(quote * 3, at + 3)
            kind = Delimiter.TRIPLE_SINGLE if quote == b"'" else Delimiter.TRIPLE_DOUBLE
            if close >= 0:
                return CifValue(self.source.text(at + 3, close), kind), close + 3
            self.problems.add(
                "CIF004", at, f"this triple-quoted string is not closed by {(quote * 3).decode()}"
            )
            end = next_structure(data, at)
            return CifValue(self.source.text(at + 3, end), kind), end
        line = self.source.line_end(at)
        close = data.find(quote, at + 1, line)
        kind = Delimiter.SINGLE if quote == b"'" else Delimiter.DOUBLE
        if close >= 0:
            return CifValue(self.source.text(at + 1, close), kind), close + 1
        self.problems.add(
            "CIF002", at, f"this string is not closed by {quote.decode()} on its line"
        )
        return CifValue(self.source.text(at + 1, line), kind), line

    def _text_field(self, at: int) -> tuple[CifValue, int]:
        close = self.data.find(b"\n;", at)
        end = close if close >= 0 else next_structure(self.data, at)
        if close < 0:
            self.problems.add("CIF003", at, "this text field is not closed")
        raw = self.source.text(at + 1, end)
        return CifValue(decode_text_field(raw), Delimiter.TEXT), end + 2 if close >= 0 else end
