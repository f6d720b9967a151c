"""What two definitions of one data name say differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from imgcif_map.dictionary.changes import effects
from imgcif_map.dictionary.changes.model import Change, Effect
from imgcif_map.dictionary.changes.renames import Renames
from imgcif_map.dictionary.model import Definition, Dictionary

Draft = tuple[str, str, str, str, effects.Said]
"""Kind, attribute, old, new, and what it means."""


class Pair:
    """One data name in both dictionaries."""

    def __init__(
        self, old: tuple[Definition, Dictionary], new: tuple[Definition, Dictionary], names: Renames
    ) -> None:
        self.old, self.before = old
        self.new, self.after = new
        self.names = names

    def changes(self) -> Iterator[Change]:
        """All differences, one for each attribute, state and alias."""
        for part in (_types, _bounds, _states, _others):
            for draft in part(self.old, self.new):
                yield self._change(*draft)
        for draft in (*self._references(), *self._aliases(), *_replacement(self.old, self.new)):
            yield self._change(*draft)

    def _change(self, kind: str, attribute: str, old: str, new: str, said: effects.Said) -> Change:
        return Change(
            kind, self.old.id, old, new, said[0], said[1], self.new.id, attribute,
            category=self.old.category,
        )  # fmt: skip

    def _references(self) -> Iterator[Draft]:
        """Attributes that name other definitions: what is only renamed there is the same."""
        for kind, attribute, field, say in _REFERENCES:
            old, new = getattr(self.old, field) or "", getattr(self.new, field) or ""
            if self.names.same(old, self.before) != self.names.same(new, self.after):
                yield kind, attribute, old, new, say(old, new)
        index_old = [self.names.same(name, self.before) for name in self.old.def_index_ids]
        index_new = [self.names.same(name, self.after) for name in self.new.def_index_ids]
        if index_old != index_new:
            texts = [", ".join(d.def_index_ids) for d in (self.old, self.new)]
            said = (Effect.BREAKING, "a value that is left out may mean something else now")
            yield "default", "_enumeration.def_index_ids", texts[0], texts[1], said
        category = self.names.categories.get(self.old.category, self.old.category)
        moved = self.old.id.casefold() == self.new.id.casefold()
        if moved and category != self.new.category:
            said = (Effect.BREAKING, f"it has to stand with the data names of {self.new.category}")
            yield "moved", "_name.category_id", self.old.category, self.new.category, said

    def _aliases(self) -> Iterator[Draft]:
        own = {self.old.id.casefold(), self.new.id.casefold()}
        old = {name.casefold(): name for name in self.old.aliases}
        new = {name.casefold(): name for name in self.new.aliases}
        for key in sorted((old.keys() | new.keys()) - own):
            if key not in old:
                said = (Effect.COMPATIBLE, f"{new[key]} is another name for it now")
                yield "alias-added", "_alias.definition_id", "", new[key], said
            elif key not in new:
                yield "alias-removed", "_alias.definition_id", old[key], "", self._lost(old[key])
        late = [{a.casefold() for a in d.deprecated_aliases} for d in (self.old, self.new)]
        for key in sorted((late[0] ^ late[1]) & old.keys() & new.keys()):
            kind = "alias-deprecated" if key in late[1] else "alias-reinstated"
            texts = (old[key], "") if key in late[0] else ("", new[key])
            said = (Effect.NEUTRAL, "files that use it stay legal")
            yield kind, "_alias.deprecation_date", *texts, said

    def _lost(self, alias: str) -> effects.Said:
        other = self.after.item(alias)
        if other is None:
            return Effect.BREAKING, f"{alias} is no known data name any more"
        return Effect.BREAKING, f"{alias} is {other.id} now"


def _plain(old: str, new: str) -> effects.Said:
    return Effect.NEUTRAL, "values stay as they are"


def _type_of_another(old: str, new: str) -> effects.Said:
    return Effect.BREAKING, f"values have the type of {new or 'nothing else'} now"


_REFERENCES: tuple[tuple[str, str, str, Callable[[str, str], effects.Said]], ...] = (
    ("link", "_name.linked_item_id", "linked_item", effects.link),
    ("retyped", "_type.contents_referenced_id", "contents_referenced_id", _type_of_another),
    ("retyped", "_type.indices_referenced_id", "indices_referenced_id", _type_of_another),
)


def _types(old: Definition, new: Definition) -> Iterator[Draft]:
    if old.contents.casefold() != new.contents.casefold():
        said = effects.contents(old, new)
        yield "retyped", "_type.contents", old.contents, new.contents, said
    if old.container.casefold() != new.container.casefold():
        said = effects.container(old, new)
        yield "retyped", "_type.container", old.container, new.container, said
    if old.purpose.casefold() != new.purpose.casefold():
        yield "retyped", "_type.purpose", old.purpose, new.purpose, effects.purpose(old, new)
    if old.dimension != new.dimension:
        sizes = effects.size_text(old.dimension), effects.size_text(new.dimension)
        yield "retyped", "_type.dimension", *sizes, effects.dimension(old, new)
    if old.indices.casefold() != new.indices.casefold():
        said = (Effect.BREAKING, "the words before the elements of a table are of another type")
        yield "retyped", "_type.indices", old.indices, new.indices, said


def _bounds(old: Definition, new: Definition) -> Iterator[Draft]:
    if old.units.casefold() != new.units.casefold():
        yield "units", "_units.code", old.units, new.units, effects.units(old, new)
    if old.range != new.range:
        texts = effects.range_text(old.range), effects.range_text(new.range)
        yield "range", "_enumeration.range", *texts, effects.limits(old, new)
    if old.default != new.default:
        texts = old.default or "", new.default or ""
        yield "default", "_enumeration.default", *texts, effects.default(*texts)
    for index in sorted({**old.defaults, **new.defaults}):
        before, after = old.defaults.get(index, ""), new.defaults.get(index, "")
        if before != after:
            where = ", ".join(index)
            effect, means = effects.default(before, after)
            texts = before and f"{where}: {before}", after and f"{where}: {after}"
            yield (
                "default",
                "_enumeration_defaults.value",
                *texts,
                (effect, f"for {where}: {means}"),
            )


def _states(old: Definition, new: Definition) -> Iterator[Draft]:
    before, after = _words(old), _words(new)
    attribute = "_enumeration_set.state"
    texts = ", ".join(old.states), ", ".join(new.states)
    if after and not before:
        said = (Effect.BREAKING, "only the listed words are legal now")
        yield "restricted", attribute, "", texts[1], said
    elif before and not after:
        said = (Effect.COMPATIBLE, "any word is legal now")
        yield "unrestricted", attribute, texts[0], "", said
    else:
        for key in [key for key in after if key not in before]:
            said = (Effect.COMPATIBLE, "files may use this word now")
            yield "state-added", attribute, "", after[key], said
        for key in [key for key in before if key not in after]:
            said = (Effect.BREAKING, "files that use this word are wrong now")
            if not new.mandatory:
                said = (Effect.COMPATIBLE, "the word stays legal: the list is a recommendation")
            yield "state-removed", attribute, before[key], "", said
    if before and after and old.mandatory != new.mandatory:
        words = [("yes" if d.mandatory else "no") for d in (old, new)]
        said = (Effect.COMPATIBLE, "words that are not listed are legal, too, now")
        if new.mandatory:
            said = (Effect.BREAKING, "words that are not listed are wrong now")
        yield "mandatory", "_enumeration.mandatory", words[0], words[1], said


def _words(definition: Definition) -> Mapping[str, str]:
    """The states; those of a Code are the same word in any case."""
    caseless = definition.contents.casefold() == "code"
    return {state.casefold() if caseless else state: state for state in definition.states}


def _others(old: Definition, new: Definition) -> Iterator[Draft]:
    if old.definition_class.casefold() != new.definition_class.casefold():
        said = (Effect.BREAKING, f"it is a definition of the class {new.definition_class} now")
        texts = old.definition_class, new.definition_class
        yield "definition-class", "_definition.class", *texts, said
    if old.source.casefold() != new.source.casefold():
        yield "source", "_type.source", old.source, new.source, _plain("", "")
    if old.has_method != new.has_method:
        words = [("yes" if d.has_method else "") for d in (old, new)]
        yield "method", "_method.expression", words[0], words[1], _plain("", "")


def _replacement(old: Definition, new: Definition) -> Iterator[Draft]:
    texts = _names(old.replaced_by), _names(new.replaced_by)
    if texts[0] == texts[1]:
        return
    attribute = "_definition_replaced.by"
    if not new.replaced_by:
        yield "reinstated", attribute, *texts, (Effect.NEUTRAL, "it is current again")
    elif any(new.replaced_by):
        said = (Effect.COMPATIBLE, f"files that use it stay legal; new ones should use {texts[1]}")
        yield "replaced", attribute, *texts, said
    else:
        said = (Effect.COMPATIBLE, "files that use it stay legal; new ones should not")
        yield "withdrawn", attribute, *texts, said


def _names(replaced_by: tuple[str | None, ...]) -> str:
    return ", ".join(name or "nothing" for name in replaced_by)
