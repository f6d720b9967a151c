"""DIC022."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind, ImportProblem
from imgcif_map.rules.dic.imported import ImportRule
from imgcif_map.rules.dic.subject import Subject


class ImportClash(ImportRule):
    """What is imported is there already, and ``dupl`` forbids it.

    What
        An import brings attributes (mode Contents) or definitions (mode Full) that the
        importing side has itself, and ``dupl`` is Exit, which is also what holds if it
        is left out.

    Why
        Exit means that software stops here. Whether the own or the imported one is
        meant to stand is not said.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _units.code metres
          _import.get [{'file':templ_attr.cif 'save':cell_length}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _units.code metres
          _import.get [{'file':templ_attr.cif 'save':cell_length 'dupl':Ignore}]
        save_
    """

    code = "DIC022"
    name = "import-clash"
    kinds = (ImportKind.CLASH,)

    def hint(self, subject: Subject, fault: ImportProblem) -> str:
        return "'dupl':Ignore keeps what stands here, 'dupl':Replace takes what is imported"
