"""DIC007."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Own, Subject

_PARENT = "_name.category_id"


class UnknownCategory(DictionaryRule):
    """A definition belongs to a category that does not exist.

    What
        The ``_name.category_id`` of an item or category names no category of this
        dictionary or of those it imports. Nothing is said if imported dictionaries
        could not be found.

    Why
        The definition hangs in the air: an item without its category has no key, and
        a category without its parent cannot be reached from the Head.

    Fails
        save_thong.size
          _definition.id '_thong.size'
          _definition.update 2024-05-01
          _name.category_id thong
          _name.object_id size
          _type.container Single
          _type.contents Real
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-05-01
          _name.category_id thing
          _name.object_id size
          _type.container Single
          _type.contents Real
        save_
    """

    code = "DIC007"
    name = "unknown-category"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template or subject.lacking:
            return
        known = subject.category_ids
        orphans: dict[str, list[Own]] = {}
        for own in subject.own.values():
            parent = own.full.category
            # Without a Head its children have no parent, which is one fault and not many.
            rootless = own.full.is_category and not subject.heads
            if parent and parent not in known and not own.full.is_head and not rootless:
                orphans.setdefault(parent, []).append(own)
        for parent, where in orphans.items():
            name = where[0].full.text(_PARENT)
            some = listed(own.id for own in where)
            message = f"the category {name} of {some} is not defined"
            hint = _hint(subject, parent)
            yield self.report_all(message, where, _PARENT, value=name, hint=hint)


def _hint(subject: Subject, parent: str) -> str:
    if parent == subject.attribute("_dictionary.title").casefold() and subject.heads:
        return f"only the Head belongs to the dictionary itself; here it is {subject.heads[0].id}"
    if parent in subject.definitions or f"_{parent}" in subject.definitions:
        return f"{parent} is a data item, not a category"
    near = difflib.get_close_matches(parent, subject.category_ids, 1)
    return f"did you mean {near[0]}?" if near else ""
