"""DIC030."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import purpose_of
from imgcif_map.rules.dic.subject import Subject


class MissingLinkedItem(DictionaryRule):
    """A Link or SU item does not say what it belongs to.

    What
        An item of `_type.purpose` Link or SU has no `_name.linked_item_id`. Templates
        may leave it to whoever imports them.

    Why
        ddl.dic asks for it: a Link refers to the key of some category, an SU is the
        standard uncertainty of some measurand, and nothing else says which.

    Fails
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
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

    code = "DIC030"
    name = "missing-linked-item"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        for own, definition in subject.described:
            purpose = purpose_of(definition)
            if purpose not in ("link", "su") or definition.linked_item or own.lacking:
                continue
            what = "the key that it refers to" if purpose == "link" else "its measurand"
            yield self.report(
                f"{own.id} has purpose {definition.purpose} but does not name {what}",
                own,
                "_type.purpose",
                hint=f"_name.linked_item_id names {what}",
            )
