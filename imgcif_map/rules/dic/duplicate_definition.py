"""DIC009."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.source import RawFrame
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class DuplicateDefinition(DictionaryRule):
    """Two save frames define the same item or category.

    What
        Two frames have the same ``_definition.id``; capitals do not count. One of
        them may be imported: a frame of this dictionary takes the place of an
        imported one only if their frame codes agree.

    Why
        Software takes one of the definitions and ignores the other, and not all
        software takes the same.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
        save_
        save_thing.diameter
          _definition.id '_thing.Size'
          _name.category_id thing
          _name.object_id diameter
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
        save_
        save_thing.diameter
          _definition.id '_thing.diameter'
          _name.category_id thing
          _name.object_id diameter
        save_
    """

    code = "DIC009"
    name = "duplicate-definition"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        by_id: dict[str, list[RawFrame]] = {}
        for frame in subject.frames.values():
            if frame.id:
                by_id.setdefault(frame.id.casefold(), []).append(frame)
        for frames in by_id.values():
            if len(frames) < 2:
                continue
            # Own frames come first, so what is new is the last of them.
            own = [subject.own[f.name] for f in frames if subject.is_own(f)]
            if not own:
                continue
            other = frames[0] if len(own) > 1 else frames[1]
            where = "" if subject.is_own(other) else f" of {other.file.name}, which is imported"
            message = f"{own[-1].id} is defined in the frame {other.name}{where}, too"
            hint = f"a frame called {other.name} would take its place" if where else ""
            yield self.report(message, own[-1], "_definition.id", hint=hint)
