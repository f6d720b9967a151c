"""DIC066."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.attributes import category_of, definition_of
from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.dictionary.source import RawFrame
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import NUMERIC, resolved
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.hiding import hidden, linked_to, lost_keys
from imgcif_map.rules.dic.meaning import (
    Difference,
    is_within,
    purpose_of,
    range_text,
    type_differences,
)
from imgcif_map.rules.dic.subject import Own, Subject


class HiddenDefinition(DictionaryRule):
    """A definition hides an imported one and contradicts it.

    What
        The dictionary defines an item or category that one of its imports defines, too,
        and so hides it (`dupl` Ignore), and what the hidden definition allows is wrong
        here or means something else: another type or other units, a narrower range,
        fewer states, another default, another item to be linked to, no uncertainty any
        more; a key that lacks an item, a Set category instead of a Loop category. What
        only adds or widens is no contradiction. Said once for each definition, with the
        first difference first.

    Why
        A file that is valid by the imported dictionary is not valid, or not the same,
        by the one that claims to include it.

    Fails
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':atom_type 'mode':Full 'dupl':Ignore}]
        save_
        save_atom_type.atomic_number
          _definition.id '_atom_type.atomic_number'
          _name.category_id atom_type
          _name.object_id atomic_number
          _type.purpose Encode
          _type.contents Code
        save_

    Passes
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':atom_type 'mode':Full 'dupl':Ignore}]
        save_
        save_atom_type.atomic_number
          _definition.id '_atom_type.atomic_number'
          _name.category_id atom_type
          _name.object_id atomic_number
          _type.purpose Number
          _type.contents Integer
          _units.code none
          _enumeration.range 1:
        save_
    """

    code = "DIC066"
    name = "hidden-definition"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        keys = {own.full.name: _no_links(subject, lost) for own, _, lost in lost_keys(subject)}
        for own, frame in hidden(subject):
            if own.lacking:
                continue
            if own.full.is_category != frame.is_category:
                found = [_scope(own, frame)]
            elif own.full.is_category:
                found = list(_of_categories(own, frame, keys.get(own.full.name, ())))
            else:
                found = list(_of_items(subject.dictionary, own, frame))
            if found:
                yield self.report(
                    f"{own.id} hides the definition of {frame.origin} and contradicts it: "
                    f"{'; '.join(map(str, found))}",
                    own,
                    found[0].attribute,
                    hint="allow what the imported definition allows, or take a new name",
                )


def _no_links(subject: Subject, lost: tuple[Definition, ...]) -> tuple[str, ...]:
    """The lost keys that nothing is linked to; of the others DIC065 speaks."""
    return tuple(key.id for key in lost if not linked_to(subject, key))


def _scope(own: Own, frame: RawFrame) -> Difference:
    words = [("category" if x.is_category else "item") for x in (own.full, frame)]
    return Difference("_definition.scope", *words)


def _of_categories(own: Own, frame: RawFrame, lost: tuple[str, ...]) -> Iterator[Difference]:
    here, there = category_of(own.full), category_of(frame)
    if there.is_loop and here.is_set:
        yield Difference("_definition.class", here.category_class, there.category_class)
    if lost:
        # A category without key is no worse off than one with another.
        said = listed(here.keys) if here.keys else "nothing"
        yield Difference("_category_key.name", said, listed(there.keys))


def _of_items(dictionary: Dictionary, own: Own, frame: RawFrame) -> Iterator[Difference]:
    here, there = definition_of(own.full, []), definition_of(frame, [])
    found = [
        difference
        for difference in type_differences(dictionary, here, there)
        if difference.attribute != "_type.contents" or not _widens(dictionary, here, there)
    ]
    yield from found
    if purpose_of(there) == "measurand" and here.purpose and purpose_of(here) != "measurand":
        yield Difference("_type.purpose", here.purpose, there.purpose)
    if found:
        return
    if here.range is not None and not is_within(there, here):
        yield Difference("_enumeration.range", range_text(here), range_text(there))
    kind = resolved(dictionary, here)
    if here.states and here.mandatory:
        known = {canonical(state, kind) for state in here.states}
        odd = [state for state in there.states if canonical(state, kind) not in known]
        if odd or not there.states:
            words = f"{listed(odd, 3) if odd else 'any other value'} cannot stand any more"
            yield Difference("_enumeration_set.state", "", "", words)
    for attribute, one, other in (
        ("_enumeration.default", here.default, there.default),
        ("_name.linked_item_id", here.linked_item, there.linked_item),
    ):
        if one and other and canonical(one, kind).casefold() != canonical(other, kind).casefold():
            yield Difference(attribute, one, other)


def _widens(dictionary: Dictionary, here: Definition, there: Definition) -> bool:
    """True if the contents here take in whatever the hidden definition allows."""
    kind, before = resolved(dictionary, here), resolved(dictionary, there)
    if kind == "text":
        return before not in NUMERIC
    return (kind, before) in (("real", "integer"), ("datetime", "date"), ("iri", "uri"))
