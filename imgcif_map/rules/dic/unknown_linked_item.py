"""DIC031."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.near import nearest
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.meaning import linked
from imgcif_map.rules.dic.subject import Own, Subject

_LINKED = "_name.linked_item_id"


class UnknownLinkedItem(DictionaryRule):
    """The item that a definition is linked to is not defined.

    What
        `_name.linked_item_id` names an item that neither the dictionary nor anything
        it imports defines, under this name or as an alias. Said once for each such
        name. Nothing is said where a part of the imports could not be read, and of
        templates.

    Why
        What the values refer to, or what the uncertainty belongs to, cannot be found.

    Fails
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.identifier'
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

    code = "DIC031"
    name = "unknown-linked-item"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template or subject.lacking:
            return
        lost: dict[str, list[Own]] = {}
        for own, definition in subject.described:
            if definition.linked_item and linked(subject.dictionary, definition) is None:
                lost.setdefault(definition.linked_item.casefold(), []).append(own)
        for key, where in lost.items():
            name, near = where[0].full.text(_LINKED), nearest(key, subject.dictionary)
            some = listed(own.id for own in where)
            words = f"{some} is" if len(where) == 1 else f"{some} are"
            yield self.report_all(
                f"{words} linked to {name}, which is not defined",
                where,
                _LINKED,
                hint=f"did you mean {near}?" if near else "",
                value=name,
            )
