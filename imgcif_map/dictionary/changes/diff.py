"""All changes from one dictionary to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from imgcif_map.dictionary.changes.items import Pair
from imgcif_map.dictionary.changes.model import Change, DictionaryDiff, Effect
from imgcif_map.dictionary.changes.renames import Renames, renames
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Category, Definition, Dictionary


def dictionary_diff(
    old: Dictionary | str | Path, new: Dictionary | str | Path, import_paths: Sequence[Path] = ()
) -> DictionaryDiff:
    """What changed in meaning from one DDLm dictionary to another.

    ``old`` and ``new`` are names or files, see ``load_dictionary``, or loaded dictionaries.
    Prose, dates, the text of methods and the order of definitions are no changes. Each change
    has a ``kind``, what it is about, what it was and is, an ``effect`` (breaking, compatible or
    neutral) and one line on what it means for data::

        for change in dictionary_diff("cif_img.dic", "drafts/cif_img.dic").changes:
            print(change.effect, change.title, change.means)

    Raises UnreadableInput if one of the two is no DDLm dictionary.
    """
    before, after = (
        one if isinstance(one, Dictionary) else load_dictionary(one, import_paths=import_paths)
        for one in (old, new)
    )
    names = renames(before, after)
    changes = [*_items(before, after, names), *_categories(before, after, names)]
    order = {Effect.BREAKING: 0, Effect.COMPATIBLE: 1, Effect.NEUTRAL: 2}
    changes.sort(
        key=lambda c: (c.category, not c.of_category, c.subject.casefold(), order[c.effect], c.kind)
    )
    return DictionaryDiff(before, after, tuple(changes), names.items)


def _items(old: Dictionary, new: Dictionary, names: Renames) -> Iterator[Change]:
    for key, definition in old.definitions.items():
        other = new.definitions.get(names.items.get(key, key))
        if other is None:
            yield _removed(definition, new)
            continue
        if key in names.items:
            yield _renamed(definition, other, names.how[key], new)
        yield from Pair((definition, old), (other, new), names).changes()
    come = set(names.items.values())
    for key, definition in new.definitions.items():
        if key not in old.definitions and key not in come:
            yield _added(definition, old)


def _removed(definition: Definition, new: Dictionary) -> Change:
    means = f"{definition.id} is no known data name any more"
    for name in (*definition.replaced_by, definition.id):
        successor = new.item(name) if name else None
        if successor is not None:
            means = f"{definition.id} is gone; {successor.id} is there for it"
            break
    return Change(
        "removed", definition.id, definition.id, "", Effect.BREAKING, means,
        category=definition.category,
    )  # fmt: skip


def _added(definition: Definition, old: Dictionary) -> Change:
    before = old.item(definition.id)
    means = "files may use it now"
    if before is not None:
        means = f"files may use it now; it was an alias of {before.id}"
    return Change(
        "added", definition.id, "", definition.id, Effect.COMPATIBLE, means, definition.id,
        category=definition.category,
    )  # fmt: skip


def _renamed(old: Definition, new: Definition, how: str, after: Dictionary) -> Change:
    known = after.item(old.id)
    if known is not None and known.id == new.id:
        effect, means = Effect.COMPATIBLE, f"files that use {old.id} stay legal: it is an alias now"
    else:
        effect = Effect.BREAKING
        means = f"files that use {old.id} have to use {new.id}: the old name is unknown now"
    return Change(
        "renamed", old.id, old.id, new.id, effect, means, new.id, "_definition.id", how,
        old.category,
    )  # fmt: skip


# -- categories


def _categories(old: Dictionary, new: Dictionary, names: Renames) -> Iterator[Change]:
    for key, category in old.categories.items():
        other = new.categories.get(names.categories.get(key, key))
        if other is None:
            means = "its rows have no meaning any more"
            yield _of(category, "removed", category.id, "", Effect.BREAKING, means, "")
            continue
        if key in names.categories:
            means = f"its data names are those of {other.id} now"
            yield _of(category, "renamed", key, other.id, Effect.NEUTRAL, means, "", other)
        yield from _category(category, other, old, new, names)
    come = set(names.categories.values())
    for key, category in new.categories.items():
        if key not in old.categories and key not in come:
            means = "files may have it now"
            yield _of(category, "added", "", category.id, Effect.COMPATIBLE, means, "", category)


def _category(
    old: Category, new: Category, before: Dictionary, after: Dictionary, names: Renames
) -> Iterator[Change]:
    if old.category_class.casefold() != new.category_class.casefold():
        means = f"it was {_rows(old)} and is {_rows(new)} now"
        texts = old.category_class, new.category_class
        yield _of(old, "class", *texts, Effect.BREAKING, means, "_definition.class", new)
    head = old.category_class.casefold() == new.category_class.casefold() == "head"
    if names.categories.get(old.parent, old.parent) != new.parent and not head:
        means = "rows stay as they are"
        texts = old.parent, new.parent
        yield _of(old, "parent", *texts, Effect.NEUTRAL, means, "_name.category_id", new)
    if old.has_method != new.has_method:
        words = "yes" if old.has_method else "", "yes" if new.has_method else ""
        means = "rows stay as they are"
        yield _of(old, "method", *words, Effect.NEUTRAL, means, "_method.expression", new)
    keys_old = {names.same(name, before) for name in old.keys}
    keys_new = {names.same(name, after) for name in new.keys}
    if keys_old != keys_new:
        lost = [name for name in old.keys if names.same(name, before) not in keys_new]
        come = [name for name in new.keys if names.same(name, after) not in keys_old]
        needed = [name for name in come if not _fills_itself(name, after)]
        effect = Effect.BREAKING if needed or lost else Effect.COMPATIBLE
        means = "; ".join(_keys_mean(come, needed, lost))
        yield _of(
            old, "key", ", ".join(lost), ", ".join(come), effect, means, "_category_key.name", new
        )


def _keys_mean(come: list[str], needed: list[str], lost: list[str]) -> Iterator[str]:
    if needed:
        yield f"every row needs {' and '.join(needed)} now"
    if may := [name for name in come if name not in needed]:
        yield f"rows may differ in {' and '.join(may)} now, which has a value where it is left out"
    if lost:
        yield f"rows that differ in {' and '.join(lost)} alone are doubles now"


def _fills_itself(name: str, dictionary: Dictionary) -> bool:
    """Whether a key item has a value in rows that leave it out."""
    found = dictionary.item(name)
    return found is not None and (found.default is not None or _is_implied(found))


def _is_implied(definition: Definition) -> bool:
    return definition.contents.casefold() == "implied"


def _rows(category: Category) -> str:
    if category.is_set:
        return "a Set with one row in a data block"
    return "a Loop with any number of rows" if category.is_loop else category.category_class


def _of(
    category: Category, kind: str, old: str, new: str, effect: Effect, means: str, attribute: str,
    other: Category | None = None,
) -> Change:  # fmt: skip
    return Change(
        kind, category.id, old, new, effect, means, other.id if other else "", attribute,
        category=category.id,
    )  # fmt: skip
