"""DIC067."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.source import RawFrame
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.hiding import hidden
from imgcif_map.rules.dic.subject import Own, Subject


class LostName(DictionaryRule):
    """A definition hides an imported one, and a name gets lost by that.

    What
        The dictionary defines a save frame that one of its imports defines, too, and so
        hides it (`dupl` Ignore). The hidden definition has a data name, alias or
        category id that nothing in the dictionary knows any more.

    Why
        A file that uses the name is valid by the imported dictionary; by the one that
        claims to include it, the name is unknown.

    Fails
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':atom_type 'mode':Full 'dupl':Ignore}]
        save_
        save_atom_type.symbol
          _definition.id '_atom_type.symbol'
          _name.category_id atom_type
          _name.object_id symbol
          _type.contents Word
        save_

    Passes
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':atom_type 'mode':Full 'dupl':Ignore}]
        save_
        save_atom_type.symbol
          _definition.id '_atom_type.symbol'
          _alias.definition_id '_atom_type_symbol'
          _name.category_id atom_type
          _name.object_id symbol
          _type.contents Word
        save_
    """

    code = "DIC067"
    name = "lost-name"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, frame in hidden(subject):
            lost = [name for name in _names(frame) if not _is_known(subject, name)]
            if lost:
                yield self.report(
                    f"{own.id} hides the definition of {frame.origin} with the "
                    f"name{'s' * (len(lost) > 1)} {listed(lost)}, which nothing else has",
                    own,
                    _where(own, lost, frame),
                    hint="take over the aliases in _alias.definition_id",
                    value=lost[0],
                )


def _names(frame: RawFrame) -> list[str]:
    values = frame.attributes.get("_alias.definition_id", ())
    return [frame.id, *(value.text for value in values if not value.is_null)]


def _is_known(subject: Subject, name: str) -> bool:
    dictionary = subject.dictionary
    return dictionary.item(name) is not None or dictionary.category(name) is not None


def _where(own: Own, lost: list[str], frame: RawFrame) -> str:
    if frame.id in lost or not own.full.says("_alias.definition_id"):
        return "_definition.id"
    return "_alias.definition_id"
