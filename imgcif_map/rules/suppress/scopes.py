"""Which places of a document a comment stands for."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from imgcif_map.cif.document import Block, Column, Container, Document, Loop
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.suppress.directives import IGNORE, IGNORE_FILE, Directive

Place = tuple[float, float]
_START: Place = (0, 0)
_END: Place = (math.inf, math.inf)


@dataclass(frozen=True)
class Scope:
    """Places from ``start`` (included) to ``end`` (not included), of one item if ``items``."""

    start: Place = _START
    end: Place = _END
    items: frozenset[str] = frozenset()
    """Casefolded names of the one item that it covers, as written and as defined; any if empty."""
    container: str | None = None
    """Casefolded name of the block or frame that it covers whole."""
    whole: bool = True
    """True for a whole item, loop, frame, block or file, of which findings may list some places."""

    def covers(self, finding: Finding, place: tuple[int, int]) -> bool:
        """True if the scope holds this place of a finding; line 0 stands for no place."""
        if not place[0]:
            return self.start == _START or self._names(finding)
        if not self.start <= place < self.end:
            return False
        return not self.items or (finding.location.item or "").casefold() in self.items

    def _names(self, finding: Finding) -> bool:
        at = finding.location
        names = [name.casefold() for name in (at.block, at.frame) if name is not None]
        return self.container is not None and self.container in names


def scopes_of(directive: Directive, layout: Layout) -> list[Scope]:
    """Everything a comment stands for; empty if it stands nowhere that it could apply to."""
    if directive.kind == IGNORE_FILE:
        return [Scope()]
    comment = directive.comment
    if directive.kind != IGNORE:
        place = (comment.position.line, comment.position.column)
        blocks = (part.scope for part in layout.parts if part.block)
        return [scope for scope in blocks if scope.start <= place < scope.end]
    first, last = comment.lines
    if not last:
        return []
    lines = Scope((first, 0), (last + 1, 0), whole=False)
    return [lines, *layout.beginning_in(first, last)]


@dataclass(frozen=True)
class _Part:
    """A block, frame, loop or item: where it is, and where it begins."""

    scope: Scope
    lines: tuple[float, float]
    """A comment that stands for one of these lines stands for the whole part."""
    block: bool = False


class Layout:
    """Blocks, frames, loops and items of a document with their extents."""

    def __init__(self, document: Document, dictionary: Dictionary) -> None:
        self.parts = tuple(_parts(document, dictionary))

    def beginning_in(self, first: int, last: int) -> Iterator[Scope]:
        """Scopes of the parts that begin in these lines."""
        for part in self.parts:
            if part.lines[0] <= last and part.lines[1] >= first:
                yield part.scope


def _parts(document: Document, dictionary: Dictionary) -> Iterator[_Part]:
    starts = [_place(block) for block in document.blocks] + [_END]
    for block, (start, end) in zip(document.blocks, pairwise(starts), strict=True):
        if start[0]:
            scope = Scope(start, end, container=block.name.casefold())
            yield _Part(scope, (start[0], start[0]), block=True)
            yield from _inside(block, end, dictionary)


def _inside(block: Block, end: Place, dictionary: Dictionary) -> Iterator[_Part]:
    """Frames, loops and items of a block; each ends where the next thing begins."""
    outer = [_place(loop) for loop in block.loops] + [_place(frame) for frame in block.frames]
    edges = sorted(place for place in outer if place[0])
    for frame in block.frames:
        start = _place(frame)
        close = _next(edges, start, end)
        scope = Scope(start, close, container=frame.name.casefold())
        yield _Part(scope, (start[0], start[0]))
        yield from _loops(frame, close, dictionary)
    yield from _loops(block, end, dictionary, edges)


def _loops(
    container: Container, end: Place, dictionary: Dictionary, edges: list[Place] | None = None
) -> Iterator[_Part]:
    edges = edges if edges is not None else sorted(_place(loop) for loop in container.loops)
    for loop in container.loops:
        start = _place(loop)
        close = _next(edges, start, end)
        if loop.looped:
            yield _Part(Scope(start, close), (start[0], start[0]))
        yield from _items(loop, start, close, dictionary)


def _items(loop: Loop, start: Place, close: Place, dictionary: Dictionary) -> Iterator[_Part]:
    for column in loop.columns:
        name = column.name_position.line
        if loop.looped:
            definition = dictionary.item(column.name)
            names = {column.key, definition.id.casefold() if definition else column.key}
            yield _Part(Scope(start, close, frozenset(names)), (name, name))
        else:
            yield _Part(Scope(start, close), (name, _last_line(column, name)))


def _last_line(column: Column, name: int) -> int:
    return max(name, column.position(0).line) if len(column) else name


def _next(edges: list[Place], start: Place, end: Place) -> Place:
    at = bisect_right(edges, start)
    return min(edges[at], end) if at < len(edges) else end


def _place(part: Container | Loop) -> Place:
    return (part.position.line, part.position.column)
