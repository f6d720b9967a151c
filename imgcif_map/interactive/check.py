"""Whether an answer can be what its data name asks for: as the engine and the rules see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from imgcif_map.cif.build import build_block, build_column, build_document, build_loop
from imgcif_map.cif.document import UNKNOWN, Column
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import ImgcifMapError
from imgcif_map.findings import Finding
from imgcif_map.interactive.questions import Question
from imgcif_map.interactive.typed import Given, Refused
from imgcif_map.mapping.engine.cells import fit
from imgcif_map.mapping.engine.values import literal
from imgcif_map.units import parse_unit
from imgcif_map.validator import validate

RULES = (
    "DDL002", "DDL003", "DDL004", "DDL005", "DDL010", "DDL011", "DDL012", "DDL015", "DDL022",
    "DDL024",
)  # fmt: skip
"""Those about the values of one column, and about where its ids lead."""
_EXACT = 2**53
UNITLESS = ("", "unspecified", "arbitrary")
"""Units of which nothing is known."""


@dataclass(frozen=True)
class Checked:
    """An answer that fits, and its values as they will be written."""

    given: Given
    texts: tuple[str, ...]


def checked(given: Given, question: Question, dictionary: Dictionary) -> Checked:
    """The answer with what becomes of it; raises Refused with the reason."""
    definition = question.definition
    if given.unit is not None and definition.units in UNITLESS:
        raise Refused(f"the dictionary has no unit for it, and {given.unit} is one")
    if question.is_key and isinstance(given.data, list) and len(set(given.data)) < len(given.data):
        raise Refused("these are ids, and two of them are the same")
    data, applies = given.data, None
    if isinstance(data, list) and None in data:
        if question.is_key:
            raise Refused("a key always applies")
        applies = [x is not None for x in data]
        data = [x for x in data if x is not None]
    texts = _texts(replace(given, data=data), question, dictionary)
    if applies is not None:
        rest = iter(texts)
        texts = tuple(next(rest) if here else "." for here in applies)
    return Checked(given, texts)


def _texts(given: Given, question: Question, dictionary: Dictionary) -> tuple[str, ...]:
    """The values as they will be written; raises Refused."""
    definition = question.definition
    quantity = literal(given.data, "answer")
    if given.unit is not None:
        quantity = replace(quantity, unit=parse_unit(given.unit))
    length = len(given.data) if isinstance(given.data, list) else None
    if definition.contents.casefold() == "integer" and _is_far(given.data):
        raise Refused("so large a number is not exact any more")
    reasons: list[str] = []
    with np.errstate(over="ignore"):  # 1e308 km is refused for what becomes of it
        data = fit(quantity, definition, length, lambda _, message: reasons.append(message))
    reason = _fault(given.data if reasons else data, question, dictionary)
    if reason or reasons:
        raise Refused(reason or reasons[0])
    return tuple(_column(definition.id, data).texts())


def _is_far(data: Any) -> bool:
    values = data if isinstance(data, list) else [data]
    return any(isinstance(v, int | float) and not abs(v) <= _EXACT for v in values)


def _fault(data: Any, question: Question, dictionary: Dictionary) -> str:
    """What a rule says against the values, "" if nothing."""
    try:
        column = _column(question.name, data)
    except ImgcifMapError as error:
        return error.message
    if any(column.value(row) == UNKNOWN for row in range(len(column))):
        return "this is no number that a CIF file can hold"
    loops = [build_loop([column])]
    if question.parent is not None and question.parent.id != question.name.casefold():
        loops.append(build_loop([question.parent.column]))
    document = build_document([build_block("answer", loops)])
    report = validate(document, dictionary, select=RULES)
    mine = [f for f in report.findings if f.location.item == question.name]
    return _said(mine[0]) if mine else ""


def _column(name: str, data: Any) -> Column:
    return build_column(name, data)


def _said(finding: Finding) -> str:
    return f"{finding.message} ({finding.hint})" if finding.hint else finding.message
