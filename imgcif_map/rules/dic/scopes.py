"""Which attributes ddl.dic wants and forbids in a definition (``_dictionary_valid``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from imgcif_map.cif.document import Container
from imgcif_map.dictionary.formal import FORMAL
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.dic.subject import Own, Subject

KINDS = frozenset({"reference", "instance"})
"""Classes of dictionaries that the rules apply to (DICTIONARY_VALID, ddl.dic)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One attribute or category of attributes that a rule of ``_dictionary_valid`` lists."""

    name: str
    """As the reference dictionary spells it."""
    attributes: frozenset[str]
    """What stands for it, casefolded: aliases, or the members of the category."""

    @property
    def formal(self) -> bool:
        """False if a condensed dictionary leaves it out."""
        return not self.attributes.isdisjoint(FORMAL)


def entries(subject: Subject, scope: str, option: str) -> tuple[Entry, ...]:
    """What the reference dictionary lists for a scope and an option, both in lower case.

    Nothing for Template and Function dictionaries. Mandatory and recommended
    prose is not asked of a condensed dictionary.
    """
    ddlm = subject.ddlm
    if ddlm is None or subject.source.dictionary_class not in KINDS:
        return ()
    rules = [rule for rule in ddlm.scope_rules if (rule.scope, rule.option) == (scope, option)]
    found = tuple(_entry(ddlm, name) for rule in rules for name in rule.attributes)
    if option == "prohibited" or not subject.is_condensed:
        return found
    return tuple(entry for entry in found if entry.formal)


def scope_of(own: Own) -> str:
    """``category`` or ``item``."""
    return "category" if own.full.is_category else "item"


def given(container: Container) -> frozenset[str]:
    """Attributes of a header that say something."""
    columns = container.columns.items()
    return frozenset(k for k, c in columns if any(not value.is_null for value in c.values()))


def grouped(found: Iterable[tuple[Own, tuple[str, ...]]]) -> Mapping[tuple[str, ...], list[Own]]:
    """Definitions by what is to be said of them; those with nothing to say are left out."""
    groups: dict[tuple[str, ...], list[Own]] = {}
    for own, names in found:
        if names:
            groups.setdefault((scope_of(own), *names), []).append(own)
    return groups


def _entry(ddlm: Dictionary, name: str) -> Entry:
    if name.startswith("_"):
        item = ddlm.item(name)
        if item is None:
            return Entry(name, frozenset({name}))
        return Entry(item.id, frozenset(map(str.casefold, (item.id, *item.aliases))))
    family = {name, *_descendants(ddlm, name)}
    members = (item for category in family for item in ddlm.members.get(category, ()))
    return Entry(name.upper(), frozenset(item.id.casefold() for item in members))


def _descendants(ddlm: Dictionary, name: str) -> Iterator[str]:
    """Child categories, their children and so on; a circle is walked once."""
    seen, waiting = {name}, [name]
    while waiting:
        parent = waiting.pop()
        children = [c.id for c in ddlm.categories.values() if c.parent == parent]
        for child in children:
            if child not in seen:
                seen.add(child)
                waiting.append(child)
                yield child
