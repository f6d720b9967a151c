"""Writes CIF 2.0: the same document gives the same bytes, and it reads back equal.

Short loops are aligned, long ones are streamed. Loops without rows, which CIF has no
way to write, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, repeat
from pathlib import Path

from imgcif_map.atomic import atomic_writer
from imgcif_map.cif.build import BuiltColumn
from imgcif_map.cif.document import Block, Column, Container, Delimiter, Document, Loop
from imgcif_map.cif.spelling import bare_width, spell, spell_text

MAGIC = "#\\#CIF_2.0"
ALIGNED_ROWS = 200
"""Loops with more rows are not aligned."""
_BATCH = 4096
_WIDEST = 32
"""Cells are padded up to this width."""
_LINE = 2000
_LOOSE = (Delimiter.LIST, Delimiter.TABLE)
_NUMERIC = re.compile(r"[-+]?[0-9][-+.0-9eE()]*|[.?]")


def write_cif(document: Document, path: str | Path) -> None:
    """Write a file, whole or not at all; `UsageError` if it cannot be written there."""
    with atomic_writer(path) as stream:
        stream.writelines(iter_cif(document))


def format_cif(document: Document) -> str:
    """The whole text; see :func:`iter_cif` for long documents."""
    return "".join(iter_cif(document))


def iter_cif(document: Document) -> Iterator[str]:
    """The text in pieces, in order. Raises `UsageError` for binary sections."""
    yield MAGIC + "\n"
    for block in document.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    yield f"data_{block.name}\n"
    yield from _content(block)
    for frame in block.frames:
        yield f"\nsave_{frame.name}\n"
        yield from _content(frame)
        yield "save_\n"


def _content(container: Container) -> Iterator[str]:
    for looped, loops in groupby(container.loops, key=lambda loop: loop.looped):
        if looped:
            for loop in loops:
                if len(loop):
                    yield from _loop(loop)
        else:
            yield "\n"
            yield from _items([loop.columns[0] for loop in loops if len(loop)])


def _items(columns: Sequence[Column]) -> Iterator[str]:
    width = max((len(c.name) for c in columns if len(c.name) <= 2 * _WIDEST), default=0)
    for column in columns:
        cell = spell(column.value(0))
        head = column.name.ljust(width)
        if cell.startswith("\n"):
            yield f"{column.name}{cell}\n"
        elif len(head) + len(cell.partition("\n")[0]) > _LINE:
            yield f"{column.name}\n  {cell}\n"
        else:
            yield f"{head}  {cell}\n"


def _loop(loop: Loop) -> Iterator[str]:
    yield "\nloop_\n"
    for column in loop.columns:
        yield f"  {column.name}\n"
    cells = [_cells(column) for column in loop.columns]
    if len(loop) <= ALIGNED_ROWS:
        yield from _aligned([c.texts for c in cells], len(loop))
    else:
        yield from _streamed(cells, len(loop))


@dataclass(frozen=True, slots=True)
class _Cells:
    """Values as they stand in the file; one text if all rows are the same constant."""

    texts: str | list[str]
    width: int


def _cells(column: Column) -> _Cells:
    if isinstance(column, BuiltColumn) and (constant := column.constant) is not None:
        cell = spell(constant)
        return _Cells(cell, len(cell))
    kinds, texts = column.delimiters(), column.texts()
    if not kinds.any() and (width := bare_width(texts)) is not None:
        return _Cells(texts, width)
    known: dict[tuple[str, bool], str] = {}
    cells: list[str] = []
    for row, (text, kind) in enumerate(zip(texts, kinds.tolist(), strict=True)):
        if kind >= Delimiter.LIST:
            cells.append(spell(column.value(row)))
            continue
        key = (text, kind != Delimiter.BARE)
        if key not in known:
            known[key] = spell_text(text, quoted=key[1])
        cells.append(known[key])
    return _Cells(cells, max(map(len, cells)))


def _aligned(cells: Sequence[str | list[str]], rows: int) -> Iterator[str]:
    columns = [[c] * rows if isinstance(c, str) else c for c in cells]
    padded: list[list[str]] = []
    for column in columns:
        width = min(max((len(c) for c in column if "\n" not in c), default=0), _WIDEST)
        numeric = all(_NUMERIC.fullmatch(cell) for cell in column)
        padded.append([c.rjust(width) if numeric else c.ljust(width) for c in column])
    return map(_row, zip(*padded, strict=True))


def _row(row: Sequence[str]) -> str:
    """One row, broken before a cell that makes the line too long."""
    done = " "
    for cell in row:
        if cell.startswith("\n"):
            done = done.rstrip(" ")
            done += cell if done else cell[1:]
            continue
        room = _LINE - (len(done) - done.rfind("\n"))
        if len(cell.partition("\n")[0]) > room:
            done = done.rstrip(" ") + "\n "
        done += " " + cell
    return done.rstrip(" ") + "\n"


def _streamed(cells: Sequence[_Cells], rows: int) -> Iterator[str]:
    """Rows through one template, with constants inside the template."""
    width = sum(c.width for c in cells) + len(cells)
    glue = " " if width <= _LINE else "\n "
    parts = [c.texts.replace("%", "%%") if isinstance(c.texts, str) else "%s" for c in cells]
    template = " " + glue.join(parts) + "\n"
    varying = [c.texts for c in cells if not isinstance(c.texts, str)]
    if not varying:
        lines: Iterator[str] = repeat(template.replace("%%", "%"), rows)
    else:
        lines = map(template.__mod__, zip(*varying, strict=True))
    while batch := "".join(islice(lines, _BATCH)):
        yield batch
