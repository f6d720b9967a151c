"""DIC033."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import linked, pairs
from imgcif_map.rules.dic.subject import Subject


class LinkCycle(DictionaryRule):
    """Links lead back to where they start.

    What
        An item is linked to itself, or to an item that is linked to it, directly or by
        way of others. Each circle is said once, at its first item.

    Why
        Every item of the circle takes its values from the others and none has any of
        its own: there is no key that the values could be keys of.

    Fails
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.parent'
          _type.purpose Link
          _type.contents Word
        save_

    Passes
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.id'
          _type.purpose Link
          _type.contents Word
        save_
    """

    code = "DIC033"
    name = "link-cycle"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        said: set[str] = set()
        for own, definition, _ in pairs(subject, su=False):
            circle = _circle(subject.dictionary, definition)
            if not circle or circle[0] in said:
                continue
            said.update(circle)
            chain = " -> ".join((*circle, circle[0]))
            message = f"{own.id} is linked to itself" + f": {chain}" * (len(circle) > 1)
            yield self.report(message, own, "_name.linked_item_id", value=definition.linked_item)


def _circle(dictionary: Dictionary, start: Definition) -> tuple[str, ...]:
    """The items that links lead through until they are back at the first; () if they are not."""
    chain = [start.id]
    target = linked(dictionary, start)
    while target is not None and target.id not in chain:
        chain.append(target.id)
        target = linked(dictionary, target)
    return tuple(chain) if target is not None and target.id == start.id else ()
