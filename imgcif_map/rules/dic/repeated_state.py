"""DIC043."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import resolved
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_STATE = "_enumeration_set.state"


class RepeatedState(DictionaryRule):
    """Two states are the same value.

    What
        Two `_enumeration_set.state` that the definition lists differ as text, but not
        as values: Code, Name and Tag are caseless, and numbers are compared as numbers.
        (The very same text twice is a duplicate key, DDL023.)

    Why
        One value then has two meanings.

    Fails
        save_thing.shape
          _definition.id '_thing.shape'
          _name.category_id thing
          _name.object_id shape
          _type.purpose State
          _type.contents Code
          loop_
            _enumeration_set.state
              round
              Round
        save_

    Passes
        save_thing.shape
          _definition.id '_thing.shape'
          _name.category_id thing
          _name.object_id shape
          _type.purpose State
          _type.contents Word
          loop_
            _enumeration_set.state
              round
              Round
        save_
    """

    code = "DIC043"
    name = "repeated-state"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if not own.says(_STATE) or not own.full.text("_type.contents"):
                continue
            kind = resolved(subject.dictionary, definition)
            texts: dict[str, str] = {}
            for row, value in enumerate(own.full.attributes.get(_STATE, ())):
                text = texts.setdefault(canonical(value.text, kind), value.text)
                if text != value.text:
                    yield self.report(
                        f"the states {text} and {value.text} of {own.id} are the same "
                        f"{definition.contents}",
                        own,
                        _STATE,
                        [row],
                        hint="leave one of them out",
                        value=value.text,
                    )
