"""DIC024."""

from __future__ import annotations

from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.rules.dic.imported import ImportRule


class ImportMode(ImportRule):
    """This import is not possible in this mode.

    What
        An item imports in mode Full, which only a category may; a category that is no
        Head imports a Head; or a Head is imported in mode Contents.

    Why
        Mode Full makes what is imported a child of the importing category, and all
        that is below a Head can only go below another Head (ddl.dic).

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length 'mode':Full}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length 'mode':Contents}]
        save_
    """

    code = "DIC024"
    name = "import-mode"
    kinds = (ImportKind.MODE,)
