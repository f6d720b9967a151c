"""DIC054."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.contents import NUMERIC, resolved
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import BORROWED, is_number_of_text
from imgcif_map.rules.dic.subject import Subject


class NeedlessUnits(DictionaryRule):
    """Units are stated for what is no number.

    What
        An item has a `_units.code` other than `none`, and its contents are not
        numerical.
        If its purpose is Number, Measurand or SU, DIC056 says so.

    Why
        Text, codes and dates have no units: either the type or the units are wrong.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Encode
          _type.contents Code
          _units.code metres
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
          _units.code metres
        save_
    """

    code = "DIC054"
    name = "needless-units"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            units = definition.units
            if not own.full.says("_type.contents") or units.casefold() in ("", "none"):
                continue
            if is_number_of_text(subject.dictionary, definition):
                continue
            kind = resolved(subject.dictionary, definition)
            if kind not in NUMERIC | BORROWED:
                yield self.report(
                    f"{own.id} has the units {units}, but its contents are {definition.contents}",
                    own,
                    "_units.code",
                    hint="leave the units out, or give it numerical contents",
                    value=units,
                )
