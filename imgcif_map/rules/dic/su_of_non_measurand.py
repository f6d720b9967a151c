"""DIC035."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import pairs, purpose_of
from imgcif_map.rules.dic.subject import Subject


class SuOfNonMeasurand(DictionaryRule):
    """A standard uncertainty belongs to an item that is not measured.

    What
        The item that an SU names (`_name.linked_item_id`) has another purpose than
        Measurand.

    Why
        An item of purpose Number is exact: a value of it may not have an uncertainty,
        neither in parentheses nor as a separate item, and programs that read the two
        together look for a Measurand.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
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

    code = "DIC035"
    name = "su-of-non-measurand"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, _, target in pairs(subject, su=True):
            if purpose_of(target) == "measurand":
                continue
            yield self.report(
                f"{own.id} is the su of {target.id}, whose purpose is "
                f"{target.purpose or 'not stated'} and not Measurand",
                own,
                "_name.linked_item_id",
                hint=f"give {target.id} the purpose Measurand, or link the su to a measurand",
                value=target.id,
            )
