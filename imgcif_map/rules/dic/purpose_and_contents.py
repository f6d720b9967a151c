"""DIC056."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.contents import NUMERIC, resolved
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import BORROWED, NUMBERS, purpose_of
from imgcif_map.rules.dic.subject import Subject

_TEXTS = frozenset({"describe", "composite"})


class PurposeAndContents(DictionaryRule):
    """Purpose and contents contradict each other.

    What
        An item of purpose Number, Measurand or SU has no numerical contents, or one of
        purpose Describe or Composite (text for people, strings of several parts) has
        numerical ones.

    Why
        ddl.dic: a Number is "numerical and exact", a Measurand "a numerically estimated
        value". What a program does with the value depends on both.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Text
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

    code = "DIC056"
    name = "purpose-and-contents"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if not own.full.says("_type.contents"):
                continue
            kind, purpose = resolved(subject.dictionary, definition), purpose_of(definition)
            wrong = NUMBERS if kind not in NUMERIC else _TEXTS
            if kind not in BORROWED and purpose in wrong:
                yield self.report(
                    f"{own.id} has the purpose {definition.purpose} and contents "
                    f"{definition.contents}",
                    own,
                    "_type.contents",
                    hint="the purposes Number, Measurand and SU are for numbers, others for text",
                    value=definition.contents,
                )
