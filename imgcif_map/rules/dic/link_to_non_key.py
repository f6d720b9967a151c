"""DIC032."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.hiding import lost_keys
from imgcif_map.rules.dic.meaning import identifies, pairs, purpose_of
from imgcif_map.rules.dic.subject import Own, Subject


class LinkToNonKey(DictionaryRule):
    """A link refers to an item that need not be unique.

    What
        The item that a Link names is no key of its category and has no purpose Key.
        In a Set category without key every item stands once, so it may be named.
        Said once for each item that is linked to; where the key was lost because this
        dictionary hides an imported category, DIC065 says so.

    Why
        ddl.dic: `_name.linked_item_id` of a Link names "the item with unique values in
        the linked category". Without that a value can mean several rows.

    Fails
        save_thing.name
          _definition.id '_thing.name'
          _name.category_id thing
          _name.object_id name
          _type.purpose Encode
          _type.contents Word
        save_
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.name'
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

    code = "DIC032"
    name = "link-to-non-key"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        dictionary = subject.dictionary
        hidden = {key.id for _, _, keys in lost_keys(subject) for key in keys}
        found: dict[str, list[Own]] = {}
        for own, definition, target in pairs(subject, su=False):
            if purpose_of(definition) != "link" or target.id in hidden:
                continue
            if not identifies(dictionary, target):
                found.setdefault(target.id, []).append(own)
        for name, owns in found.items():
            target = dictionary.definitions[name.casefold()]
            category = dictionary.category(target.category)
            keys = listed(category.keys) if category is not None and category.keys else "not stated"
            yield self.report_all(
                f"{listed([own.id for own in owns])}: linked to {name}, which is no key of its "
                f"category {target.category.upper()}",
                owns,
                "_name.linked_item_id",
                hint=f"the key of {target.category.upper()} is {keys}",
                value=name,
            )
