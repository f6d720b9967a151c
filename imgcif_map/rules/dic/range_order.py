"""DIC044."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import range_text
from imgcif_map.rules.dic.subject import Subject


class RangeOrder(DictionaryRule):
    """A range allows nothing.

    What
        The minimum of an `_enumeration.range` is greater than its maximum.

    Why
        ddl.dic: min:max, "the smallest value 'min' and the largest value 'max'". No
        value is legal in such a range.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
          _units.code metres
          _enumeration.range 10.0:1.0
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

    code = "DIC044"
    name = "range-order"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            low, high = definition.range or (None, None)
            if low is not None and high is not None and low > high:
                yield self.report(
                    f"no value of {own.id} can be in the range {range_text(definition)}",
                    own,
                    "_enumeration.range",
                    hint="the minimum stands first",
                    value=own.full.text("_enumeration.range"),
                )
