"""What kind of value a data name takes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.contents import form_of, resolved

UNITLESS = ("", "none", "unspecified", "arbitrary")
_STATES = 6
"""States that are listed; of more, one asks the dictionary."""


def kind_of_value(dictionary: Dictionary, definition: Definition) -> str:
    """Type, unit and range: ``a number, in millimetres, 0 or more``."""
    form = form_of(resolved(dictionary, definition))
    words = form.words if form is not None else "text"
    return words + unit_and_range(definition)


def unit_and_range(definition: Definition) -> str:
    """What follows the type: ``, in millimetres, 0 or more``; "" for neither."""
    words = f", in {definition.units}" if definition.units not in UNITLESS else ""
    if definition.range is not None:
        low, high = definition.range
        if low is not None and high is not None:
            words += f", from {low:g} to {high:g}"
        elif low is not None:
            words += f", {low:g} or more"
        elif high is not None:
            words += f", {high:g} or less"
    return words


def states_in_words(states: Sequence[str]) -> str:
    """``one of a, b, c``; "" where there are none, or too many for a line."""
    return f"one of {', '.join(states)}" if 0 < len(states) <= _STATES else ""
