"""DIC050."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class LoopWithoutKey(DictionaryRule):
    """A Loop category has no key.

    What
        A category of class Loop has no `_category_key.name`.

    Why
        ddl.dic: a Loop category has "a key item defined". Without one nobody can say
        whether two rows are the same, nor refer to one of them.

    Fails
        save_THING
          _definition.id THING
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id THING
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

    code = "DIC050"
    name = "loop-without-key"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, category in subject.grouped:
            if category.is_loop and not category.keys and not own.lacking:
                yield self.report(
                    f"{own.id} is a Loop category without a key",
                    own,
                    "_definition.class",
                    hint="_category_key.name names the items whose values identify a row",
                )
