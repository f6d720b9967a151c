"""DIC002."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.import_get import IMPORT
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.scopes import Entry, entries, scope_of
from imgcif_map.rules.dic.subject import Own, Subject

_KEY = "_category_key.name"


class RecommendedAttribute(DictionaryRule):
    """A recommended attribute is missing.

    What
        The reference dictionary lists attributes as Recommended for dictionaries,
        categories or items (``_dictionary_valid``), and definitions go without. What
        has a default is as good as given unless all but a few definitions of the
        dictionary state it; keys have a rule of their own
        (loop-without-key), and a condensed dictionary, or a definition that imports
        from one, is not asked for prose. One note sums all definitions that lack the attribute.

    Why
        Descriptions, sources and purposes are what people look up in a dictionary.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-05-01
          _name.category_id thing
          _name.object_id size
          _type.purpose Measurand
          _type.source Recorded
          _type.container Single
          _type.contents Real
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-05-01
          _description.text 'Its largest diameter.'
          _name.category_id thing
          _name.object_id size
          _type.purpose Measurand
          _type.source Recorded
          _type.container Single
          _type.contents Real
        save_
    """

    code = "DIC002"
    name = "recommended-attribute"
    severity = Severity.NOTE

    def lint(self, subject: Subject) -> Iterator[Finding]:
        header = subject.block.columns.keys()
        absent = [
            entry.name
            for entry in entries(subject, "dictionary", "recommended")
            if entry.attributes.isdisjoint(header)
        ]
        if absent:
            message = f"the dictionary has no {listed(absent, 12)}"
            yield self.report(message, subject.block)
        for scope in ("category", "item"):
            for entry in entries(subject, scope, "recommended"):
                asked = [own for own in subject.own.values() if scope_of(own) == scope]
                where = [own for own in asked if _lacks(subject, own, entry)]
                if _has_default(subject, entry) and len(where) * 20 > len(asked):
                    continue
                if where:
                    message = f"{listed(own.id for own in where)}: no {entry.name}"
                    yield self.report_all(message, where, entry.name)


def _lacks(subject: Subject, own: Own, entry: Entry) -> bool:
    if own.lacking or _KEY in entry.attributes:
        return False
    # The condensed form of what it imports does not tell whether the original has prose.
    if not entry.formal and IMPORT in own.written.attributes and subject.imports_condensed:
        return False
    return not any(own.full.says(name) for name in entry.attributes)


def _has_default(subject: Subject, entry: Entry) -> bool:
    item = subject.ddlm.item(entry.name) if subject.ddlm else None
    return item is not None and item.default is not None
