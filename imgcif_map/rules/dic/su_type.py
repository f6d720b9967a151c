"""DIC036."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import is_number_of_text, pairs, type_differences
from imgcif_map.rules.dic.subject import Subject


class SuType(DictionaryRule):
    """A standard uncertainty is of another type than its measurand.

    What
        The SU differs from the item that it names in contents, container, dimension or
        units.
        If one of them holds text, DIC056 says so.

    Why
        A separate SU and one in parentheses behind the value mean the same, so they are
        the same kind of number in the same units.

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
          _units.code millimetres
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

    code = "DIC036"
    name = "su-type"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition, target in pairs(subject, su=True):
            dictionary = subject.dictionary
            if own.lacking or any(is_number_of_text(dictionary, x) for x in (definition, target)):
                continue
            found = type_differences(dictionary, definition, target)
            if found:
                yield self.report(
                    f"{own.id} is the su of {target.id}, but {'; '.join(map(str, found))}",
                    own,
                    found[0].attribute,
                    hint="a standard uncertainty has the type and the units of its measurand",
                )
