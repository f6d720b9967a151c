"""How many values a question is about: the rows of its category that lack one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imgcif_map.dictionary.model import Definition
from imgcif_map.interactive.typed import Given, Listed, Scalar
from imgcif_map.mapping.engine.cells import NUMBERS
from imgcif_map.mapping.yamltree import resolve
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.units import convert, parse_unit


@dataclass(frozen=True)
class Rows:
    """The rows of a category, and which of them lack a value."""

    total: int | None
    """None if there are none yet, or as many as one likes; 0 if data blocks differ in it."""
    lacking: tuple[int, ...] = ()
    """Rows to ask for, from 0; () for all of them."""
    stated: tuple[Scalar | None, ...] = ()
    """What the other rows say already, None where it does not apply; () if they say nothing."""
    labels: tuple[str, ...] = ()
    """Ids of the rows to ask for."""

    @property
    def wanted(self) -> int | None:
        """The number of values of a list; None for any, 0 for no list."""
        return len(self.lacking) if self.lacking else self.total

    def completed(self, given: Given, units: str) -> Given:
        """An answer for the rows that lack one, with what the others say put in between.

        ``units`` are those of the dictionary, in which the others are.
        """
        if not self.stated:
            return given
        one = given.data
        data: Listed = [*one] if isinstance(one, list) else [one] * len(self.lacking)
        if given.unit is not None:
            code = parse_unit(given.unit) or ""
            data = [None if x is None else float(convert(float(x), code, units)) for x in data]
        found = list(self.stated)
        for row, value in zip(self.lacking, data, strict=True):
            found[row] = value
        return Given(found)


@dataclass(frozen=True)
class Differs:
    """Why one answer cannot serve."""

    why: str


def rows_of(context: Context, definition: Definition, count: int) -> Rows | Differs | None:
    """The rows that lack a data name, None if none does.

    ``count`` is the number of rows that need it.
    """
    views = context.blocks
    lacking = [_lacking(view, definition) for view in views]
    if not any(lacking):
        return None
    if all(rows == _all_rows(view, definition) for rows, view in zip(lacking, views, strict=True)):
        return _whole(context, definition)
    if len(views) > 1:
        return Differs("some data blocks have a value and some have none")
    column = views[0].column(definition.id)
    assert column is not None
    unknown = tuple(row for row in lacking[0] if column.texts[row] == "?")
    if len(lacking[0]) == count:
        return _partial(views[0], definition, lacking[0])
    if len(unknown) == count or len(unknown) == len(lacking[0]):
        return _partial(views[0], definition, unknown)
    return Differs("not all rows without a value need one")


def _all_rows(view: BlockView, definition: Definition) -> tuple[int, ...]:
    category = view.categories.get(definition.category)
    return tuple(range(category.rows)) if category is not None else (0,)


def _lacking(view: BlockView, definition: Definition) -> tuple[int, ...]:
    column = view.column(definition.id)
    if column is None:
        return _all_rows(view, definition)
    return () if column.nulls is None else tuple(np.flatnonzero(column.nulls).tolist())


def _whole(context: Context, definition: Definition) -> Rows:
    categories = [view.categories.get(definition.category) for view in context.blocks]
    totals = {None if category is None else category.rows for category in categories}
    known = context.dictionary.category(definition.category)
    if len(totals) > 1:
        return Rows(0)
    [total] = totals
    if total is None:
        return Rows(None if known is not None and known.is_loop else 1)
    labels = _labels(context.blocks[0], definition, range(total)) if len(categories) == 1 else ()
    return Rows(total, labels=labels)


def _partial(view: BlockView, definition: Definition, lacking: tuple[int, ...]) -> Rows | Differs:
    column = view.column(definition.id)
    assert column is not None
    nulls = column.nulls if column.nulls is not None else np.zeros(len(column), np.bool_)
    stated = [
        None if null else _typed(text, definition)
        for text, null in zip(column.texts, nulls.tolist(), strict=True)
    ]
    if sum(value is None for value in stated) != np.count_nonzero(nulls):
        return Differs("other rows have values that cannot be repeated")
    return Rows(len(stated), lacking, tuple(stated), _labels(view, definition, lacking))


def _typed(text: str, definition: Definition) -> Scalar | None:
    if definition.contents.casefold() not in NUMBERS:
        return text
    value = resolve(text)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _labels(
    view: BlockView, definition: Definition, rows: range | tuple[int, ...]
) -> tuple[str, ...]:
    """What the rows are called: the first key of the category that the document gives."""
    known = view.dictionary.category(definition.category)
    for key in known.keys if known is not None else ():
        column = view.column(key)
        if column is None or column.id == definition.id.casefold():
            continue
        if len(column.distinct) > 1 and len(column) > max(rows):
            return tuple(column.texts[row] for row in rows)
    return ()
