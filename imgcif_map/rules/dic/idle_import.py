"""DIC027."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.findings import Severity
from imgcif_map.rules.dic.imported import ImportRule


class IdleImport(ImportRule):
    """An import brings nothing.

    What
        Every attribute or definition that an import would bring is there already, and
        ``dupl`` says that it stays.

    Why
        The import can go, or something was meant to be taken from it.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _enumeration_set.state round
          _import.get [{'file':templ_enum.cif 'save':units_code 'dupl':Ignore}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_enum.cif 'save':units_code 'dupl':Ignore}]
        save_
    """

    code = "DIC027"
    name = "idle-import"
    severity = Severity.NOTE
    kinds = (ImportKind.IDLE,)
