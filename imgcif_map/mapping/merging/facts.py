"""Single facts of two descriptions of one experiment: filled, or compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imgcif_map.cif.document import Block, Column, Loop
from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.mapping.merging.blocks import category_of, with_loops

CLOSE = 1e-3
"""Numbers that agree to this, relative, say the same."""
_LOOPS = ("diffrn_radiation_wavelength", "array_intensities")
"""Loop categories that mostly have one row, and are compared then."""
_COUNTED = ("number_of_axes", "id", "wavelength_id", "method", "rotation_mode")
"""Objects that follow from other rows, or name them."""


@dataclass(frozen=True)
class Merged:
    """``added``: data names taken over; ``conflicts``: name, own value, the other's."""

    block: Block
    added: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str, str], ...] = ()


def merge_facts(main: Block, other: Block, dictionary: Dictionary) -> Merged:
    """``main`` with what ``other`` says besides, of categories with one row.

    What both say is compared: numbers within 1e-3, states exactly, free text not at
    all. ``main`` keeps its own value.
    """
    added: list[str] = []
    conflicts: list[tuple[str, str, str]] = []
    more: dict[str, list[Column]] = {}
    for column, definition in _facts(other, dictionary):
        own = main.column(definition.id)
        if own is None or (len(own) == 1 and own.value(0).is_null):
            more.setdefault(category_of(definition.id), []).append(column)
            added.append(definition.id)
        elif len(own) == 1 and not _agree(own.value(0).text, column.value(0).text, definition):
            conflicts.append((definition.id, own.value(0).text, column.value(0).text))
    return Merged(_with_columns(main, more, dictionary), tuple(added), tuple(conflicts))


def _facts(block: Block, dictionary: Dictionary) -> Iterator[tuple[Column, Definition]]:
    for loop in block.loops:
        for column in loop.columns:
            definition = dictionary.item(column.name)
            if definition is None or len(column) != 1 or column.value(0).is_null:
                continue
            category = dictionary.category(definition.category)
            single = category is not None and category.is_set
            name = definition.id.partition(".")[2]
            if (single or definition.category.lower() in _LOOPS) and name not in _COUNTED:
                linked = definition.linked_item is not None or dictionary.is_key(definition)
                if not linked and not definition.category.lower().startswith(("audit", "database")):
                    yield column, definition


def _agree(own: str, other: str, definition: Definition) -> bool:
    try:
        return math.isclose(float(own), float(other), rel_tol=CLOSE, abs_tol=1e-9)
    except ValueError:
        return own == other or not definition.states


def _with_columns(block: Block, more: dict[str, list[Column]], dictionary: Dictionary) -> Block:
    loops: dict[str, Sequence[Loop]] = {}
    for category, columns in more.items():
        names = {column.name.lower() for column in columns}
        own = [loop for loop in block.loops if category_of(loop.columns[0].name) == category]
        known = dictionary.category(category)
        if known is not None and known.is_loop:
            if len(own) != 1 or len(own[0]) != 1:
                continue  # rows that cannot be told to be the same
            kept = [c for c in own[0].columns if c.name.lower() not in names]
            loops[category] = [Loop((*kept, *columns))]
            continue
        kept_loops = [loop for loop in own if loop.columns[0].name.lower() not in names]
        loops[category] = [*kept_loops, *(Loop((column,), looped=False) for column in columns)]
    return with_loops(block, loops)
