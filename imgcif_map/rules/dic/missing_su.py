"""DIC039."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.meaning import is_deprecated, linked, purpose_of
from imgcif_map.rules.dic.subject import Own, Subject


class MissingSu(DictionaryRule):
    """No item records the standard uncertainty of a measurand.

    What
        No item of `_type.purpose` SU names an item of purpose Measurand in its
        `_name.linked_item_id`. Summed by category. Deprecated items need none, nor do
        templates.

    Why
        ddl.dic of Measurand: "A data item definition for the standard uncertainty (SU)
        of this item must be provided in a separate definition". Data formats that
        cannot write 1.23(4) have nowhere else to put it.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Measurand
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

    code = "DIC039"
    name = "missing-su"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template or subject.lacking:
            return
        dictionary = subject.dictionary
        known = {
            target.id
            for x in dictionary.definitions.values()
            if purpose_of(x) == "su" and (target := linked(dictionary, x)) is not None
        }
        found: dict[str, list[Own]] = {}
        for own, definition in subject.described:
            needs = purpose_of(definition) == "measurand" and not is_deprecated(definition)
            if needs and definition.id not in known:
                found.setdefault(definition.category, []).append(own)
        for owns in found.values():
            names = listed([own.id for own in owns])
            verb = "is a measurand" if len(owns) == 1 else "are measurands"
            yield self.report_all(
                f"{names} {verb}, but there is no item for the standard uncertainty",
                owns,
                "_type.purpose",
                hint=f"define {owns[0].id}_su with _type.purpose SU, or use the purpose Number",
            )
