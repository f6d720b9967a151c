"""DIC008."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class CategoryCycle(DictionaryRule):
    """Categories are each other's parents.

    What
        Going from a category to its parent, to the parent's parent and so on leads
        back to the category instead of to the Head.

    Why
        What hangs on such a circle cannot be reached from the Head: an import of the
        whole dictionary as a family leaves it out.

    Fails
        save_ONE
          _definition.id ONE
          _definition.scope Category
          _definition.class Set
          _name.category_id TWO
          _name.object_id ONE
        save_
        save_TWO
          _definition.id TWO
          _definition.scope Category
          _definition.class Set
          _name.category_id ONE
          _name.object_id TWO
        save_

    Passes
        save_ONE
          _definition.id ONE
          _definition.scope Category
          _definition.class Set
          _name.category_id EXAMPLE_HEAD
          _name.object_id ONE
        save_
        save_TWO
          _definition.id TWO
          _definition.scope Category
          _definition.class Set
          _name.category_id ONE
          _name.object_id TWO
        save_
    """

    code = "DIC008"
    name = "category-cycle"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        parents = {
            frame.id.casefold(): frame.category
            for frame in subject.frames.values()
            if frame.is_category and not frame.is_head and frame.id
        }
        reported: set[str] = set()
        for own in subject.categories:
            circle = _circle(own.full.id.casefold(), parents)
            if circle and reported.isdisjoint(circle):
                reported.update(circle)
                if len(circle) == 1:
                    message = f"the category {own.id} is its own parent"
                else:
                    chain = " -> ".join(subject.definitions[name].id for name in circle)
                    message = f"categories are parents in a circle: {chain} -> {own.id}"
                hint = "one of them needs a parent that leads to the Head"
                yield self.report(message, own, "_name.category_id", hint=hint)


def _circle(start: str, parents: dict[str, str]) -> list[str]:
    """The categories on the way from ``start`` back to itself; none if it leads elsewhere."""
    way = [start]
    while (parent := parents.get(way[-1], "")) != start:
        if parent not in parents or parent in way:
            return []
        way.append(parent)
    return way
