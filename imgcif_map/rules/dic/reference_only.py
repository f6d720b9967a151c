"""DIC061."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Own, Subject

_ONLY = {
    "_type.purpose": frozenset({"import", "method", "audit", "identify"}),
    "_type.contents": frozenset({"implied", "inherited"}),
    "_type.container": frozenset({"implied"}),
    "_definition.class": frozenset({"attribute"}),
}
_HINTS = {
    "_type.purpose": "Encode for text that programs read, Describe for text that people read",
    "_type.contents": "Text if any text may stand",
    "_type.container": "Single, List, Array, Matrix or Table",
    "_definition.class": "Datum",
}


class ReferenceOnly(DictionaryRule):
    """A type is for the DDLm reference dictionary alone.

    What
        A dictionary whose `_dictionary.class` is not Reference uses the purposes
        Import, Method, Audit or Identify, the contents Implied or Inherited, the
        container Implied or the definition class Attribute.

    Why
        ddl.dic: "Applied ONLY in the DDLm Reference Dictionary". In a data file there
        is no definition from which to take what is implied, and attributes never appear
        there.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Implied
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

    code = "DIC061"
    name = "reference-only"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.source.dictionary_class == "reference":
            return
        for attribute, values in _ONLY.items():
            found: dict[str, list[Own]] = {}
            for own in subject.items:
                value = own.full.text(attribute)
                if value.casefold() in values:
                    found.setdefault(value, []).append(own)
            for value, owns in found.items():
                yield self.report_all(
                    f"{listed([own.id for own in owns])}: {attribute} {value} is for the DDLm "
                    "reference dictionary only",
                    owns,
                    attribute,
                    hint=_HINTS[attribute],
                    value=value,
                )
