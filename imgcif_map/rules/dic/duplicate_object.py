"""DIC010."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.source import RawFrame
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_OBJECT = "_name.object_id"


class DuplicateObject(DictionaryRule):
    """Two items of a category have the same object name.

    What
        Items with different data names have the same ``_name.category_id`` and
        ``_name.object_id``; capitals do not count. Imported items of the category
        count, too.

    Why
        Methods address an item by category and object name, which must therefore be
        unique within the category (ddl.dic).

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
        save_
        save_thing.width
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id size
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
        save_
        save_thing.width
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id width
        save_
    """

    code = "DIC010"
    name = "duplicate-object"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        found: dict[tuple[str, str], list[RawFrame]] = {}
        for frame in subject.definitions.values():
            name = frame.text(_OBJECT)
            if name and not frame.is_category:
                found.setdefault((frame.category, name.casefold()), []).append(frame)
        for frames in found.values():
            if len(frames) < 2:
                continue
            own = [subject.own[f.name] for f in frames if subject.is_own(f)]
            if not own:
                continue
            last = own[-1]
            other = next(f for f in frames if f is not last.full)
            name = last.full.text(_OBJECT)
            message = f"{last.id} and {other.id} have the same object name {name}"
            hint = f"object names are unique in {last.full.category}"
            yield self.report(message, last, _OBJECT, value=name, hint=hint)
