"""What definitions say about each other, for the rules on their meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.contents import NUMERIC, resolved
from imgcif_map.rules.dic.subject import Own, Subject

ORDERED = frozenset({"integer", "real", "imag"})
"""Contents of which one value is greater than another."""
NUMBERS = frozenset({"number", "measurand", "su"})
"""Purposes of numbers."""
BORROWED = frozenset({"implied", "inherited"})
"""Contents that only the definition in which an attribute stands can tell."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An attribute in which two items differ, and what each of them says."""

    attribute: str
    here: str
    there: str
    words: str = ""
    """What to say instead."""

    def __str__(self) -> str:
        return self.words or f"{self.attribute} is {self.here} here and {self.there} there"


def purpose_of(definition: Definition) -> str:
    """``_type.purpose`` in lower case; "" if it is not stated."""
    return definition.purpose.casefold()


def is_numeric(dictionary: Dictionary, definition: Definition) -> bool:
    """True for numbers, complex ones included, references followed."""
    return resolved(dictionary, definition) in NUMERIC


def is_number_of_text(dictionary: Dictionary, definition: Definition) -> bool:
    """True for a number by its purpose that has text for contents: DIC056 says so."""
    kind = resolved(dictionary, definition)
    return purpose_of(definition) in NUMBERS and kind not in NUMERIC | BORROWED


def linked(dictionary: Dictionary, definition: Definition) -> Definition | None:
    """The item that ``_name.linked_item_id`` names, if it is defined."""
    return dictionary.item(definition.linked_item) if definition.linked_item else None


def pairs(subject: Subject, su: bool) -> Iterator[tuple[Own, Definition, Definition]]:
    """Its own links, or its own su items, each with the item that it names.

    A template's items belong to nothing yet, and are left out.
    """
    if subject.is_template:
        return
    for own, definition in subject.described:
        if (purpose_of(definition) == "su") is su:
            target = linked(subject.dictionary, definition)
            if target is not None:
                yield own, definition, target


def identifies(dictionary: Dictionary, definition: Definition) -> bool:
    """True if a link may refer to the item: it is a key, or no other row can have its value.

    True, too, for an item of an unknown category.
    """
    category = dictionary.category(definition.category)
    if category is None or purpose_of(definition) == "key" or dictionary.is_key(definition):
        return True
    return category.is_set and not category.keys


def type_differences(
    dictionary: Dictionary, one: Definition, other: Definition
) -> list[Difference]:
    """Where contents, container, dimension or units of two items differ.

    Units count only if both state them: that one lacks them is another matter.
    """
    found: list[Difference] = []
    kinds = resolved(dictionary, one), resolved(dictionary, other)
    if kinds[0] != kinds[1] and not BORROWED.intersection(kinds):
        found.append(Difference("_type.contents", one.contents, other.contents))
    containers = one.container.casefold(), other.container.casefold()
    comparable = not BORROWED.intersection(containers)
    if comparable and containers[0] != containers[1]:
        found.append(Difference("_type.container", one.container, other.container))
    elif comparable and one.dimension != other.dimension:
        texts = dimension_text(one), dimension_text(other)
        found.append(Difference("_type.dimension", *texts))
    if one.units and other.units and one.units.casefold() != other.units.casefold():
        found.append(Difference("_units.code", one.units, other.units))
    return found


def dimension_text(definition: Definition) -> str:
    """``[3,3]``; ``absent`` without a dimension."""
    if not definition.dimension:
        return "absent"
    return f"[{','.join('' if n is None else str(n) for n in definition.dimension)}]"


def range_text(definition: Definition) -> str:
    """``0:10`` or ``0:``; ``absent`` without a range."""
    if definition.range is None:
        return "absent"
    return ":".join("" if end is None else f"{end:g}" for end in definition.range)


def is_within(inner: Definition, outer: Definition) -> bool:
    """True if the range of one item allows nothing that that of another forbids."""
    if outer.range is None:
        return True
    low, high = inner.range or (None, None)
    least, most = outer.range
    return (least is None or (low is not None and low >= least)) and (
        most is None or (high is not None and high <= most)
    )


def is_deprecated(definition: Definition) -> bool:
    """True if ``_definition_replaced`` says that the item is not to be used any more."""
    return bool(definition.replaced_by)
