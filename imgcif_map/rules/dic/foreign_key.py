"""DIC049."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class ForeignKey(DictionaryRule):
    """A key belongs to another category.

    What
        A `_category_key.name` names an item whose `_name.category_id` is another
        category.

    Why
        A key is looked for in the rows of its category. What refers to another category
        is a Link: an item of this category that is linked to the item of the other.

    Fails
        save_BOX
          _definition.id BOX
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id BOX
          _category_key.name '_thing.id'
        save_

    Passes
        save_BOX
          _definition.id BOX
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id BOX
          _category_key.name '_box.thing_id'
        save_
        save_box.thing_id
          _definition.id '_box.thing_id'
          _name.category_id box
          _name.object_id thing_id
          _name.linked_item_id '_thing.id'
          _type.purpose Link
          _type.contents Word
        save_
    """

    code = "DIC049"
    name = "foreign-key"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        for own, category in subject.grouped:
            for row, name in enumerate(category.keys):
                item = subject.dictionary.item(name)
                if item is None or item.category not in subject.category_ids:
                    continue  # which is a fault of its own
                if item.category != category.id:
                    yield self.report(
                        f"the key {name} of {own.id} belongs to {item.category.upper()}",
                        own,
                        "_category_key.name",
                        [row],
                        hint="take an item of this category that is linked to it",
                        value=name,
                    )
