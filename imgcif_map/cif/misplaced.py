"""Words that are structure by their look and yet stand where a value is expected.

``_x.path data_1.h5`` begins no data block, if one looks at what stands around: a word that is
reserved, or starts with an underscore, lacks its quotes.
"""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.kinds import DATA, GLOBAL, LEFT_OUT, LOOP, NAME, SAVE, SAVE_END, STOP
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens

_KEYWORDS = (DATA, SAVE, STOP, GLOBAL)
_CODES = {STOP: "CIF016", GLOBAL: "CIF016", LOOP: "CIF009", SAVE_END: "CIF020"}
_CLOSERS = {
    int(Delimiter.SINGLE): b"'",
    int(Delimiter.DOUBLE): b'"',
    int(Delimiter.TRIPLE_SINGLE): b"'''",
    int(Delimiter.TRIPLE_DOUBLE): b'"""',
    int(Delimiter.TEXT): b"\n;",
}


class Misplaced:
    """Judges the structural tokens of one text, ``marks``, by what stands around them."""

    def __init__(
        self,
        tokens: Tokens,
        marks: memoryview[int],
        kinds: memoryview[int],
        problems: Problems,
    ) -> None:
        self._tokens = tokens
        self._data = tokens.source.data
        self._starts, self._ends = tokens.starts.data, tokens.ends.data
        self._marks, self._kinds = marks, kinds
        self._count, self._total = len(marks), len(tokens.starts)
        self._problems = problems
        self._judged = 0
        self.header_end = 0
        """The mark after a header that :meth:`damaged_header` has found."""

    def gap(self, at: int) -> int:
        """Number of values after the mark ``at``."""
        marks = self._marks
        following = marks[at + 1] if at + 1 < self._count else self._total
        return following - marks[at] - 1

    def end_of_names(self, at: int) -> int:
        """The mark after the data names that follow the mark ``at`` immediately."""
        end = at + 1
        while end < len(self._marks) and self._kinds[end] == NAME and not self.gap(end - 1):
            end += 1
        return end

    def _same_line(self, token: int) -> bool:
        """True if a token stands on the line where the one before it ends."""
        if token == 0:
            return False
        return self._data.find(b"\n", self._real_end(token - 1), self._starts[token]) < 0

    def _real_end(self, token: int) -> int:
        """Where a token ends, which may be before ``ends`` if its delimiter is missing."""
        end, closer = self._ends[token], _CLOSERS.get(self._tokens.kinds[token], b"")
        return end if self._data.endswith(closer, 0, end) else end - len(closer)

    def _begins_loop(self, at: int) -> bool:
        return self._kinds[at] == LOOP and self.end_of_names(at) > at + 1

    # -- values of items ---------------------------------------------------------------

    def is_value(self, at: int, in_frame: bool) -> bool:
        """True if the mark after ``at``, a data name without value, is meant as its value."""
        after = at + 1
        if after >= len(self._marks) or not self._same_line(self._marks[after]):
            return False
        kind = self._kinds[after]
        if kind == NAME:
            return self.gap(after) == 0
        if kind == LOOP:
            return not self._begins_loop(after)
        return kind != SAVE_END or not in_frame

    def between(self, at: int, in_frame: bool) -> bool:
        """True if the mark after ``at``, a data name, only separates it from its value; noted."""
        after = at + 1
        if after >= len(self._marks) or not self.gap(after) or self._kinds[after] == NAME:
            return False
        if self._begins_loop(after) or (self._kinds[after] == SAVE_END and in_frame):
            return False
        self._say_misplaced(after, "between a data name and its value")
        return True

    def make_value(self, at: int) -> None:
        """Turn the mark ``at`` into a value, and say that it lacks quotes."""
        token = self._marks[at]
        start = self._starts[token]
        text = self._tokens.source.text(start, self._ends[token])
        code, why = "CIF016", "is a reserved word"
        if self._kinds[at] == NAME:
            code, why = "CIF027", "starts with _"
        shown = text if len(text) <= 60 else text[:57] + "..."
        self._problems.add(
            code,
            start,
            f"the value {shown} {why} and is not quoted",
            hint=f"write '{shown}'",
            value=text[:200],
        )
        self._tokens.kinds[token] = Delimiter.BARE

    # -- loops -------------------------------------------------------------------------

    def names_of_lost_loop(self, at: int) -> int:
        """Number of data names from the mark ``at`` on that look like those of a loop.

        They stand on lines of their own, and after the last one come whole rows.
        """
        if at < self._judged:
            return 0
        end = self._judged = self.end_of_names(at)
        width = end - at
        if self.gap(end - 1) < width or width < 2:
            return 0
        if self.gap(end - 1) % width or any(
            self._same_line(self._marks[i]) for i in range(at + 1, end)
        ):
            return 0
        name = self._tokens.source.text(self._starts[self._marks[at]], self._ends[self._marks[at]])
        self._problems.add(
            "CIF035",
            self._starts[self._marks[at]],
            f"{width} data names and then rows of values: loop_ is missing before them",
            hint=f"expected loop_ before {name}",
            item=name,
        )
        return width

    def damaged_header(self, at: int, end: int) -> list[int]:
        """Tokens that head the columns of a loop with something else among its data names.

        The names from mark ``at`` to ``end`` are followed by one word, more names on lines of
        their own and then whole rows. Empty if that is not so; what is not has been said.
        """
        marks, kinds = self._marks, self._kinds
        if end >= len(marks):
            return []
        if self.gap(end - 1) == 1 and kinds[end] == NAME:
            word, first = marks[end] - 1, end
        elif not self.gap(end - 1) and not self.gap(end) and end + 1 < len(marks):
            word, first = marks[end], end + 1
            if kinds[first] != NAME:
                return []
        else:
            return []
        last = self.end_of_names(first)
        before, more, values = end - at - 1, last - first, self.gap(last - 1)
        if last == first or (more == 1 and before < 2) or values < 2 * (before + more):
            return []
        if kinds[end] == LOOP and self._on_line(marks[last - 1] + 1) != before + more:
            return []
        columns = [marks[i] for i in (*range(at + 1, end), *range(first, last))]
        if values % (before + more + 1) == 0:
            columns.insert(before, word)
        elif values % (before + more):
            return []
        self._say_header(word)
        if self._tokens.kinds[word] >= NAME:
            self._tokens.kinds[word] = LEFT_OUT
        self.header_end = last
        return columns

    def _on_line(self, token: int) -> int:
        """Number of tokens on the line where ``token`` is the first."""
        after = token + 1
        while after < len(self._starts) and self._same_line(after):
            after += 1
        return after - token

    def _say_header(self, word: int) -> None:
        start = self._starts[word]
        if self._problems.within(start, start):
            return
        text = self._tokens.source.text(start, self._ends[word])
        self._problems.add(
            "CIF009",
            start,
            f"{text[:60]} stands among the data names of a loop",
            hint="expected a data name, which starts with _",
            value=text[:200],
        )

    def in_body(self, at: int, count: int, width: int, in_frame: bool) -> str:
        """What the mark ``at`` is to a loop of which ``count`` values stand before it.

        ``value``, ``drop`` (a word that does not belong there), or empty: the loop ends.
        What is not empty has been said.
        """
        kind, token, after = self._kinds[at], self._marks[at], self.gap(at)
        rest = count % width
        if self._begins_loop(at) or (kind == SAVE_END and in_frame):
            return ""
        if rest and self._same_line(token):
            self.make_value(at)
            return "value"
        if kind == NAME or not after:
            return ""
        if kind in _KEYWORDS and (count + 1 + after) % width == 0:
            self.make_value(at)
            return "value"
        if (count + after) % width:
            return ""
        self._say_misplaced(at, "in the midst of the values of a loop")
        return "drop"

    def _say_misplaced(self, at: int, where: str) -> None:
        token = self._marks[at]
        word = self._tokens.source.text(self._starts[token], self._ends[token])
        self._problems.add(
            _CODES.get(self._kinds[at], "CIF016"),
            self._starts[token],
            f"{word[:60]} stands {where}",
            hint="leave it out, or quote it if it is a value",
        )
        self._tokens.kinds[token] = LEFT_OUT

    # -- save frames -------------------------------------------------------------------

    def _following(self, at: int) -> Iterator[int]:
        """Kinds of the marks after ``at``."""
        return (self._kinds[i] for i in range(at + 1, len(self._kinds)))

    def is_nested(self, at: int) -> bool:
        """True if the frame that opens at ``at`` and the one around it both have ends."""
        ends = 0
        for kind in self._following(at):
            if kind == SAVE_END:
                ends += 1
            elif kind in (SAVE, DATA):
                break
        return ends >= 2

    def ends_later(self, at: int) -> bool:
        """True if a save_ follows before the next frame or block: this one opens a frame."""
        for kind in self._following(at):
            if kind == SAVE_END:
                return True
            if kind in (SAVE, DATA, GLOBAL):
                return False
        return False
