"""Single facts of two descriptions of one experiment: filled, or compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imgcif_map.cif.document import Block, Column, Loop
from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.mapping.merging.blocks import category_of, loops_of, with_loops

CLOSE = 1e-3
"""Numbers that agree to this, relative, say the same."""
_WAVELENGTH = "diffrn_radiation_wavelength"
_WAVELENGTH_ID = "_diffrn_radiation.wavelength_id"
_LOOPS = (_WAVELENGTH, "array_intensities")
"""Loop categories that mostly have one row, and are compared then."""
_COUNTED = ("number_of_axes", "id", "wavelength_id", "method", "rotation_mode")
"""Objects that follow from other rows, or name them."""


@dataclass(frozen=True)
class Merged:
    """``added``: data names taken over; ``conflicts``: name, own value, the other's."""

    block: Block
    added: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str, str], ...] = ()


def merge_facts(
    main: Block,
    other: Block,
    dictionary: Dictionary,
    weak: frozenset[str] = frozenset(),
    unsaid: frozenset[str] = frozenset(),
) -> Merged:
    """``main`` with what ``other`` says besides, of categories with one row.

    What both say is compared: numbers within 1e-3, states exactly, free text not at
    all. ``main`` keeps its own value, unless it is one of the data names that it only
    assumes (``weak``). What ``other`` only assumes (``unsaid``) does not count.
    """
    conflicts: list[tuple[str, str, str]] = []
    more: dict[str, list[Column]] = {}
    for column, definition in _facts(other, dictionary):
        if definition.id in unsaid:
            continue
        own = main.column(definition.id)
        if own is not None and len(own) != 1:
            continue  # rows that cannot be told to be the same
        stated = None if own is None or own.value(0).is_null else own.value(0).text
        if stated is not None and _agree(stated, column.value(0).text, definition):
            continue
        if stated is None or definition.id in weak:
            more.setdefault(category_of(definition.id), []).append(column)
        else:
            conflicts.append((definition.id, stated, column.value(0).text))
    block = with_columns(main, more, dictionary)
    wavelengths = loops_of(other).get(_WAVELENGTH, [])
    if _WAVELENGTH in more and _WAVELENGTH not in loops_of(main):
        link = [c for x in other.loops for c in x.columns if c.name.lower() == _WAVELENGTH_ID]
        block = with_columns(block, {"diffrn_radiation": link}, dictionary)
        block = with_loops(block, {_WAVELENGTH: wavelengths})
    present = {c.name.lower() for x in block.loops for c in x.columns}
    added = [c.name for columns in more.values() for c in columns if c.name.lower() in present]
    return Merged(block, tuple(added), tuple(conflicts))


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


def with_columns(block: Block, more: dict[str, list[Column]], dictionary: Dictionary) -> Block:
    """The block with columns of one value put in, in place of those of the same name."""
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
