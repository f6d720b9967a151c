"""What the rules on missing data names share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.profile import Profile, Requirement
from imgcif_map.rules.requirements import lacks
from imgcif_map.rules.words import kind_of_value, states_in_words


class RequirementRule(Rule):
    """A rule that looks after one list of requirements of a profile."""

    spec_url = IMGCIF
    needs_profile = True
    verb: ClassVar[str] = "requires"

    @abstractmethod
    def of(self, profile: Profile) -> tuple[Requirement, ...]:
        """The requirements this rule looks after."""

    def check(self, context: Context) -> Iterator[Finding]:
        profile = context.profile
        if profile is None:
            return
        for lack in lacks(context, self.of(profile)):
            requirement = lack.requirement
            where = f" in every row of {requirement.of}" if requirement.per_row else ""
            yield self.finding(
                f"{requirement.label}: profile {profile.id} {self.verb} a value{where}",
                lack.at,
                lack.rows or None,
                block=lack.block.name,
                hint=_hint(context.dictionary, requirement),
                why=requirement.why,
            )


def _hint(dictionary: Dictionary, requirement: Requirement) -> str:
    """What to write: the kind of value of the first ways to fulfil a requirement."""
    by_words: dict[str, list[str]] = {}
    for name in requirement.alternatives[0]:
        definition = dictionary.item(name)
        if definition is not None:
            words = states_in_words(requirement.values or definition.states)
            words = words or kind_of_value(dictionary, definition)
            by_words.setdefault(words, []).append(definition.id)
    told = [f"{', '.join(names)}: {words}" for words, names in by_words.items()]
    return "; ".join(told)
