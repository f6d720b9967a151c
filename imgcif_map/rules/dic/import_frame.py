"""DIC021."""

from __future__ import annotations

import difflib

from imgcif_map.dictionary.import_problem import ImportKind, ImportProblem
from imgcif_map.rules.dic.imported import ImportRule
from imgcif_map.rules.dic.subject import Subject


class ImportFrame(ImportRule):
    """What is to be imported does not exist.

    What
        The dictionary to import from has no save frame of the name in ``save``;
        capitals do not count. With ``miss`` Ignore nothing is said.

    Why
        Frames are renamed now and then. Some software stops at such an import, other
        software leaves it out, and definitions are missing.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_lenght}]
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _import.get [{'file':templ_attr.cif 'save':cell_length}]
        save_
    """

    code = "DIC021"
    name = "import-frame"
    kinds = (ImportKind.FRAME,)

    def hint(self, subject: Subject, fault: ImportProblem) -> str:
        sources = subject.importer.sources.values()
        source = next((x for x in sources if x.path.name == fault.file), None)
        if source is None:
            return ""
        # A Head is imported whole, and its name is the first to change.
        heads = [frame.name for frame in source.frames.values() if frame.is_head]
        if fault.full and heads and "head" in fault.save:
            return f"the Head of {fault.file} is called {heads[0]}"
        near = difflib.get_close_matches(fault.save, list(source.frames), 1)
        return f"did you mean {near[0]}?" if near else ""
