"""DIC059."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.dictionary.near import nearest
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Own, Subject

_KINDS = ("contents", "indices")


class TypeReference(DictionaryRule):
    """A type by reference leads nowhere.

    What
        `_type.contents` or `_type.indices` is ByReference, and
        `_type.contents_referenced_id` or `_type.indices_referenced_id` is absent, names
        an item that is not defined, or leads back to the item itself.

    Why
        The item has no type, and nothing of its values can be checked.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.contents ByReference
          _type.contents_referenced_id '_thing.width'
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.contents ByReference
          _type.contents_referenced_id '_thing.id'
        save_
    """

    code = "DIC059"
    name = "type-reference"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        said: set[str] = set()
        for own, definition in subject.described:
            for kind in _KINDS:
                if _kind_of(definition, kind) != "byreference":
                    continue
                circle = _circle(subject, definition, kind)
                if not circle:
                    yield from self._missing(subject, own, kind, _target(definition, kind))
                elif own.id not in said:
                    said.update(circle)
                    chain = " -> ".join((*circle, own.id))
                    message = f"the {kind} of {own.id} are its own: {chain}"
                    yield self.report(message, own, f"_type.{kind}_referenced_id")

    def _missing(self, subject: Subject, own: Own, kind: str, name: str) -> Iterator[Finding]:
        attribute = f"_type.{kind}_referenced_id"
        if not name and not own.lacking:
            yield self.report(
                f"the {kind} of {own.id} are ByReference, but of no item",
                own,
                f"_type.{kind}",
                hint=f"{attribute} names the item",
            )
        elif name and subject.dictionary.item(name) is None and not subject.lacking:
            near = nearest(name, subject.dictionary)
            yield self.report(
                f"the {kind} of {own.id} are those of {name}, which is not defined",
                own,
                attribute,
                hint=f"did you mean {near}?" if near else "",
                value=name,
            )


def _kind_of(definition: Definition, kind: str) -> str:
    text = definition.contents if kind == "contents" else definition.indices
    return text.casefold()


def _target(definition: Definition, kind: str) -> str:
    if kind == "contents":
        return definition.contents_referenced_id or ""
    return definition.indices_referenced_id or ""


def _circle(subject: Subject, start: Definition, kind: str) -> tuple[str, ...]:
    """The items from one by its references back to it; () if they do not lead back.

    What the indices refer to matters by its contents.
    """
    chain = [start.id]
    item = subject.dictionary.item(_target(start, kind))
    while item is not None and item.contents.casefold() == "byreference":
        if item.id == start.id:
            return tuple(chain)
        if item.id in chain:
            return ()
        chain.append(item.id)
        item = subject.dictionary.item(_target(item, "contents"))
    return ()
