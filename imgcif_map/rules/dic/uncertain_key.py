"""DIC052."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import purpose_of
from imgcif_map.rules.dic.subject import Subject


class UncertainKey(DictionaryRule):
    """A key is a measured value.

    What
        A `_category_key.name` names an item of `_type.purpose` Measurand or SU.

    Why
        A key is compared for equality. A measured value has an uncertainty, and may be
        written with other digits each time.

    Fails
        save_THING
          _definition.id THING
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id THING
          _category_key.name '_thing.size'
        save_
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Measurand
          _type.contents Real
          _units.code metres
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

    code = "DIC052"
    name = "uncertain-key"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, category in subject.grouped:
            for row, name in enumerate(category.keys):
                item = subject.dictionary.item(name)
                if item is not None and purpose_of(item) in ("measurand", "su"):
                    yield self.report(
                        f"the key {name} of {own.id} has the purpose {item.purpose}",
                        own,
                        "_category_key.name",
                        [row],
                        hint="take an identifier, or an exact number",
                        value=name,
                    )
