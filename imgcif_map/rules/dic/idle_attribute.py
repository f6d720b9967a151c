"""DIC060."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_DEPENDS = {
    "_type.contents_referenced_id": ("_type.contents", "ByReference"),
    "_type.indices": ("_type.container", "Table"),
    "_type.indices_referenced_id": ("_type.indices", "ByReference"),
}
"""What each attribute needs to have a meaning."""


class IdleAttribute(DictionaryRule):
    """An attribute has no meaning in this definition.

    What
        `_type.contents_referenced_id` stands where the contents are not ByReference,
        `_type.indices` where the container is not Table, or
        `_type.indices_referenced_id` where the indices are not ByReference. Templates
        may hold one part of a type only.

    Why
        ddl.dic says of each that it is meaningful only there: nobody looks at it
        elsewhere.

    Fails
        save_thing.table
          _definition.id '_thing.table'
          _name.category_id thing
          _name.object_id table
          _type.container Single
          _type.contents Text
          _type.indices Code
        save_

    Passes
        save_thing.table
          _definition.id '_thing.table'
          _name.category_id thing
          _name.object_id table
          _type.container Table
          _type.contents Text
          _type.indices Code
        save_
    """

    code = "DIC060"
    name = "idle-attribute"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        for own, definition in subject.described:
            values = {
                "_type.contents": definition.contents,
                "_type.container": definition.container,
                "_type.indices": definition.indices,
            }
            for attribute, (other, wanted) in _DEPENDS.items():
                value = values[other]
                if own.full.text(attribute) and value.casefold() != wanted.casefold():
                    yield self.report(
                        f"{own.id} has {attribute}, but its {other} is {value or 'absent'}",
                        own,
                        attribute,
                        hint=f"{attribute} has a meaning only where {other} is {wanted}",
                    )
