"""One difference between two dictionaries, and all of them. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from imgcif_map.dictionary.model import Dictionary


class Effect(StrEnum):
    """What a change does to data and mappings that were right."""

    BREAKING = "breaking"
    """They may be wrong now."""
    COMPATIBLE = "compatible"
    """They stay right, and more is possible or better."""
    NEUTRAL = "neutral"
    """They stay as they are."""


KINDS: Final[Mapping[str, str]] = {
    "added": "a data name or category is new",
    "removed": "a data name or category is gone",
    "renamed": "a data name or category has another name",
    "replaced": "another data name is to be used from now on",
    "withdrawn": "a data name is not to be used any more, and nothing replaces it",
    "reinstated": "a data name may be used again",
    "alias-added": "there is one more name for a data name",
    "alias-removed": "there is one name less for a data name",
    "alias-deprecated": "an alias is not to be written any more",
    "alias-reinstated": "an alias may be written again",
    "retyped": "purpose, container, contents, dimension or indices of the values differ",
    "units": "the unit differs",
    "range": "the range of legal values differs",
    "state-added": "one more word is legal",
    "state-removed": "a word is not legal any more",
    "restricted": "a list of legal words is new",
    "unrestricted": "there is no list of legal words any more",
    "mandatory": "whether the listed words are the only legal ones",
    "default": "what a missing value means",
    "link": "which data name the values have to be found under",
    "key": "which data names tell the rows of a category apart",
    "class": "whether a category has one row or many",
    "parent": "the category that a category belongs to",
    "moved": "the category that a data name belongs to",
    "definition-class": "what kind of thing a definition is of",
    "method": "whether the value can be worked out from others",
    "source": "where values come from",
}
"""Every kind of change with what it is about."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``old`` and ``new`` are as the dictionaries spell them, "" for nothing;
    of a key they are the data names that it lost and gained."""

    kind: str
    """One of :data:`KINDS`."""
    subject: str
    """Data name or category: the old one, or the new one of what is added."""
    old: str
    new: str
    effect: Effect
    means: str
    """What it means for data, in one line."""
    now: str = ""
    """What the subject is called in the new dictionary; "" if it is gone."""
    attribute: str = ""
    """The DDLm attribute that differs."""
    how: str = ""
    """Of something renamed: by what it was recognised."""
    category: str = ""
    """Category of the subject, in lower case: of a data name that it belongs to."""

    @property
    def of_category(self) -> bool:
        """Whether it is about a category as a whole."""
        return not self.subject.startswith("_")

    @property
    def title(self) -> str:
        """``_axis.type: units millimetres -> metres``, without what it means."""
        if self.kind in ("added", "removed"):
            return f"{self.subject} {self.kind}"
        if self.kind in ("renamed", "moved"):
            return f"{self.subject} {self.kind}: {self.old} -> {self.new}"
        if self.kind == "key":
            parts = [f"+ {self.new}"] * bool(self.new) + [f"- {self.old}"] * bool(self.old)
            return f"{self.subject}: key {' '.join(parts)}"
        word = f" ({self.attribute})" if self.kind == "retyped" else ""
        if self.kind in _ONE_SIDED:
            return f"{self.subject}: {self.kind} {self.new or self.old}".rstrip()
        return f"{self.subject}: {self.kind}{word} {self.old or 'none'} -> {self.new or 'none'}"


_ONE_SIDED = frozenset(
    {"state-added", "state-removed", "alias-added", "alias-removed", "alias-deprecated",
     "alias-reinstated", "replaced", "withdrawn", "reinstated"}
)  # fmt: skip


@dataclass(frozen=True)
class DictionaryDiff:
    """All changes from one dictionary to another, by category and data name."""

    old: Dictionary
    new: Dictionary
    changes: tuple[Change, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Casefolded old id -> casefolded new id."""

    def counts(self) -> dict[str, int]:
        """How many changes have which effect."""
        effects = [change.effect for change in self.changes]
        return {effect.value: effects.count(effect) for effect in Effect}

    def within(self, categories: tuple[str, ...]) -> DictionaryDiff:
        """The changes of some categories only."""
        wanted = {name.removeprefix("_").casefold() for name in categories}
        kept = tuple(change for change in self.changes if change.category in wanted)
        return DictionaryDiff(self.old, self.new, kept, self.renamed)
