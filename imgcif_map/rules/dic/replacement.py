"""DIC062."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.near import nearest
from imgcif_map.dictionary.source import RawFrame
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Subject

_BY = "_definition_replaced.by"


class Replacement(DictionaryRule):
    """What replaces a deprecated definition cannot be used.

    What
        A `_definition_replaced.by` names an item or category that is not defined, or
        one that is deprecated, too, so that the user must look again; or the
        replacements lead back to where they start.

    Why
        Who meets the deprecated name in a file is sent to its replacement: it must
        exist and be good for new files.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Encode
          _type.contents Word
          _definition_replaced.id 1
          _definition_replaced.by '_thing.width'
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Encode
          _type.contents Word
          _definition_replaced.id 1
          _definition_replaced.by '_thing.id'
        save_
    """

    code = "DIC062"
    name = "replacement"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        said: set[str] = set()
        for own in subject.own.values():
            circle = _circle(subject, own.full)
            if circle:
                if own.id not in said:
                    chain = " -> ".join((*circle, own.id))
                    yield self.report(f"{own.id} is replaced by itself: {chain}", own, _BY)
                said.update(circle)
                continue
            for row, value in enumerate(own.full.attributes.get(_BY, ())):
                fault = "" if value.is_null else _fault(subject, value.text)
                if fault:
                    unknown = subject.dictionary.item(value.text) is None
                    near = nearest(value.text, subject.dictionary) if unknown else ""
                    yield self.report(
                        f"{own.id} is replaced by {value.text}, {fault}",
                        own,
                        _BY,
                        [row],
                        hint=f"did you mean {near}?" if near else "",
                        value=value.text,
                    )


def _fault(subject: Subject, name: str) -> str:
    """What is wrong with a replacement; "" if nothing is."""
    frame = _found(subject, name)
    if frame is None:
        return "" if subject.lacking else "which is not defined"
    if not frame.says(_BY):
        return ""
    names = _replacements(frame)
    return "which is deprecated itself" + f" for {listed(names)}" * bool(names)


def _circle(subject: Subject, start: RawFrame) -> tuple[str, ...]:
    """The definitions on the way from one by its replacements back to it; () if none leads back."""
    before = {start.id: ""}
    waiting = [start]
    while waiting:
        current = waiting.pop(0)
        for name in _replacements(current):
            frame = _found(subject, name)
            if frame is not None and frame.id == start.id:
                chain = [current.id]
                while before[chain[-1]]:
                    chain.append(before[chain[-1]])
                return tuple(reversed(chain))
            if frame is not None and frame.id not in before:
                before[frame.id] = current.id
                waiting.append(frame)
    return ()


def _replacements(frame: RawFrame) -> list[str]:
    return [value.text for value in frame.attributes.get(_BY, ()) if not value.is_null]


def _found(subject: Subject, name: str) -> RawFrame | None:
    """The definition of an item, an alias of it or a category."""
    item = subject.dictionary.item(name)
    return subject.definitions.get((item.id if item is not None else name).casefold())
