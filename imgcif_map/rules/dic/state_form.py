"""DIC043."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import CifValue
from imgcif_map.findings import Finding
from imgcif_map.rules.contents import Contents, form_of, resolved
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_STATE = "_enumeration_set.state"


class StateForm(DictionaryRule):
    """A state is not of the type of its item.

    What
        An `_enumeration_set.state` of the definition has not the form that
        `_type.contents` asks for: a Code with white space, an Integer with letters.
        Imported states are looked at by DIC047, states out of the range by DDL011.

    Why
        ddl.dic: the state "inherits the enumeration range, enumeration set, container,
        dimension, content and purpose type constraints of the defining item". A value
        that is a state is legal and illegal at once.

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
              'half round'
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
              half_round
        save_
    """

    code = "DIC043"
    name = "state-form"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            form = form_of(resolved(subject.dictionary, definition))
            if form is None or not own.says(_STATE) or not own.full.says("_type.contents"):
                continue
            values = own.full.attributes.get(_STATE, ())
            rows = [row for row, value in enumerate(values) if not _accepts(form, value)]
            if rows:
                yield self.report(
                    f"{own.id} has the state {values[rows[0]].text}, which is not {form.words}",
                    own,
                    _STATE,
                    rows,
                    hint="change the state, or _type.contents to Text",
                    value=values[rows[0]].text,
                )


def _accepts(form: Contents, value: CifValue) -> bool:
    """True if a state has that form; a List of values may have its own."""
    return bool(value.items) or value.is_null or form.accepts(value.text)
