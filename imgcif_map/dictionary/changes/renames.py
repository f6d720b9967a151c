"""Definitions that go by another name in the new dictionary, and by what they are recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from imgcif_map.dictionary.model import Category, Definition, Dictionary

ALIAS_KEPT = "the old name is an alias of the new one"
ALIAS_BEFORE = "the new name was an alias of the old one"
REPLACED = "the old definition said that it is replaced by the new one"
REPLACED_BACK = "the new definition says that it is replaced by the old one"
SAME_OBJECT = "the same object with the same attributes in another category"
SAME_KIND = "of what is gone and new in the category, these two alone have the same attributes"


@dataclass(frozen=True, slots=True)
class Renames:
    """What is called otherwise; ids are casefolded."""

    items: Mapping[str, str]
    """Old id -> new id."""
    how: Mapping[str, str]
    """Old id -> by what it was recognised."""
    categories: Mapping[str, str]
    """Old category -> new category, of those that have moved as a whole."""

    def same(self, name: str, dictionary: Dictionary) -> str:
        """A data name that one of the two dictionaries uses, as one that both agree on."""
        found = dictionary.item(name)
        key = (found.id if found is not None else name).casefold()
        return self.items.get(key, key)


def renames(old: Dictionary, new: Dictionary) -> Renames:
    """Pairs of a definition that is gone and one that is new; each is in one pair at most.

    Which pairs are found does not depend on which of the two dictionaries is the older.
    """
    gone = {key: d for key, d in old.definitions.items() if key not in new.definitions}
    come = {key: d for key, d in new.definitions.items() if key not in old.definitions}
    items: dict[str, str] = {}
    how: dict[str, str] = {}

    def pair(candidates: Iterable[_Candidate]) -> None:
        taken = set(items.values())
        for before, after, why in sorted(candidates, key=_either_way):
            if before in gone and after in come and before not in items and after not in taken:
                items[before], how[before] = after, why
                taken.add(after)

    pair(_said(gone, come, "aliases", (ALIAS_KEPT, ALIAS_BEFORE)))
    pair(_said(gone, come, "replaced_by", (REPLACED_BACK, REPLACED)))
    for by, why in ((_object, SAME_OBJECT), (_place, SAME_KIND)):
        left = [definition for key, definition in gone.items() if key not in items]
        fresh = [definition for key, definition in come.items() if key not in items.values()]
        pair(_alike(left, fresh, by, why))
    return Renames(items, how, _categories(old, new, items))


_Candidate = tuple[str, str, str]
"""Old id, new id, by what."""


def _either_way(candidate: _Candidate) -> tuple[str, ...]:
    return tuple(sorted(candidate[:2]))


def _said(
    gone: Mapping[str, Definition],
    come: Mapping[str, Definition],
    attribute: str,
    why: tuple[str, str],
) -> Iterator[_Candidate]:
    """Pairs of which one names the other: the new the old one, or the old the new one."""
    for after, definition in come.items():
        for name in getattr(definition, attribute):
            yield (name or "").casefold(), after, why[0]
    for before, definition in gone.items():
        for name in getattr(definition, attribute):
            yield before, (name or "").casefold(), why[1]


def _alike(
    gone: Iterable[Definition],
    come: Iterable[Definition],
    by: Callable[[Definition], str],
    why: str,
) -> list[_Candidate]:
    """Pairs that have one thing and all their attributes in common, and that are the only ones."""
    before, after = _grouped(gone, by), _grouped(come, by)
    return [
        (before[key][0].id.casefold(), after[key][0].id.casefold(), why)
        for key in before
        if len(before[key]) == 1 and len(after.get(key, ())) == 1
    ]


def _object(definition: Definition) -> str:
    return definition.object_id.casefold()


def _place(definition: Definition) -> str:
    return definition.category


def _grouped(
    definitions: Iterable[Definition], by: Callable[[Definition], str]
) -> dict[tuple[object, ...], list[Definition]]:
    found: dict[tuple[object, ...], list[Definition]] = {}
    for definition in definitions:
        found.setdefault((by(definition), _shape(definition)), []).append(definition)
    return found


def _shape(definition: Definition) -> tuple[object, ...]:
    bare = replace(
        definition, id="", category="", object_id="", origin="", update="", aliases=(),
        deprecated_aliases=(), defaults={}, linked_item=None, replaced_by=(), def_index_ids=(),
        has_method=False,
    )  # fmt: skip
    return tuple(getattr(bare, name) for name in bare.__slots__ if name != "defaults")


def _categories(old: Dictionary, new: Dictionary, items: Mapping[str, str]) -> dict[str, str]:
    """Categories that are gone, all of whose renamed members, and no others, are in a new one."""
    found = _heads(old, new)
    pairs = {
        (old.definitions[before].category, new.definitions[after].category)
        for before, after in items.items()
    }
    for before, after in pairs:
        gone = before in old.categories and before not in new.categories
        come = after in new.categories and after not in old.categories
        alone = sum(before == b for b, _ in pairs) == sum(after == a for _, a in pairs) == 1
        if gone and come and alone:
            found[before] = after
    return found


def _heads(old: Dictionary, new: Dictionary) -> dict[str, str]:
    """The Head of a dictionary, which has its title for a name and no rows."""
    gone = [n for n, c in old.categories.items() if _is_head(c) and n not in new.categories]
    come = [n for n, c in new.categories.items() if _is_head(c) and n not in old.categories]
    return dict(zip(gone, come, strict=True)) if len(gone) == len(come) == 1 else {}


def _is_head(category: Category) -> bool:
    return category.category_class.casefold() == "head"
