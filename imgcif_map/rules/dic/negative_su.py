"""DIC040."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import purpose_of, range_text
from imgcif_map.rules.dic.subject import Subject


class NegativeSu(DictionaryRule):
    """A standard uncertainty may be negative.

    What
        The `_enumeration.range` of an item of `_type.purpose` SU reaches below zero.

    Why
        ddl.dic: "SU values must be non-negative".

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
          _type.source Related
          _type.contents Real
          _units.code metres
          _enumeration.range -1.0:1.0
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
          _enumeration.range 0.0:
        save_
    """

    code = "DIC040"
    name = "negative-su"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if purpose_of(definition) != "su" or definition.range is None:
                continue
            low, _ = definition.range
            if low is None or low < 0:
                yield self.report(
                    f"{own.id} is an su, and its range {range_text(definition)} "
                    "allows negative values",
                    own,
                    "_enumeration.range",
                    hint="let the range begin at 0",
                    value=own.full.text("_enumeration.range"),
                )
