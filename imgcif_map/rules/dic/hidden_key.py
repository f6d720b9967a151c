"""DIC065."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.hiding import linked_to, lost_keys
from imgcif_map.rules.dic.subject import Subject


class HiddenKey(DictionaryRule):
    """A category hides an imported one, and links lose their key by that.

    What
        The dictionary defines a category that one of its imports defines, too, and so
        hides it (`dupl` Ignore). A key item of the hidden category is none here, but
        items are still linked to it. Said once for each such key.

    Why
        The links refer to rows that the values need not tell apart any more, and a
        validator cannot ask for the key that they need. Neither the hidden definition
        nor those of the links are wrong: it is the new key.

    Fails
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':atom_type 'mode':Full 'dupl':Ignore}]
        save_
        save_ATOM_TYPE
          _definition.id ATOM_TYPE
          _definition.scope Category
          _definition.class Loop
          _name.category_id GROUP
          _name.object_id ATOM_TYPE
          _category_key.name '_atom_type.number'
        save_

    Passes
        save_GROUP
          _definition.id GROUP
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id GROUP
          _import.get [{'file':cif_core.dic 'save':atom_type 'mode':Full 'dupl':Ignore}]
        save_
        save_ATOM_TYPE
          _definition.id ATOM_TYPE
          _definition.scope Category
          _definition.class Loop
          _name.category_id GROUP
          _name.object_id ATOM_TYPE
          loop_
            _category_key.name
              '_atom_type.symbol'
              '_atom_type.number'
        save_
    """

    code = "DIC065"
    name = "hidden-key"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, frame, keys in lost_keys(subject):
            for key in keys:
                links = linked_to(subject, key)
                if links:
                    yield self.report(
                        f"{own.id} hides the category of {frame.origin}, whose key is {key.id}, "
                        f"and {listed([x.id for x in links], 3)} "
                        f"{'is' if len(links) == 1 else 'are'} still linked to it",
                        own,
                        "_category_key.name",
                        hint=f"make {key.id} part of the key again, "
                        "or define the linked items anew, too",
                        value=key.id,
                    )
