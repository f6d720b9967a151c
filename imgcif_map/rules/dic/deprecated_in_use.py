"""DIC063."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import is_deprecated, linked
from imgcif_map.rules.dic.subject import Subject


class DeprecatedInUse(DictionaryRule):
    """A deprecated item is needed by one that is not.

    What
        An item with `_definition_replaced` is part of the key of a category that has
        items which are not deprecated, or an item that is not deprecated is linked to
        it, or depends on it for its default.

    Why
        Files must go on to use what they should not: the key cannot be left out, and
        the link refers to nothing without it.

    Fails
        save_thing.name
          _definition.id '_thing.name'
          _name.category_id thing
          _name.object_id name
          _type.purpose Encode
          _type.contents Word
          _definition_replaced.id 1
          _definition_replaced.by .
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
        save_thing.name
          _definition.id '_thing.name'
          _name.category_id thing
          _name.object_id name
          _type.purpose Encode
          _type.contents Word
          _definition_replaced.id 1
          _definition_replaced.by .
        save_
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.name'
          _type.purpose Link
          _type.contents Word
          _definition_replaced.id 1
          _definition_replaced.by .
        save_
    """

    code = "DIC063"
    name = "deprecated-in-use"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        dictionary = subject.dictionary
        for own, category in subject.grouped:
            members = dictionary.members.get(category.id, ())
            if not all(map(is_deprecated, members)):
                for row, name in enumerate(category.keys):
                    item = dictionary.item(name)
                    if item is not None and is_deprecated(item):
                        message = f"{name}, a key of {own.id}, is deprecated, the category is not"
                        yield self.report(message, own, "_category_key.name", [row], value=name)
        for own, definition in subject.described:
            if is_deprecated(definition):
                continue
            target = linked(dictionary, definition)
            if target is not None and is_deprecated(target):
                message = f"{own.id} is linked to {target.id}, which is deprecated"
                yield self.report(message, own, "_name.linked_item_id", value=target.id)
            for name in definition.def_index_ids:
                item = dictionary.item(name)
                if item is not None and is_deprecated(item):
                    message = f"the default of {own.id} depends on {item.id}, which is deprecated"
                    yield self.report(message, own, "_enumeration.def_index_ids", value=name)
