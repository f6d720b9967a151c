"""DIC068."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class OverriddenDefinition(DictionaryRule):
    """An import puts another definition in the place of this one.

    What
        The dictionary defines a save frame that one of its own imports in mode Full
        with `dupl` Replace brings, too.

    Why
        ddl.dic: Replace means "replace existing definitions with imported definitions
        if block identifiers match". Nothing that is written here has any effect.

    Fails
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':exptl_crystal_face 'mode':Full 'dupl':Replace}]
        save_
        save_exptl_crystal_face.hkl
          _definition.id '_exptl_crystal_face.hkl'
          _name.category_id exptl_crystal_face
          _name.object_id hkl
          _type.purpose Encode
          _type.contents Word
        save_

    Passes
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':exptl_crystal_face 'mode':Full 'dupl':Ignore}]
        save_
        save_exptl_crystal_face.hkl
          _definition.id '_exptl_crystal_face.hkl'
          _name.category_id exptl_crystal_face
          _name.object_id hkl
          _type.purpose Encode
          _type.contents Word
        save_
    """

    code = "DIC068"
    name = "overridden-definition"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for place, frame in subject.importer.replaced.items():
            own = subject.own.get(place.frame)
            if place.path == subject.source.path and own is not None:
                yield self.report(
                    f"{own.id} has no effect: an import with dupl Replace puts the definition of "
                    f"{frame.origin} in its place",
                    own,
                    hint="leave it out, or import with dupl Ignore",
                )
