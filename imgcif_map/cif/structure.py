"""From tokens to blocks, frames and loops; says what does not fit and goes on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.columns import ParsedColumn
from imgcif_map.cif.document import Loop, Position
from imgcif_map.cif.kinds import DATA, GLOBAL, LOOP, NAME, SAVE, SAVE_END, STOP
from imgcif_map.cif.layout import NOBODY, Layout
from imgcif_map.cif.loops import build_loop, say_empty
from imgcif_map.cif.misplaced import Misplaced
from imgcif_map.cif.names import Names
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens

_PIECE = 1 << 18
_WRITE_NULL = "expected a value; write ? if it is unknown, . if it does not apply"


def _marks(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Indices and kinds of the structural tokens; found piece by piece, which needs little room."""
    pieces = [kinds[low : low + _PIECE] for low in range(0, len(kinds), _PIECE)]
    count = sum(int(np.count_nonzero(p >= NAME)) for p in pieces)
    marks, found_kinds = np.empty(count, np.int32), np.empty(count, np.uint8)
    done = 0
    for number, piece in enumerate(pieces):
        found = np.flatnonzero(piece >= NAME)
        after = done + len(found)
        marks[done:after], found_kinds[done:after] = found + number * _PIECE, piece[found]
        done = after
    return marks, found_kinds


class Builder:
    """Walks over the structural tokens of one text."""

    def __init__(self, tokens: Tokens, problems: Problems) -> None:
        self.tokens = tokens
        self.problems = problems
        marks, kinds = _marks(tokens.kinds)
        self._marks, self._kinds = marks.data, kinds.data
        self._room, self._passed = marks, 0
        """The marks again. So many have been passed: their places serve to compare names."""
        turns = int(np.count_nonzero(kinds >= DATA))
        self.layout = Layout(tokens, len(marks) - turns, turns + 1)
        self._starts = tokens.starts.data
        self._total = len(tokens.starts)
        self._misplaced = Misplaced(tokens, self._marks, self._kinds, problems)
        self._gap = self._misplaced.gap
        self._block = NOBODY
        self._open: list[int] = []
        """Save frames that have not ended."""
        self._outside = False
        self._names: list[Names] = []
        """Data names of the block and the frames that are open."""
        self._blocks = Names(tokens, problems, "CIF013", "data block", skip=5)
        self._frames = Names(tokens, problems, "CIF014", "save frame", skip=5)

    def build(self) -> Layout:
        """What the text consists of."""
        marks, kinds = self._marks, self._kinds
        first = marks[0] if marks else self._total
        if first > 0:
            self._stray(0, first)
        at = 0
        while at < len(marks):
            kind = kinds[at]
            if kind == NAME:
                at = self._item(at)
            elif kind == LOOP:
                at = self._loop(at)
            else:
                self._passed = at
                self._section(at, kind)
                if self._gap(at):
                    self._stray(marks[at] + 1, marks[at] + 1 + self._gap(at))
                at += 1
        self._passed = at
        self._end_block()
        self._blocks.check(self._room)
        self.layout.finish()
        if not self.layout.sections:
            self.problems.add(
                "CIF031", 0, "there is no data block", hint="expected a line such as data_name"
            )
        return self.layout

    # -- items and loops ---------------------------------------------------------------

    def _need_block(self, offset: int) -> None:
        """Begin a block without a name where data stand outside of any."""
        if self._block < 0:
            self._say_outside(offset)
            self._block = self.layout.add_section(NOBODY)
            self.layout.turn(offset, self._block)
            self._names = [Names(self.tokens, self.problems, "CIF012", "data name")]

    def _say_outside(self, offset: int) -> None:
        if not self._outside:
            self.problems.add(
                "CIF001",
                offset,
                "content stands before the first data block",
                hint="expected a line such as data_name before it",
            )
        self._outside = True

    def _item(self, at: int) -> int:
        """Read the item at mark ``at``; returns the mark after it."""
        count, end = self._gap(at), at + 1
        width = 0 if count else self._misplaced.names_of_lost_loop(at)
        if width:
            return self._loop(at - 1, width)
        token = self._marks[at]
        offset = self._starts[token]
        self._need_block(offset)
        self._names[-1].add(token)
        if count == 0 and self._misplaced.is_value(at, bool(self._open)):
            self._misplaced.make_value(end)
            count, end = 1 + self._gap(end), end + 1
        elif count == 0 and self._misplaced.between(at, bool(self._open)):
            column = ParsedColumn(
                self.tokens, self.layout.text(token), token, self._marks[end] + 1, 1, 1
            )
            loop = Loop((column,), False, self.layout.position(token))
            self.layout.add_loop(token, loop)
            if self._gap(end) > 1:
                self._stray(self._marks[end] + 2, self._marks[end] + 1 + self._gap(end), token)
            return end + 1
        if count == 0:
            name = self.layout.text(token)
            self.problems.add("CIF008", offset, f"{name} has no value", hint=_WRITE_NULL, item=name)
            return end
        self.layout.add_loop(token)
        if count > 1:
            self._stray(token + 2, token + 1 + count, after=token)
        return end

    def _loop(self, at: int, width: int = 0) -> int:
        """Read the loop at mark ``at``, or the one that ``width`` data names after it lack.

        Returns the mark after the loop.
        """
        marks = self._marks
        first = at + 1
        head = marks[first] - 1 if width else marks[at]
        offset = self._starts[head + 1 if width else head]
        self._need_block(offset)
        end = first + width if width else self._misplaced.end_of_names(at)
        damaged = [] if width else self._misplaced.damaged_header(at, end)
        if damaged:
            return self._damaged(head, damaged)
        if end == first:
            self.problems.add(
                "CIF009",
                offset,
                "no data name follows loop_",
                hint="expected the data names of the columns",
            )
            return end
        bound = marks[end - 1] + 1 + self._gap(end - 1)
        values = marks[end - 1] + 1
        dropped: list[int] = []
        columns, in_frame = end - first, bool(self._open)
        while end < len(marks) and (
            verdict := self._misplaced.in_body(
                end, bound - values - len(dropped), columns, in_frame
            )
        ):
            if verdict == "drop":
                dropped.append(marks[end])
            bound, end = marks[end] + 1 + self._gap(end), end + 1
        add = self._names[-1].add
        for token in range(head + 1, values):
            add(token)
        count = bound - values - len(dropped)
        if count % columns == 0 and not width and not dropped:
            self.layout.add_loop(head)
            if not count:
                say_empty(offset, self.layout.text(head + 1), self.problems)
            return end
        names = [self.layout.text(token) for token in range(head + 1, values)]
        position = self.layout.position(head + 1 if width else head)
        self._broken(head, names, bound, position, dropped)
        return end

    def _damaged(self, head: int, columns: list[int]) -> int:
        """A loop with something else than data names among these."""
        end = self._misplaced.header_end
        first, bound = self._marks[end - 1] + 1, self._marks[end - 1] + 1 + self._gap(end - 1)
        which = np.concatenate(([head], columns, np.arange(first, bound)))
        names = []
        for token in columns:
            text = self.layout.text(token).strip("'\"[]{};")
            names.append(text if text.startswith("_") else f"_{text}")
            if self.tokens.kinds[token] == NAME:
                self._names[-1].add(token)
        tokens = self.tokens.take(which)
        loop = build_loop(tokens, 0, names, len(which), self.layout.position(head), self.problems)
        self.layout.add_loop(head, loop)
        return end

    def _broken(
        self,
        head: int,
        names: list[str],
        bound: int,
        position: Position,
        dropped: list[int],
    ) -> None:
        """A loop that is to be said something about, or is not as its tokens say."""
        tokens, place = self.tokens, max(head, 0)
        if tokens.kinds[place] != LOOP:  # the one that is missing
            place = head + 1
        if dropped:
            which = np.setdiff1d(np.arange(head, bound), dropped)
            tokens = tokens.take(which)
            head, bound = 0, len(which)
        loop = build_loop(tokens, head, names, bound, position, self.problems)
        self.layout.add_loop(place, loop)

    def _stray(self, first: int, bound: int, after: int = NOBODY) -> None:
        """Values that belong to no data name: one problem, however many there are."""
        offset = self._starts[first]
        if self._block < 0:
            self._say_outside(offset)
            return
        if self.problems.within(offset, offset):  # that explains it
            return
        text = self.layout.text(first)
        shown = text if len(text) <= 40 else text[:37] + "..."
        count = bound - first
        more = f" (and {count - 1} more)" if count > 1 else ""
        hint = "expected a data name before it"
        if after >= 0:
            name = self.layout.text(after)
            hint = f"{name} has its value already; a value with blanks needs quotes"
        self.problems.add(
            "CIF007",
            offset,
            f"the value {shown}{more} has no data name",
            hint=hint,
            value=text[:200],
        )

    # -- blocks and frames -------------------------------------------------------------

    def _section(self, at: int, kind: int) -> None:
        token = self._marks[at]
        offset = self._starts[token]
        if kind == DATA:
            self._begin_block(token)
        elif kind == SAVE:
            self._begin_frame(at)
        elif kind == SAVE_END:
            self._end_frame(at)
        elif kind == GLOBAL:
            self._reserved(offset, "global_", "write data_ and a name; it is read so")
            self._begin_block(token)
        elif kind == STOP:
            self._reserved(offset, "stop_", "leave it out; a loop ends by itself")

    def _reserved(self, offset: int, word: str, hint: str) -> None:
        self.problems.add(
            "CIF016", offset, f"{word} is a reserved word without use in CIF", hint=hint
        )

    def _begin_block(self, token: int) -> None:
        self._end_block()
        self._block = self.layout.add_section(token)
        self.layout.turn(self._starts[token], self._block)
        self._names = [Names(self.tokens, self.problems, "CIF012", "data name")]
        self._blocks.add(token)

    def _end_block(self) -> None:
        while self._open:
            self._unterminated()
        room = self._room[: self._passed]
        for names in self._names:
            names.check(room)
        self._names = []
        self._frames.check(room)

    def _begin_frame(self, at: int) -> None:
        token = self._marks[at]
        offset = self._starts[token]
        self._need_block(offset)
        if self._open:
            if self._misplaced.is_nested(at):
                name, outer = self.layout.text(token)[5:], self.layout.name(self._open[-1])
                self.problems.add(
                    "CIF018",
                    offset,
                    f"save frame {name} stands inside save frame {outer}",
                    hint="CIF has no nested frames; it is read as one beside the other",
                    value=name,
                )
            else:
                self._unterminated()
        frame = self.layout.add_section(token)
        self._open.append(frame)
        self._names[-1].leave()
        self._names.append(Names(self.tokens, self.problems, "CIF012", "data name"))
        self.layout.turn(offset, frame)
        self._frames.add(token)

    def _end_frame(self, at: int) -> None:
        offset = self._starts[self._marks[at]]
        if self._open:
            self._close_frame()
            self.layout.turn(offset + 5, self._open[-1] if self._open else self._block)
        elif self._misplaced.ends_later(at):
            self.tokens.kinds[self._marks[at]] = SAVE
            self._begin_frame(at)
        else:
            self.problems.add(
                "CIF020",
                offset,
                "save_ ends a frame, but none is open",
                hint="expected save_ and a name before it",
            )

    def _close_frame(self) -> int:
        self._names.pop().check(self._room[: self._passed])
        return self._open.pop()

    def _unterminated(self) -> None:
        frame = self._open[-1]
        name = self.layout.name(frame)
        self.problems.add(
            "CIF019",
            self._starts[self.layout.sections[frame]],
            f"save frame {name} is not closed",
            hint="expected a line save_ at its end",
            value=name,
        )
        self._close_frame()
