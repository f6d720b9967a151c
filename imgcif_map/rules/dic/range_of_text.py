"""DIC045."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.contents import resolved
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import BORROWED, ORDERED, is_number_of_text
from imgcif_map.rules.dic.subject import Subject


class RangeOfText(DictionaryRule):
    """A range is given for values that have no order.

    What
        An item has an `_enumeration.range`, and its contents are no Integer, Real or
        Imag.
        If its purpose is Number, Measurand or SU and it holds text, DIC056 says so.

    Why
        ddl.dic: "range of numerical values allowed for the defined item". No program
        can hold text, a date or a complex number against it.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Encode
          _type.contents Code
          _enumeration.range 1:10
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
          _units.code metres
          _enumeration.range 1.0:10.0
        save_
    """

    code = "DIC045"
    name = "range-of-text"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            stated = own.full.says("_type.contents") and own.full.says("_enumeration.range")
            if not stated or is_number_of_text(subject.dictionary, definition):
                continue
            kind = resolved(subject.dictionary, definition)
            if kind not in ORDERED | BORROWED:
                yield self.report(
                    f"{own.id} has a range, but its contents are {definition.contents}",
                    own,
                    "_enumeration.range",
                    hint="a range is for Integer and Real; states can list other values",
                    value=own.full.text("_enumeration.range"),
                )
