"""DIC037."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import purpose_of
from imgcif_map.rules.dic.subject import Subject


class SuSource(DictionaryRule):
    """A standard uncertainty has not the source Related.

    What
        An item of `_type.purpose` SU has another `_type.source` than Related, or none,
        which means Assigned. Templates may leave it to whoever imports them.

    Why
        ddl.dic: "The definition of an SU item must have the _type.source attribute set
        to 'Related'".

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Measurand
          _type.contents Real
          _units.code metres
        save_
        save_thing.size_su
          _definition.id '_thing.size_su'
          _name.category_id thing
          _name.object_id size_su
          _name.linked_item_id '_thing.size'
          _type.purpose SU
          _type.source Derived
          _type.contents Real
          _units.code metres
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Measurand
          _type.contents Real
          _units.code metres
        save_
        save_thing.size_su
          _definition.id '_thing.size_su'
          _name.category_id thing
          _name.object_id size_su
          _name.linked_item_id '_thing.size'
          _type.purpose SU
          _type.source Related
          _type.contents Real
          _units.code metres
        save_
    """

    code = "DIC037"
    name = "su-source"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if purpose_of(definition) != "su" or definition.source.casefold() == "related":
                continue
            if definition.source:
                said = f"the source {definition.source}"
            elif own.lacking or subject.is_template:
                continue
            else:
                said = "no source, which means Assigned,"
            yield self.report(
                f"{own.id} is an su and has {said} instead of Related",
                own,
                "_type.source",
                hint="_type.source Related",
                value=definition.source or None,
            )
