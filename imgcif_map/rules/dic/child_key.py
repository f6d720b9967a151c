"""DIC051."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Category, Dictionary
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Subject
from imgcif_map.rules.lineage import ancestors, key_items


class ChildKey(DictionaryRule):
    """The keys of a Loop category and of its child do not match.

    What
        A Loop category whose parent is a Loop category, too, has not exactly one key
        item for each key item of the parent, linked to it (directly or by way of
        others).

    Why
        The rows of such a child category continue rows of the parent: the two may be
        given in one loop. That takes keys that correspond one to one.

    Fails
        save_THING_BOX
          _definition.id THING_BOX
          _definition.scope Category
          _definition.class Loop
          _name.category_id THING
          _name.object_id THING_BOX
          _category_key.name '_thing_box.id'
        save_
        save_thing_box.id
          _definition.id '_thing_box.id'
          _name.category_id thing_box
          _name.object_id id
          _type.purpose Key
          _type.contents Word
        save_

    Passes
        save_THING_BOX
          _definition.id THING_BOX
          _definition.scope Category
          _definition.class Loop
          _name.category_id THING
          _name.object_id THING_BOX
          _category_key.name '_thing_box.thing_id'
        save_
        save_thing_box.thing_id
          _definition.id '_thing_box.thing_id'
          _name.category_id thing_box
          _name.object_id thing_id
          _name.linked_item_id '_thing.id'
          _type.purpose Link
          _type.contents Word
        save_
    """

    code = "DIC051"
    name = "child-key"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        dictionary = subject.dictionary
        owners = {own.id.casefold(): own for own in reversed(subject.categories)}
        if subject.lacking:
            return
        for child in dictionary.categories.values():
            parent = dictionary.category(child.parent)
            own = owners.get(child.id) or owners.get(child.parent)
            if own is None or parent is None or not (child.is_loop and parent.is_loop):
                continue
            said = _mismatch(dictionary, child, parent) if child.keys else ""
            if said:
                yield self.report(
                    f"{child.id.upper()} is a child of {parent.id.upper()}, "
                    f"but their keys do not match: {said}",
                    own,
                    "_category_key.name",
                    hint="link one key item to each key item of the parent, "
                    "or place the category elsewhere",
                )


def _mismatch(dictionary: Dictionary, child: Category, parent: Category) -> str:
    """How the keys of two categories fail to correspond; "" if they do."""
    keys, wanted = key_items(dictionary, child), key_items(dictionary, parent)
    lines = [{key.id, *(x.id for x in ancestors(dictionary, key))} for key in keys]
    without = [x.id for x in wanted if not any(x.id in line for line in lines)]
    if without:
        return f"no key is linked to {listed(without)}"
    if len(keys) > len(wanted):
        goals = {x.id for x in wanted}
        extra = [k.id for k, line in zip(keys, lines, strict=True) if not goals & line]
        return f"there is more in {listed(extra or [k.id for k in keys])}"
    return ""
