"""DIC026."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.rules.dic.imported import ImportRule


class ImportTable(ImportRule):
    """An import cannot be understood.

    What
        An entry of ``_import.get`` has no ``file`` or no ``save``, or its ``mode``,
        ``dupl`` or ``miss`` is none of the words of ddl.dic.

    Why
        What is to be imported, or how, is not said. Unknown words are taken for the
        default.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length}]
        save_
    """

    code = "DIC026"
    name = "import-table"
    kinds = (ImportKind.TABLE, ImportKind.STATE)
