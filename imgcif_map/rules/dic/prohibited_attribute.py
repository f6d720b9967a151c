"""DIC003."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.scopes import entries, grouped, scope_of
from imgcif_map.rules.dic.subject import Own, Subject


class ProhibitedAttribute(DictionaryRule):
    """An attribute stands where it must not be used.

    What
        The reference dictionary lists attributes, or categories of attributes with
        all below them, as Prohibited for dictionaries, categories or items
        (``_dictionary_valid``), and such a one is given or imported: a type in the
        definition of a category, say.

    Why
        The attribute says something that this kind of definition cannot mean.

    Fails
        save_PART
          _definition.id PART
          _definition.scope Category
          _definition.class Set
          _definition.update 2024-05-01
          _name.category_id EXAMPLE_HEAD
          _name.object_id PART
          _type.contents Real
        save_

    Passes
        save_PART
          _definition.id PART
          _definition.scope Category
          _definition.class Set
          _definition.update 2024-05-01
          _name.category_id EXAMPLE_HEAD
          _name.object_id PART
        save_
    """

    code = "DIC003"
    name = "prohibited-attribute"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for entry in entries(subject, "dictionary", "prohibited"):
            found = [c for key, c in subject.block.columns.items() if key in entry.attributes]
            if found:
                names = listed(column.name for column in found)
                message = f"{names} cannot stand outside a definition"
                yield self.report(message, subject.block, found[0].name)
        barred = {
            scope: frozenset[str]().union(
                *(entry.attributes for entry in entries(subject, scope, "prohibited"))
            )
            for scope in ("category", "item")
        }

        def wrong(own: Own) -> tuple[str, ...]:
            names = own.full.attributes.keys() | own.full.prose
            return tuple(sorted(names & barred[scope_of(own)]))

        groups = grouped((own, wrong(own)) for own in subject.own.values())
        for (scope, *attributes), where in groups.items():
            some = listed(own.id for own in where)
            kind = "a category" if scope == "category" else "an item"
            message = f"{listed(attributes)} cannot stand in the definition of {kind}: {some}"
            yield self.report_all(message, where, attributes[0])
