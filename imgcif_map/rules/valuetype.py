"""The type of an item's values: container, size, what is inside, and whose constraints bind.

Source: ddl.dic 4.2. ByReference takes the type of another item, which may take
its own from a third, and round in a circle. Implied takes everything that binds
values from the definition in which the attribute stands (``_enumeration.default``
of an item has that item's type, range and states), and Inherited does so for
each element. Both have a meaning only where a dictionary itself is the data:
there a :class:`Described` says which definition is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.contents import form_of, resolved

SINGLE, TABLE, ANYTHING = "single", "table", "implied"
LISTS = frozenset({"list", "array", "matrix"})
STATE = "_enumeration_set.state"
_CONTAINERS = LISTS | {SINGLE, TABLE}


@dataclass(frozen=True, slots=True)
class Described:
    """The item that a save frame of a dictionary defines."""

    definition: Definition
    dictionary: Dictionary
    """Where the items that the definition refers to are found: the one being described."""

    @property
    def indices(self) -> tuple[Definition | None, ...]:
        """What the elements of ``_enumeration_defaults.index`` are values of."""
        return tuple(self.dictionary.item(name) for name in self.definition.def_index_ids)


@dataclass(frozen=True, slots=True)
class ValueType:
    """The form of a whole value; texts in lower case."""

    container: str = ANYTHING
    """``implied`` if a value may have any structure."""
    contents: str = "implied"
    """Of each single value in it, however deep."""
    dimension: tuple[int | None, ...] = ()
    """Wanted lengths by level; () if any."""
    element: ValueType | None = None
    """What each element is if that is more than a single value."""
    keys: str = "text"
    """Contents type of the keys of a Table."""
    key_states: tuple[str, ...] = ()
    """The only legal keys of a Table; () if any."""

    @property
    def inner(self) -> ValueType:
        """What an element of a List, Array or Matrix, or a value in a Table, is."""
        if self.element is not None:
            return self.element
        # Contents that nobody knows may be anything, a container too.
        known = form_of(self.contents) is not None or self.contents == "text"
        return ValueType(SINGLE if known else ANYTHING, self.contents)

    @property
    def table(self) -> ValueType | None:
        """The type of the Tables in such a value; None if there is none."""
        if self.container == TABLE:
            return self
        return self.element.table if self.element else None


ANY_TYPE = ValueType()


def type_of(
    dictionary: Dictionary, definition: Definition, described: Described | None = None
) -> ValueType:
    """The type of an item, references followed; what cannot be found out may be anything.

    ``described`` says what Implied stands for.
    """
    if described is not None and definition.contents.casefold() == "implied":
        made = type_of(described.dictionary, described.definition)
        # By the letter a state is a whole List; dictionaries give those of its elements.
        whole = definition.id.casefold() != STATE or made.container == SINGLE
        return made if whole else ValueType(contents=made.contents)
    if described is not None and definition.contents.casefold() == "inherited":
        size = (len(described.indices),) if described.indices else definition.dimension
        return ValueType(definition.container.casefold(), "inherited", size)
    contents = resolved(dictionary, definition)
    *outer, last = definition, *_references(dictionary, definition)
    if last.contents.casefold() == "byreference":  # a circle, or a name nobody defines
        return ValueType(contents=contents)
    made = _own(dictionary, last, contents)
    for one in reversed(outer):
        if one.container.casefold() != SINGLE:
            made = _own(dictionary, one, contents, None if made.container == SINGLE else made)
    return made


def constraints(definition: Definition, described: Described | None) -> Definition:
    """The definition whose type, range and states bind the values of an item."""
    if described is not None and definition.contents.casefold() == "implied":
        return described.definition
    return definition


def _references(dictionary: Dictionary, definition: Definition) -> Iterator[Definition]:
    seen = {definition.id}
    while definition.contents.casefold() == "byreference":
        target = dictionary.item(definition.contents_referenced_id or "")
        if target is None or target.id in seen:
            return
        seen.add(target.id)
        yield target
        definition = target


def _own(
    dictionary: Dictionary, definition: Definition, contents: str, element: ValueType | None = None
) -> ValueType:
    container = definition.container.casefold()
    if container not in _CONTAINERS:
        return ValueType(contents=contents)
    size = definition.dimension
    if container != TABLE:
        return ValueType(container, contents, size, element)
    return ValueType(container, contents, size, element, *_keys(dictionary, definition))


def _keys(dictionary: Dictionary, definition: Definition) -> tuple[str, tuple[str, ...]]:
    """``_type.indices``, by reference perhaps: the contents type and the states of the keys."""
    kind = definition.indices.casefold() or "text"
    if kind != "byreference":
        return kind, ()
    target = dictionary.item(definition.indices_referenced_id or "")
    if target is None:
        return "text", ()
    return resolved(dictionary, target), target.states if target.mandatory else ()
