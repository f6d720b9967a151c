"""DIC001."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.scopes import entries, given, grouped, scope_of
from imgcif_map.rules.dic.subject import Own, Subject


class MissingAttribute(DictionaryRule):
    """An attribute that every definition must have is missing.

    What
        The reference dictionary lists attributes as Mandatory for dictionaries,
        categories or items (``_dictionary_valid``), and one of them is absent or
        null. A default of the attribute does not replace it; an import in mode
        Contents does. Template and Function dictionaries are left alone.

    Why
        Software relies on these attributes: without an identifier, a category or a
        type, the definition describes nothing.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-05-01
          _name.category_id thing
          _name.object_id size
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-05-01
          _name.category_id thing
          _name.object_id size
          _type.container Single
          _type.contents Real
        save_
    """

    code = "DIC001"
    name = "missing-attribute"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        header = given(subject.block)
        for entry in entries(subject, "dictionary", "mandatory"):
            if entry.attributes.isdisjoint(header):
                yield self.report(f"the dictionary has no {entry.name}", subject.block, entry.name)
        wanted = {s: entries(subject, s, "mandatory") for s in ("category", "item")}

        def missing(own: Own) -> tuple[str, ...]:
            if own.lacking:
                return ()
            names = {name for name in own.full.attributes if own.full.text(name)} | own.full.prose
            if own.unnamed:
                names.discard("_definition.id")
            return tuple(e.name for e in wanted[scope_of(own)] if e.attributes.isdisjoint(names))

        groups = grouped((own, missing(own)) for own in subject.own.values())
        for (scope, *names), where in groups.items():
            what = listed(names, 8)
            if len(where) == 1:
                message = f"the {scope} {where[0].id} has no {what}"
            else:
                plural = "categories" if scope == "category" else "items"
                some = listed(own.id for own in where)
                message = f"{len(where)} {plural} have no {what}: {some}"
            yield self.report_all(message, where, names[0])
