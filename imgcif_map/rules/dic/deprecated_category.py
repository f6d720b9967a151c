"""DIC064."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.meaning import is_deprecated
from imgcif_map.rules.dic.subject import Subject


class DeprecatedCategory(DictionaryRule):
    """A category is deprecated, and not all of its items are.

    What
        A category has `_definition_replaced`, and one of its items, imported ones
        included, has not.

    Why
        ddl.dic: "A category definition may be marked as deprecated only if every data
        item defined within that category is also explicitly marked as deprecated".

    Fails
        save_BOX
          _definition.id BOX
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id BOX
          _definition_replaced.id 1
          _definition_replaced.by .
          _category_key.name '_box.id'
        save_
        save_box.id
          _definition.id '_box.id'
          _name.category_id box
          _name.object_id id
          _type.purpose Encode
          _type.contents Word
        save_

    Passes
        save_BOX
          _definition.id BOX
          _definition.scope Category
          _definition.class Loop
          _name.category_id EXAMPLE_HEAD
          _name.object_id BOX
          _definition_replaced.id 1
          _definition_replaced.by .
          _category_key.name '_box.id'
        save_
        save_box.id
          _definition.id '_box.id'
          _name.category_id box
          _name.object_id id
          _type.purpose Encode
          _type.contents Word
          _definition_replaced.id 1
          _definition_replaced.by .
        save_
    """

    code = "DIC064"
    name = "deprecated-category"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own in subject.categories:
            if not own.full.says("_definition_replaced.by"):
                continue
            members = subject.dictionary.members.get(own.id.casefold(), ())
            live = [item.id for item in members if not is_deprecated(item)]
            if live:
                yield self.report(
                    f"{own.id} is deprecated, but "
                    f"{listed(live)} {'is' if len(live) == 1 else 'are'} not",
                    own,
                    "_definition_replaced.by",
                    hint="deprecate every item of the category, too",
                )
