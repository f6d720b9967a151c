"""Do the data names of a profile exist? A slip there would ask for what no file can have."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.ddl.prefixes import is_foreign
from imgcif_map.rules.profile import Profile, Requirement
from imgcif_map.rules.suggest import did_you_mean


def unknown_names(profile: Profile, dictionary: Dictionary) -> Iterator[tuple[str, str]]:
    """A message and a hint for each data name or category that the dictionary does not define.

    Names with a ``[local]`` or a registered prefix are nobody's business.
    """
    seen: set[str] = set()
    for requirement in profile.required + profile.recommended:
        where = f"{requirement.place}: " if requirement.place.line else ""
        for name in _names(requirement):
            if name in seen or is_foreign(name) or dictionary.item(name) is not None:
                continue
            seen.add(name)
            known = (item.id for item in dictionary.definitions.values())
            yield f"{where}{name} is not in the dictionary", did_you_mean(name, known)
        category = requirement.of
        if category and category not in seen and dictionary.category(category) is None:
            seen.add(category)
            near = did_you_mean(category, dictionary.categories)
            yield f"{where}no category {category} in the dictionary", near


def _names(requirement: Requirement) -> tuple[str, ...]:
    return (*requirement.names, *(condition.name for condition in requirement.when))
