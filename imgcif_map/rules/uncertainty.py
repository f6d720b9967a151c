"""Standard uncertainties in items of their own, beside the values that they belong to.

Source: ddl.dic 4.2, ``_type.purpose``: an su stands in parentheses after the value
or in the item that the dictionary defines for it; the two mean the same. What such
an item is called does not matter: ``_array_intensities.gain_esd`` is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.numbers import Quantity, parts


@dataclass(frozen=True, eq=False)
class SuColumn:
    """A column of standard uncertainties and the item that they are of."""

    block: BlockView
    column: DataColumn
    measurand: Definition
    values: DataColumn | None
    """The column of that item in the same data block."""


def su_columns(context: Context) -> Iterator[SuColumn]:
    """Every column of a separate su that says something."""
    for block in context.blocks:
        for column in block.defined:
            measurand = measurand_of(context, column.definition)
            if measurand is not None and not column.all_null:
                yield SuColumn(block, column, measurand, block.by_id.get(measurand.id.casefold()))


def measurand_of(context: Context, definition: Definition | None) -> Definition | None:
    """The item that an su belongs to; None for anything that is no su."""
    if definition is None or definition.purpose.casefold() != "su" or not definition.linked_item:
        return None
    return context.dictionary.item(definition.linked_item)


def measurands(context: Context) -> frozenset[str]:
    """Casefolded ids of all items that the dictionary defines an su for."""

    def compute() -> frozenset[str]:
        items = context.dictionary.definitions.values()
        found = (measurand_of(context, definition) for definition in items)
        return frozenset(item.id.casefold() for item in found if item is not None)

    known: frozenset[str] = context.once("measurands", compute)
    return known


def disagree(value: str, su: str, contents: str) -> bool:
    """True if a value in parentheses and a separate su cannot be the same number.

    Each stands for all numbers that would be rounded to it: ``12.3(4)`` agrees with
    0.36 and 0.4, not with 0.3.
    """
    stated, separate = parts(value, contents), parts(su, contents)
    pairs = zip(stated, separate, strict=False)
    return any(_differ(one, other) for one, other in pairs)


def _differ(stated: Quantity, separate: Quantity) -> bool:
    if stated.su != stated.su:  # NaN: no su here
        return False
    return abs(stated.su - separate.value) > 0.5 * (stated.digit + separate.digit) * (1 - 1e-9)
