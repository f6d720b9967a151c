"""Loops of data blocks by category, for putting blocks together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imgcif_map.cif.build import build_column
from imgcif_map.cif.document import Block, CifValue, Column, Loop


def category_of(name: str) -> str:
    """``_axis.id`` belongs to ``axis``, as written here by the converter."""
    return name.lstrip("_").partition(".")[0].lower()


def loops_of(block: Block) -> dict[str, list[Loop]]:
    """The loops and items of each category, in the order of the block."""
    found: dict[str, list[Loop]] = {}
    for loop in block.loops:
        found.setdefault(category_of(loop.columns[0].name), []).append(loop)
    return found


def texts(block: Block, name: str) -> list[str | None]:
    """The values of a data name; nulls are None; empty if it is absent."""
    column = block.column(name)
    return [] if column is None else [None if v.is_null else v.text for v in column.values()]


def numbers(block: Block, name: str) -> list[float | None]:
    """As numbers; None for nulls and for what is none."""
    return [_number(text) for text in texts(block, name)]


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def replaced(column: Column, words: Mapping[str, str]) -> Column:
    """The column with some of its texts replaced."""
    if not words:
        return column
    values = [
        CifValue(words[v.text]) if not v.is_null and v.text in words else v for v in column.values()
    ]
    return build_column(column.name, values)


def with_loops(block: Block, loops: Mapping[str, Sequence[Loop]]) -> Block:
    """The block with whole categories put in place of its own; empty ones go."""
    made: list[Loop] = []
    done: set[str] = set()
    for category, own in loops_of(block).items():
        made.extend(loops.get(category, own))
        done.add(category)
    for category, more in loops.items():
        if category not in done:
            made.extend(more)
    return Block(block.name, tuple(made))
