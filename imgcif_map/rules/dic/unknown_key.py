"""DIC048."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.near import nearest
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class UnknownKey(DictionaryRule):
    """A key is not defined.

    What
        A `_category_key.name` names an item that neither the dictionary nor anything it
        imports defines. Nothing is said where a part of the imports could not be read.

    Why
        The rows of the category cannot be told apart.

    Fails
        save_THING
          _definition.id THING
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id THING
          _category_key.name '_thing.identifier'
        save_
        save_thing.id
          _definition.id '_thing.id'
          _name.category_id thing
          _name.object_id id
          _type.purpose Key
          _type.contents Word
        save_

    Passes
        save_THING
          _definition.id THING
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id THING
          _category_key.name '_thing.id'
        save_
        save_thing.id
          _definition.id '_thing.id'
          _name.category_id thing
          _name.object_id id
          _type.purpose Key
          _type.contents Word
        save_
    """

    code = "DIC048"
    name = "unknown-key"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template or subject.lacking:
            return
        dictionary = subject.dictionary
        for own, category in subject.grouped:
            for row, name in enumerate(category.keys):
                if dictionary.item(name) is None:
                    near = nearest(name, dictionary)
                    yield self.report(
                        f"the key {name} of {own.id} is not defined",
                        own,
                        "_category_key.name",
                        [row],
                        hint=f"did you mean {near}?" if near else "",
                        value=name,
                    )
