"""MAP019: rows of a Loop category have a key."""

from __future__ import annotations

from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """Every part that makes rows gives the parts of the key that do not fill themselves."""
    dictionary = subject.dictionary
    for name, category in subject.mapping.categories.items():
        known = dictionary.category(name)
        if known is None or not known.is_loop:
            continue
        for part in category.parts:
            items = [n for n, value in part.items.items() if value.picks]
            given = {
                definition.id
                for item in items
                for single in spelled(item)
                if (definition := dictionary.object(name, single)) is not None
            }
            if not given:
                continue
            for key in known.keys:
                definition = dictionary.item(key)
                if definition is None or definition.id in given or definition.default is not None:
                    continue
                if fills_itself(definition.linked_item, subject):
                    continue
                subject.book.say(
                    "missing-key",
                    f"rows of {name} get no {definition.id}, which is part of their key",
                    part.place,
                    f"add {definition.object_id}: to its items",
                )


def fills_itself(parent: str | None, subject: Subject) -> bool:
    """Whether a key item points to a category of one row: the engine writes it, or readers do."""
    target = subject.dictionary.item(parent or "")
    if target is None:
        return False
    category = subject.dictionary.category(target.category)
    return category is not None and category.is_set
