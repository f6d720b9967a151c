"""What an unknown data name was meant to be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.suggest import alike, did_you_mean, nearest

_MOST_SEARCHES = 50
_LEAST_SPECIFIC = 5
_REST = re.compile(r"[^a-z0-9]+")
_SUFFIXES = (("_esd", "_su"), ("_su", "_esd"))


class Suggestions:
    """Finds for an unknown data name the one that was meant; nothing is searched for twice."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._known: dict[str, str] = {}
        self._searches = 0

    def hint(self, name: str) -> str:
        """``did you mean x?`` or another advice; "" if there is none."""
        key = name.casefold()
        if key not in self._known:
            self._known[key] = self._hint(name)
        return self._known[key]

    def _hint(self, name: str) -> str:
        if self._dictionary.category(name.removeprefix("_")) is not None:
            return f"{name[1:]} is a category; the data names are those of its items"
        spelled = self._spelled(name)
        if spelled:
            return f"did you mean {spelled}?"
        if self._searches >= _MOST_SEARCHES:  # a search takes milliseconds
            return ""
        self._searches += 1
        category, dot, object_id = name.removeprefix("_").casefold().partition(".")
        if not dot:
            return did_you_mean(name, self._undotted, 0.87)
        elsewhere = self._same_object(category, object_id)
        if elsewhere is not None:
            return f"did you mean {elsewhere.id}?"
        found = self._member(category, object_id)
        if found or self._dictionary.category(category) is not None:
            return found
        return did_you_mean(name, self._ids, 0.87)

    def _spelled(self, name: str) -> str | None:
        """A name of the same letters and digits: ``_axis_vector_1`` for ``_axis.vector[1]``."""
        spellings = [name]
        for ending, other in _SUFFIXES:
            if name.casefold().endswith(ending):
                spellings.append(name[: -len(ending)] + other)
        found = (self._by_letters.get(letters(spelling)) for spelling in spellings)
        return next((known for known in found if known is not None), None)

    def _member(self, category: str, object_id: str) -> str:
        members = self._members(category)
        if not members:
            near = nearest(category, self._dictionary.categories, 0.8)
            members = self._members(near) if near else {}
            if not set(alike(object_id, members, 0.9)):
                return ""
        found = alike(object_id, members, 0.75)
        names = " or ".join(members[name] for name in found)
        return f"did you mean {names}?" if found else ""

    def _members(self, category: str) -> dict[str, str]:
        items = self._dictionary.members.get(category, ())
        return {item.id.rpartition(".")[2]: item.id for item in items}

    def _same_object(self, category: str, object_id: str) -> Definition | None:
        """The item of that object in a category of a related name.

        If nobody knows the category, the only item of that object at all.
        """
        same = self._by_object.get(object_id, [])
        for definition in same:
            if _related(definition.category, category):
                return definition
        known = self._dictionary.category(category) is not None
        if len(same) == 1 and len(object_id) >= _LEAST_SPECIFIC and not known:
            return same[0]
        return None

    @cached_property
    def _ids(self) -> list[str]:
        return [definition.id for definition in self._dictionary.definitions.values()]

    @cached_property
    def _undotted(self) -> list[str]:
        """Ids, and aliases in the style of DDL1."""
        aliases = (a for d in self._dictionary.definitions.values() for a in d.aliases)
        return [*(alias for alias in aliases if "." not in alias), *self._ids]

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        """Ids by their letters and digits, without those that several share."""
        count = Counter(letters(name) for name in self._ids)
        return {letters(name): name for name in self._ids if count[letters(name)] == 1}

    @cached_property
    def _by_object(self) -> dict[str, list[Definition]]:
        found: dict[str, list[Definition]] = {}
        for definition in self._dictionary.definitions.values():
            found.setdefault(definition.object_id.casefold(), []).append(definition)
        return found


def letters(name: str) -> str:
    """Letters and digits of a name, caseless, in their plainest Unicode form."""
    if name.isascii():  # as nearly all are, and this is a hundred times faster
        return _REST.sub("", name.lower())
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(_alphanumeric(plain))


def _alphanumeric(text: str) -> Iterable[str]:
    return (character for character in text if character.isalnum())


def _related(one: str, other: str) -> bool:
    """True if one category's name begins with the other's."""
    return one.startswith(f"{other}_") or other.startswith(f"{one}_")
