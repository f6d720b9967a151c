"""MAP032: what a mapping states itself fits the data name."""

from __future__ import annotations

from imgcif_map.dictionary.model import Definition
from imgcif_map.mapping.engine.cells import fit
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.lint.targets import final_picks, written
from imgcif_map.mapping.model import Pick
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.units import parse_unit


def check(subject: Subject) -> None:
    """Fixed values, assumptions and results of lookups against type and range."""
    for name, category in subject.mapping.categories.items():
        for part in category.parts:
            for item, value in part.items.items():
                for number, single in enumerate(spelled(item)):
                    definition = subject.dictionary.object(name, single)
                    if definition is None:
                        continue
                    for pick in final_picks(value, subject.book):
                        _pick(pick, definition, number, subject)


def _pick(pick: Pick, definition: Definition, number: int, subject: Subject) -> None:
    unit = pick.unit.given if pick.unit is not None else None
    code = parse_unit(unit, definition.units) if unit else None
    for data in written(pick):
        single = data
        if isinstance(data, list):
            if number >= len(data) or any(isinstance(member, list) for member in data):
                continue
            single = data[number]
        if single is None:
            continue

        def report(kind: str, message: str) -> None:
            subject.book.say(
                "value-of-wrong-type",
                f"{definition.id} ({_wanted(definition)}): {message}",
                pick.place,
            )

        if definition.contents.casefold() in ("integer", "real"):
            fit(Quantity(single, code, kind="value"), definition, None, report)


def _wanted(definition: Definition) -> str:
    words = definition.contents.lower()
    if definition.range is not None:
        low, high = definition.range
        words += f" from {'' if low is None else low}:{'' if high is None else high}"
    return words
