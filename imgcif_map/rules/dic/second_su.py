"""DIC038."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import is_deprecated, linked, purpose_of
from imgcif_map.rules.dic.subject import Subject


class SecondSu(DictionaryRule):
    """A measurand has two standard uncertainties.

    What
        Two SU items name the same measurand, and neither of them is deprecated.
        Imported items count.

    Why
        A value has one standard uncertainty: which of the two does a program take, and
        with which must the one in parentheses agree?

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
        save_
        save_thing.size_esd
          _definition.id '_thing.size_esd'
          _name.category_id thing
          _name.object_id size_esd
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
        save_thing.size_esd
          _definition.id '_thing.size_esd'
          _name.category_id thing
          _name.object_id size_esd
          _definition_replaced.id 1
          _definition_replaced.by '_thing.size_su'
          _name.linked_item_id '_thing.size'
          _type.purpose SU
          _type.source Related
          _type.contents Real
          _units.code metres
        save_
    """

    code = "DIC038"
    name = "second-su"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        dictionary = subject.dictionary
        found: dict[str, list[Definition]] = {}
        for definition in dictionary.definitions.values():
            if purpose_of(definition) == "su" and not is_deprecated(definition):
                target = linked(dictionary, definition)
                if target is not None:
                    found.setdefault(target.id, []).append(definition)
        for name, uncertainties in found.items():
            owners = [own for x in uncertainties if (own := subject.owner(x)) is not None]
            if len(uncertainties) > 1 and owners:
                first = next(x.id for x in uncertainties if x.id != owners[-1].id)
                yield self.report(
                    f"{owners[-1].id} is the su of {name}, as is {first}",
                    owners[-1],
                    "_name.linked_item_id",
                    hint="one of them may be an alias of the other, or deprecated",
                    value=name,
                )
