"""From tokens to blocks, frames and loops; says what does not fit and goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from imgcif_map.cif.columns import ParsedColumn
from imgcif_map.cif.document import NOWHERE, Block, Frame, Loop, Position
from imgcif_map.cif.kinds import DATA, GLOBAL, LOOP, NAME, SAVE, SAVE_END, STOP
from imgcif_map.cif.loops import build_loop
from imgcif_map.cif.problems import Extent, Problems
from imgcif_map.cif.tokens import Tokens

NAME_LIMITS = {"1.1": 75, "2.0": 2048}
_WRITE_NULL = "expected a value; write ? if it is unknown, . if it does not apply"


@dataclass(slots=True)
class _Open:
    """A block or frame that is being filled."""

    name: str
    position: Position
    offset: int
    loops: list[Loop] = field(default_factory=list)
    seen: dict[str, Position] = field(default_factory=dict)


class Builder:
    """Walks over the structural tokens of one text."""

    def __init__(self, tokens: Tokens, problems: Problems) -> None:
        self.tokens = tokens
        self.problems = problems
        self.blocks: list[Block] = []
        self.extents: list[Extent] = []
        self._frames: list[Frame] = []
        self._block: _Open | None = None
        self._open: list[_Open] = []
        self._block_names: dict[str, Position] = {}
        self._frame_names: dict[str, Position] = {}
        marks = np.flatnonzero(tokens.kinds >= NAME)
        self._marks: list[int] = marks.tolist()
        self._kinds: list[int] = tokens.kinds[marks].tolist()
        self._starts: list[int] = tokens.starts[marks].tolist()
        self._positions = tokens.source.positions(tokens.starts[marks])
        self._texts = tokens.source.texts(tokens.starts[marks], tokens.ends[marks])
        self._limit = NAME_LIMITS[tokens.version]

    def build(self) -> tuple[Block, ...]:
        """All data blocks."""
        marks, kinds = self._marks, self._kinds
        bounds = [*marks, len(self.tokens.starts)]
        if bounds[0] > 0:
            self._stray(0, bounds[0])
        at = 0
        while at < len(marks):
            kind = kinds[at]
            if kind == NAME:
                self._item(at, bounds[at + 1])
                at += 1
            elif kind == LOOP:
                at = self._loop(at, bounds)
            else:
                self._section(at, kind)
                if bounds[at + 1] > marks[at] + 1:
                    self._stray(marks[at] + 1, bounds[at + 1])
                at += 1
        self._end_block()
        if not self.blocks:
            self.problems.add(
                "CIF031", 0, "there is no data block", hint="expected a line such as data_name"
            )
        return tuple(self.blocks)

    # -- items and loops ---------------------------------------------------------------

    def _target(self, offset: int) -> _Open:
        if self._open:
            return self._open[-1]
        if self._block is None:
            self._outside(offset)
            self._block = _Open("", NOWHERE, offset)
            self.extents.append(Extent(offset, "", None))
        return self._block

    def _outside(self, offset: int) -> None:
        self.problems.add(
            "CIF001",
            offset,
            "content stands before the first data block",
            hint="expected a line such as data_name before it",
        )

    def _item(self, at: int, bound: int) -> None:
        token, offset = self._marks[at], self._starts[at]
        target = self._target(offset)
        count = bound - token - 1
        name = self._texts[at]
        self._register(target, name, at)
        if count == 0:
            self.problems.add("CIF008", offset, f"{name} has no value", hint=_WRITE_NULL, item=name)
            return
        column = ParsedColumn(self.tokens, name, token, token + 1, 1, 1)
        target.loops.append(Loop((column,), False, self._positions[at]))
        if count > 1:
            self._stray(token + 2, bound, after=name)

    def _loop(self, at: int, bounds: list[int]) -> int:
        """Read the loop at mark ``at``; returns the mark after its data names."""
        marks, kinds = self._marks, self._kinds
        target = self._target(self._starts[at])
        end = at + 1
        while end < len(marks) and kinds[end] == NAME and marks[end] == marks[end - 1] + 1:
            end += 1
        bound = bounds[end]
        if end == at + 1:
            self.problems.add(
                "CIF009",
                self._starts[at],
                "no data name follows loop_",
                hint="expected the data names of the columns",
            )
            return end
        names = self._texts[at + 1 : end]
        loop = build_loop(self.tokens, marks[at], names, bound, self._positions[at], self.problems)
        for i, name in enumerate(names, at + 1):
            self._register(target, name, i)
        target.loops.append(loop)
        return end

    def _register(self, target: _Open, name: str, at: int) -> None:
        """Check a data name and note it."""
        key, position = name.casefold(), self._positions[at]
        before = target.seen.setdefault(key, position)
        if before is not position:
            self.problems.add(
                "CIF012",
                self._starts[at],
                f"{name} stands already in line {before.line}",
                hint="a data name may occur once in a block or frame; the first one counts",
                item=name,
            )
        if len(name) == 1:
            self.problems.add("CIF017", self._starts[at], "a data name is empty")
        elif len(name) > self._limit:
            self._long(at, name, "data name")

    def _long(self, at: int, name: str, what: str) -> None:
        self.problems.add(
            "CIF025",
            self._starts[at],
            f"this {what} has {len(name)} characters, more than the {self._limit} "
            f"of CIF {self.tokens.version}",
            hint="most programs read it, some cut it",
            value=name,
        )

    def _stray(self, first: int, bound: int, after: str = "") -> None:
        """Values that belong to no data name: one problem, however many there are."""
        tokens = self.tokens
        offset = int(tokens.starts[first])
        if self._block is None:
            self._outside(offset)
            return
        text = tokens.source.text(offset, int(tokens.ends[first]))
        shown = text if len(text) <= 40 else text[:37] + "..."
        count = bound - first
        more = f" (and {count - 1} more)" if count > 1 else ""
        self.problems.add(
            "CIF007",
            offset,
            f"the value {shown}{more} has no data name",
            hint=f"{after} has its value already; a value with blanks needs quotes"
            if after
            else "expected a data name before it",
            value=text[:200],
        )

    # -- blocks and frames -------------------------------------------------------------

    def _section(self, at: int, kind: int) -> None:
        offset = self._starts[at]
        if kind == DATA:
            self._begin_block(at, self._header(at))
        elif kind == SAVE:
            self._begin_frame(at, self._header(at))
        elif kind == SAVE_END:
            self._end_frame(at)
        elif kind == GLOBAL:
            self._reserved(offset, "global_", "write data_ and a name; it is read so")
            self._begin_block(at, "global_")
        elif kind == STOP:
            self._reserved(offset, "stop_", "leave it out; a loop ends by itself")

    def _reserved(self, offset: int, word: str, hint: str) -> None:
        self.problems.add(
            "CIF016", offset, f"{word} is a reserved word without use in CIF", hint=hint
        )

    def _header(self, at: int) -> str:
        """Name after ``data_`` or ``save_``."""
        name = self._texts[at][5:]
        what = "data block" if self._kinds[at] == DATA else "save frame"
        if not name:
            self.problems.add(
                "CIF017",
                self._starts[at],
                f"this {what} has no name",
                hint="expected a name right after the underscore",
            )
        elif len(name) > self._limit:
            self._long(at, name, f"{what} name")
        return name

    def _begin_block(self, at: int, name: str) -> None:
        self._end_block()
        position, key = self._positions[at], name.casefold()
        self._block = _Open(name, position, self._starts[at])
        self.extents.append(Extent(self._starts[at], name, None))
        before = self._block_names.setdefault(key, position)
        if before is not position:
            self.problems.add(
                "CIF013",
                self._starts[at],
                f"data block {name} stands already in line {before.line}",
                hint="block names differ from each other, capitals do not count",
                value=name,
            )

    def _end_block(self) -> None:
        while self._open:
            self._unterminated()
        if self._block is not None:
            block = self._block
            self.blocks.append(
                Block(block.name, tuple(block.loops), block.position, tuple(self._frames))
            )
        self._block, self._frames, self._frame_names = None, [], {}

    def _begin_frame(self, at: int, name: str) -> None:
        offset, position = self._starts[at], self._positions[at]
        if self._block is None:
            self._target(offset)
        if self._open:
            if self._is_nested(at):
                self.problems.add(
                    "CIF018",
                    offset,
                    f"save frame {name} stands inside save frame {self._open[-1].name}",
                    hint="CIF has no nested frames; it is read as one beside the other",
                    value=name,
                )
            else:
                self._unterminated()
        self._open.append(_Open(name, position, offset))
        self._extent(offset)
        before = self._frame_names.setdefault(name.casefold(), position)
        if before is not position:
            self.problems.add(
                "CIF014",
                offset,
                f"save frame {name} stands already in line {before.line}",
                hint="frame names in a block differ from each other, capitals do not count",
                value=name,
            )

    def _is_nested(self, at: int) -> bool:
        """True if the frame that opens at ``at`` and the one around it both have ends."""
        ends = 0
        for kind in islice(self._kinds, at + 1, None):
            if kind == SAVE_END:
                ends += 1
            elif kind in (SAVE, DATA):
                break
        return ends >= 2

    def _end_frame(self, at: int) -> None:
        if not self._open:
            self.problems.add(
                "CIF020",
                self._starts[at],
                "save_ ends a frame, but none is open",
                hint="expected save_ and a name before it",
            )
            return
        self._close_frame()
        self._extent(self._starts[at] + 5)

    def _close_frame(self) -> None:
        frame = self._open.pop()
        self._frames.append(Frame(frame.name, tuple(frame.loops), frame.position))

    def _unterminated(self) -> None:
        frame = self._open[-1]
        self.problems.add(
            "CIF019",
            frame.offset,
            f"save frame {frame.name} is not closed",
            hint="expected a line save_ at its end",
            value=frame.name,
        )
        self._close_frame()

    def _extent(self, offset: int) -> None:
        block = self._block.name if self._block else None
        frame = self._open[-1].name if self._open else None
        self.extents.append(Extent(offset, block, frame))
