"""What the user answers, row by row, also where the source has no row for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from imgcif_map.mapping.engine.links import Links
from imgcif_map.mapping.engine.rowcells import Row
from imgcif_map.mapping.engine.rows import RowGroup
from imgcif_map.mapping.model import CategoryPart, Value


def part_of_answer(value: Value, first: int, row: Row, total: int) -> Value | None:
    """An answer cut to the rows it is for; None if its length fits neither them nor all rows.

    A single value serves every row, a list has one value for each of the ``total`` rows of
    the category, of which ``row`` stands for those from ``first`` on.
    """
    literal = _listed(value)
    if literal is None:
        return value
    if len(literal) != max(total, row.rows):
        return None
    cut: Any = literal[first : first + row.rows]
    if row.length is None and cut[0] is None:
        return replace(value, picks=())  # it does not apply to this row
    return _with_literal(value, cut if row.length is not None else cut[0])


def answer_rows(
    category: str, answers: Mapping[str, Value], links: Links
) -> list[tuple[CategoryPart, RowGroup, Row]]:
    """The rows of a category of which only the user knows anything.

    Ids are the answered ones, else numbers; ids that belong to other categories
    fill themselves or stay missing.
    """
    lengths = {len(literal) for v in answers.values() if (literal := _listed(v)) is not None}
    length = max(lengths, default=1)
    part = CategoryPart("answers", None, {})
    scope = replace(links.run.scope, length=length if lengths else None)
    row = Row(part.name, scope.length)
    dictionary = links.run.session.dictionary
    found = dictionary.category(category)
    for key in found.keys if found is not None else ():
        definition = dictionary.item(key)
        if definition is None or definition.linked_item is not None:
            continue
        name = definition.id.split(".", 1)[1]
        if name not in answers:
            links.number(category, name, row)
    return [(part, RowGroup(scope), row)]


def same(left: Any, right: Any) -> bool:
    """Whether an answer says what the source says."""
    try:
        return bool(np.allclose(np.asarray(left, float), np.asarray(right, float), rtol=1e-4))
    except (TypeError, ValueError):
        return bool(np.array_equal(np.asarray(left), np.asarray(right)))


def _listed(value: Value) -> list[Any] | None:
    literal = value.picks[0].literal if value.picks else None
    return literal if isinstance(literal, list) else None


def _with_literal(value: Value, literal: Any) -> Value:
    return replace(value, picks=(replace(value.picks[0], literal=literal), *value.picks[1:]))
