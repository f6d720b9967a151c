"""DIC041."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import purpose_of
from imgcif_map.rules.dic.subject import Subject


class StateWithoutStates(DictionaryRule):
    """A State item has no states.

    What
        An item of `_type.purpose` State has no `_enumeration_set.state`, neither here
        nor by an import. Nothing is said of templates, of items whose contents or
        imports come from what could not be read, and of items that take their contents
        by reference from one with states.

    Why
        ddl.dic of State: "values that are restricted to codes present in their
        _enumeration_set.state lists". With no list nothing is checked.

    Fails
        save_thing.shape
          _definition.id '_thing.shape'
          _name.category_id thing
          _name.object_id shape
          _type.purpose State
          _type.contents Code
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

    code = "DIC041"
    name = "state-without-states"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        for own, definition in subject.described:
            if purpose_of(definition) != "state" or definition.states or own.lacking:
                continue
            target = subject.dictionary.item(definition.contents_referenced_id or "")
            if target is None or not target.states:
                yield self.report(
                    f"{own.id} has purpose State but no states",
                    own,
                    "_type.purpose",
                    hint="list them in _enumeration_set.state, or use the purpose Encode",
                )
