"""DIC004."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.scopes import KINDS
from imgcif_map.rules.dic.subject import Own, Subject


class OneHead(DictionaryRule):
    """A dictionary has no Head category, or more than one.

    What
        No category, or more than one, has the ``_definition.class`` Head. Templates
        and dictionaries of functions need none.

    Why
        The Head is the root of all categories. Other dictionaries import it, and
        without one nothing of this dictionary can be used.

    Fails
        save_OTHER_HEAD
          _definition.id OTHER_HEAD
          _definition.scope Category
          _definition.class Head
          _definition.update 2024-05-01
          _name.category_id EXAMPLE
          _name.object_id OTHER_HEAD
        save_

    Passes
        save_OTHER
          _definition.id OTHER
          _definition.scope Category
          _definition.class Set
          _definition.update 2024-05-01
          _name.category_id EXAMPLE_HEAD
          _name.object_id OTHER
        save_
    """

    code = "DIC004"
    name = "one-head"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        heads = subject.heads
        if len(heads) > 1:
            names = listed(own.id for own in heads)
            message = f"there are {len(heads)} Head categories: {names}"
            hint = f"keep {heads[0].id}, and make the others Set categories below it"
            yield self.report_all(message, heads[1:], "_definition.class", hint=hint)
        if heads or subject.source.dictionary_class not in KINDS:
            return
        likely = _likely(subject)
        hint = "write a category of class Head whose _name.category_id is the dictionary's title"
        if likely:
            hint = f"{likely[0].id} is a child of the dictionary itself: its class should be Head"
        yield self.report("the dictionary has no Head category", subject.block, hint=hint)


def _likely(subject: Subject) -> list[Own]:
    """Categories that say of themselves that they are the root."""
    title = subject.attribute("_dictionary.title").casefold()
    return [own for own in subject.categories if own.full.category == title]
