"""DIC023."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.rules.dic.imported import ImportRule


class ImportCycle(ImportRule):
    """An import leads back to where it started.

    What
        A definition imports itself, or a dictionary imports one that imports it, over
        any number of steps.

    Why
        There is no end to it. Software gives up, or takes some part of it.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':example.dic 'save':thing.width}]
        save_
        save_thing.width
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id width
          _import.get [{'file':example.dic 'save':thing.size}]
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

    code = "DIC023"
    name = "import-cycle"
    kinds = (ImportKind.CYCLE,)
