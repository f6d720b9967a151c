"""DIC020."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.import_get import IMPORT
from imgcif_map.dictionary.import_problem import ImportKind, ImportProblem
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.imported import faults
from imgcif_map.rules.dic.subject import Own, Subject


class ImportFile(DictionaryRule):
    """A dictionary that is to be imported from is not here.

    What
        The file of an ``_import.get`` stands neither beside the dictionary nor on the
        import path, or it is no DDLm dictionary. Addresses are never fetched: the
        file name at their end is looked up. One finding for each file, however many
        definitions import from it.

    Why
        Definitions or attributes are missing. Rules that could be wrong without them
        stay silent: find the file, and check again.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':no_such_file.cif 'save':size}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length}]
        save_
    """

    code = "DIC020"
    name = "import-file"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        by_file: dict[str, list[tuple[Own, ImportProblem]]] = {}
        for own, fault in faults(subject, ImportKind.FILE, ImportKind.UNREADABLE):
            by_file.setdefault(fault.file, []).append((own, fault))
        for file, found in by_file.items():
            where = list(dict.fromkeys(own for own, _ in found))
            fault = found[0][1]
            if fault.kind is ImportKind.UNREADABLE:
                message, hint = fault.text, ""
            else:
                message = f"{file} is neither beside the dictionary nor on the import path"
                hint = "name its folder with --import-path"
            if len(where) > 1:
                message += f"; wanted by {listed(own.id for own in where)}"
            yield self.report_all(message, where, IMPORT, value=file, hint=hint)
