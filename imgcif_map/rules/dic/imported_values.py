"""DIC047."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.dictionary.model import Definition
from imgcif_map.findings import Finding
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import form_of, resolved
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.meaning import ORDERED, range_text
from imgcif_map.rules.dic.subject import Own, Subject
from imgcif_map.rules.numbers import number

_STATE, _DEFAULT = "_enumeration_set.state", "_enumeration.default"
_VALUED = (_STATE, _DEFAULT, "_enumeration_defaults.value", "_enumeration_default.value")


class ImportedValues(DictionaryRule):
    """Imported states or defaults do not fit the definition that imports them.

    What
        A definition imports states or defaults in mode Contents. They are not of the
        contents it states, not in its range, or, if defaults, none of its states. (What
        a definition writes itself is held against its type like any data: DDL002,
        DDL010, DDL011.) A default `.` or `?` says nothing.

    Why
        Neither the template nor the importer is wrong by itself; together they ask for
        values that they forbid.

    Fails
        save_thing.units
          _definition.id '_thing.units'
          _name.category_id thing
          _name.object_id units
          _type.purpose State
          _type.contents Integer
          _import.get [{'file':templ_enum.cif 'save':units_code}]
        save_

    Passes
        save_thing.units
          _definition.id '_thing.units'
          _name.category_id thing
          _name.object_id units
          _type.purpose State
          _type.contents Code
          _import.get [{'file':templ_enum.cif 'save':units_code}]
        save_
    """

    code = "DIC047"
    name = "imported-values"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if not own.full.says("_type.contents"):
                continue
            kind = resolved(subject.dictionary, definition)
            for attribute in _VALUED:
                if own.says(attribute) or not own.full.says(attribute):
                    continue
                odd: dict[str, list[str]] = {}
                for text in _singles(own, attribute):
                    fault = _fault(text, definition, kind, attribute)
                    if fault:
                        odd.setdefault(fault, []).append(text)
                for fault, texts in odd.items():
                    yield self.report(
                        f"{own.id} imports {listed(dict.fromkeys(texts), 3)} "
                        f"as {attribute}: {fault}",
                        own,
                        attribute,
                        value=texts[0],
                    )


def _singles(own: Own, attribute: str) -> Iterator[str]:
    for value in own.full.attributes.get(attribute, ()):
        yield from _inside(value)


def _inside(value: CifValue) -> Iterator[str]:
    if value.delimiter in (Delimiter.LIST, Delimiter.TABLE):
        for item in value.items:
            yield from _inside(item[1] if isinstance(item, tuple) else item)
    elif not value.is_null:
        yield value.text


def _fault(text: str, definition: Definition, kind: str, attribute: str) -> str:
    """Why a value cannot stand here; "" if it can."""
    form = form_of(kind)
    if form is not None and not form.accepts(text):
        return f"not {form.words}"
    low, high = definition.range or (None, None)
    if kind in ORDERED:
        found = number(text)
        if (low is not None and found < low) or (high is not None and found > high):
            return f"not in the range {range_text(definition)}"
    if attribute == _STATE or not definition.states or not definition.mandatory:
        return ""
    states = {canonical(state, kind) for state in definition.states}
    return "" if canonical(text, kind) in states else "none of its states"
