"""DIC013."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Own, Subject

_ALIAS = "_alias.definition_id"


class AliasClash(DictionaryRule):
    """An alias is also something else.

    What
        An ``_alias.definition_id`` is the data name of the item itself, the data name
        of another item, or an alias of another item; capitals do not count. Imported
        items count, too.

    Why
        A data name must mean one item.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _alias.definition_id '_thing.id'
          _name.category_id thing
          _name.object_id size
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _alias.definition_id '_thing_size'
          _name.category_id thing
          _name.object_id size
        save_
    """

    code = "DIC013"
    name = "alias-clash"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        owners: dict[str, str] = {}
        # Imported definitions first: a clash with them is this dictionary's doing.
        for frame in subject.definitions.values():
            if not subject.is_own(frame):
                for value in frame.attributes.get(_ALIAS, ()):
                    owners.setdefault(value.text.casefold(), frame.id)
        for own in subject.items:
            for row, value in enumerate(own.full.attributes.get(_ALIAS, ())):
                said = _said(subject, own, value.text, owners)
                owners.setdefault(value.text.casefold(), own.id)
                if said:
                    yield self.report(said, own, _ALIAS, [row], value=value.text)


def _said(subject: Subject, own: Own, alias: str, owners: dict[str, str]) -> str:
    key = alias.casefold()
    if key == own.full.id.casefold():
        return f"{alias} is an alias of itself"
    if key in subject.definitions:
        return f"{alias}, an alias of {own.id}, is an item of its own"
    other = owners.get(key, own.id)
    if other.casefold() != own.id.casefold():
        return f"{alias}, an alias of {own.id}, is also one of {other}"
    return ""
