"""What the structure of a text comes down to: which tokens are loops, and in which block.

A few numbers for each loop, item, block and frame; the objects of
:mod:`imgcif_map.cif.document` are made of them when they are asked for. So a text of millions
of small parts takes no more memory than one of long columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.columns import ParsedColumn
from imgcif_map.cif.document import Block, Column, Document, Frame, Loop, Position
from imgcif_map.cif.kinds import LOOP, NAME, SAVE
from imgcif_map.cif.loops import columns_of
from imgcif_map.cif.tokens import Tokens

NOBODY = -1
_PIECE = 1 << 16


def _room(size: int) -> memoryview[int]:
    """Room for so many numbers; what is not used costs nothing."""
    return np.empty(size, np.int32).data


class Layout:
    """Loops and sections (data blocks and save frames) in file order.

    There are at most ``loops`` loops and items and ``turns`` places where a section begins or
    goes on.
    """

    def __init__(self, tokens: Tokens, loops: int, turns: int) -> None:
        self.tokens = tokens
        self._data = tokens.source.data
        self._starts, self._ends = tokens.starts.data, tokens.ends.data
        self._kinds = tokens.kinds.data
        self.heads = _room(loops)
        """Of each loop the token that opens it; of an item, its name."""
        self.broken: dict[int, Loop] = {}
        """Loops that are not what their tokens say, by number."""
        self.sections = _room(turns)
        """Of each section the token of its header, which is a frame's if its kind is SAVE."""
        self.turns, self.turned, self.counted = _room(turns), _room(turns), _room(turns)
        """Offsets where another section begins or goes on, that section, and how many loops
        there are before."""
        self._loops = self._sections = self._turns = 0

    def add_loop(self, head: int, loop: Loop | None = None) -> None:
        """Note a loop or item; ``loop`` if it is broken."""
        if loop is not None:
            self.broken[self._loops] = loop
        self.heads[self._loops] = head
        self._loops += 1

    def add_section(self, token: int) -> int:
        """Note a block or frame; returns its number."""
        self.sections[self._sections] = token
        self._sections += 1
        return self._sections - 1

    def turn(self, offset: int, section: int) -> None:
        """From ``offset`` on, text belongs to ``section``."""
        at = self._turns
        self.turns[at], self.turned[at], self.counted[at] = offset, section, self._loops
        self._turns += 1

    def finish(self) -> None:
        """Give back the room that was not needed."""
        self.heads = self.heads[: self._loops]
        self.sections = self.sections[: self._sections]
        self.turns = self.turns[: self._turns]
        self.turned = self.turned[: self._turns]
        self.counted = self.counted[: self._turns]

    def place(self, offset: int) -> tuple[str | None, str | None]:
        """Names of the block and frame at an offset."""
        where = bisect_right(self.turns, offset) - 1
        section = self.turned[where] if where >= 0 else NOBODY
        if section < 0:
            return None, None
        parent = self._blocks[section]
        if parent == section:
            return self.name(section), None
        return self.name(parent), self.name(section)

    def name(self, section: int) -> str:
        """Name of a section, without ``data_`` or ``save_``; ``global_`` as it is."""
        token = self.sections[section]
        if token < 0:
            return ""
        text = self.text(token)
        return text if text.casefold() == "global_" else text[5:]

    def text(self, token: int) -> str:
        """Text of a token."""
        return self._data[self._starts[token] : self._ends[token]].decode("utf-8", "replace")

    def position(self, token: int) -> Position:
        """Where a token stands."""
        return self.tokens.source.position(self._starts[token])

    @cached_property
    def _blocks(self) -> memoryview[int]:
        """Of each section the block that it is or lies in."""
        tokens = np.asarray(self.sections)
        blocks = np.arange(len(tokens), dtype=np.int32)
        for low in range(0, len(tokens), _PIECE):
            part = slice(low, low + _PIECE)
            blocks[part][(tokens[part] >= 0) & (self.tokens.kinds[tokens[part]] == SAVE)] = 0
        return np.maximum.accumulate(blocks, out=blocks).data

    # -- objects -----------------------------------------------------------------------

    @cached_property
    def _by_section(self) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """The turns in order of their sections, and these sections."""
        turned = np.asarray(self.turned)
        order = np.argsort(turned, kind="stable")
        return order, turned[order]

    def loops(self, section: int) -> tuple[Loop, ...]:
        """The loops and items of a section."""
        order, sections = self._by_section
        low, high = np.searchsorted(sections, np.array((section, section + 1), np.int32)).tolist()
        found: list[Loop] = []
        for turn in order[low:high].tolist():
            last = turn + 1 == len(self.counted)
            stop = len(self.heads) if last else self.counted[turn + 1]
            found += map(self._loop, range(self.counted[turn], stop))
        return tuple(found)

    def _loop(self, number: int) -> Loop:
        broken = self.broken.get(number)
        if broken is not None:
            return broken
        tokens, head = self.tokens, self.heads[number]
        if self._kinds[head] != LOOP:
            column = ParsedColumn(tokens, self.text(head), head, head + 1, 1, 1)
            return ParsedLoop(self, head, (column,), False)
        names = list(self.names(head + 1))
        first = head + 1 + len(names)
        after = self.heads[number + 1] if number + 1 < len(self.heads) else len(self._kinds)
        ends = np.flatnonzero(tokens.kinds[first:after] >= NAME)[:1]
        count = int(ends[0]) if len(ends) else after - first
        return ParsedLoop(self, head, columns_of(tokens, head, names, count), True)

    def names(self, token: int) -> Iterator[str]:
        """The data names from a token on."""
        kinds = self._kinds
        while token < len(kinds) and kinds[token] == NAME:
            yield self.text(token)
            token += 1

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for section, block in enumerate(self._blocks):
            found.setdefault(NOBODY if block == section else block, []).append(section)
        return found

    def frames(self, section: int) -> tuple[Frame, ...]:
        """The save frames of a block."""
        return tuple(ParsedFrame(self, child) for child in self._children.get(section, ()))

    def blocks(self) -> tuple[Block, ...]:
        """All data blocks."""
        return tuple(ParsedBlock(self, section) for section in self._children.get(NOBODY, ()))


class ParsedLoop(Loop):
    """A loop or item of a text that was read."""

    def __init__(
        self, layout: Layout, head: int, columns: tuple[Column, ...], looped: bool
    ) -> None:
        self.__dict__.update(_layout=layout, _head=head, columns=columns, looped=looped)

    _layout: Layout
    _head: int

    @cached_property
    def position(self) -> Position:
        return self._layout.position(self._head)


class _Parsed:
    """What blocks and frames of a text that was read have in common."""

    def __init__(self, layout: Layout, section: int) -> None:
        self.__dict__["_layout"] = layout
        self.__dict__["_section"] = section

    _layout: Layout
    _section: int

    @cached_property
    def name(self) -> str:
        return self._layout.name(self._section)

    @cached_property
    def loops(self) -> tuple[Loop, ...]:
        return self._layout.loops(self._section)

    @cached_property
    def position(self) -> Position:
        token = self._layout.sections[self._section]
        return self._layout.position(token) if token >= 0 else Position()


class ParsedFrame(_Parsed, Frame):
    """A save frame of a text that was read."""


class ParsedBlock(_Parsed, Block):
    """A data block of a text that was read."""

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        return self._layout.frames(self._section)


class ParsedDocument(Document):
    """A document that was read; its blocks are made when they are asked for."""

    def __init__(self, layout: Layout, **facts: object) -> None:
        self.__dict__["_layout"] = layout
        self.__dict__.update(facts)

    _layout: Layout

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return self._layout.blocks()
