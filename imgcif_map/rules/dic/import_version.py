"""DIC025."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.findings import Severity
from imgcif_map.rules.dic.imported import ImportRule


class ImportVersion(ImportRule):
    """Another version is imported than the one asked for.

    What
        The ``version`` of an import has another major number than the dictionary that
        was found.

    Why
        Dictionaries with the same major number are compatible (ddl.dic). With another
        one, definitions may be missing or mean something else.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length 'version':999.0.0}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length}]
        save_
    """

    code = "DIC025"
    name = "import-version"
    severity = Severity.WARNING
    kinds = (ImportKind.VERSION,)
