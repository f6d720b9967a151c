"""DIC027."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.findings import Severity
from imgcif_map.rules.dic.imported import ImportRule


class IdleImport(ImportRule):
    """An import brings nothing.

    What
        Every attribute or definition that an import would bring is there already, and
        ``dupl`` says that it stays. Of condensed dictionaries, which lack their prose,
        nothing is said.

    Why
        The import can go, or something was meant to be taken from it.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _units.code metres
        save_
        save_thing.width
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id width
          _units.code millimetres
          _import.get [{'file':example.dic 'save':thing.size 'dupl':Ignore}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _units.code metres
        save_
        save_thing.width
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id width
          _import.get [{'file':example.dic 'save':thing.size 'dupl':Ignore}]
        save_
    """

    code = "DIC027"
    name = "idle-import"
    severity = Severity.NOTE
    kinds = (ImportKind.IDLE,)
