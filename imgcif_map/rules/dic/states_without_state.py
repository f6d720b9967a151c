"""DIC042."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import is_deprecated, purpose_of
from imgcif_map.rules.dic.subject import Subject

_OTHERS = frozenset({"describe", "encode", "composite", "number"})


class StatesWithoutState(DictionaryRule):
    """An item has states but not the purpose State.

    What
        Only the values listed in `_enumeration_set.state` are legal, and yet
        `_type.purpose` is Describe, Encode, Composite or Number. Keys and links may
        have states, and so may an item whose states are but usual ones
        (`_enumeration.mandatory` No). Deprecated items are left alone.

    Why
        Programs that offer a choice of values, or group items by purpose, look for
        State.

    Fails
        save_thing.shape
          _definition.id '_thing.shape'
          _name.category_id thing
          _name.object_id shape
          _type.purpose Encode
          _type.contents Code
          loop_
            _enumeration_set.state
              round
              square
        save_

    Passes
        save_thing.shape
          _definition.id '_thing.shape'
          _name.category_id thing
          _name.object_id shape
          _type.purpose State
          _type.contents Code
          loop_
            _enumeration_set.state
              round
              square
        save_
    """

    code = "DIC042"
    name = "states-without-state"
    severity = Severity.NOTE

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if not definition.states or not definition.mandatory or is_deprecated(definition):
                continue
            if purpose_of(definition) in _OTHERS:
                yield self.report(
                    f"{own.id} allows {len(definition.states)} values only, "
                    f"but its purpose is {definition.purpose}",
                    own,
                    "_type.purpose",
                    hint="_type.purpose State, or _enumeration.mandatory No",
                    value=definition.purpose,
                )
