"""DIC034."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import resolved
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.meaning import (
    Difference,
    identifies,
    is_within,
    pairs,
    range_text,
    type_differences,
)
from imgcif_map.rules.dic.subject import Subject


class LinkedPair(DictionaryRule):
    """A link and the item it refers to are not of the same type.

    What
        The two differ in contents, container, dimension or units, or the link states a
        range or a state that the other item does not allow. A link may be narrower. Where
        the other item is no key, DIC032 says so, and types are not compared.

    Why
        The values of a link are values of the item that it refers to. Where they are
        compared in different ways (Code without regard to case, Text with it), or one
        of them cannot even be written as the other, they do not find each other.

    Fails
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.id'
          _type.purpose Link
          _type.contents Integer
        save_

    Passes
        save_thing.parent
          _definition.id '_thing.parent'
          _name.category_id thing
          _name.object_id parent
          _name.linked_item_id '_thing.id'
          _type.purpose Link
          _type.contents Word
        save_
    """

    code = "DIC034"
    name = "linked-pair"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition, target in pairs(subject, su=False):
            if own.lacking or not identifies(subject.dictionary, target):
                continue
            found = list(_differences(subject.dictionary, definition, target))
            if found:
                yield self.report(
                    f"{own.id} is linked to {target.id}, but {'; '.join(map(str, found))}",
                    own,
                    found[0].attribute,
                    hint="a link has the type of the item that it is linked to",
                )


def _differences(
    dictionary: Dictionary, child: Definition, parent: Definition
) -> Iterator[Difference]:
    found = type_differences(dictionary, child, parent)
    yield from found
    if found:  # ranges and states of different types cannot be compared
        return
    if child.range is not None and not is_within(child, parent):
        yield Difference("_enumeration.range", range_text(child), range_text(parent))
    if child.states and parent.states and parent.mandatory:
        kind = resolved(dictionary, parent)
        known = {canonical(state, kind) for state in parent.states}
        odd = [state for state in child.states if canonical(state, kind) not in known]
        if odd:
            words = f"{parent.id} does not allow {listed(odd)}"
            yield Difference("_enumeration_set.state", listed(odd), "", words)
