"""DIC055."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Own, Subject

_PARTS = {
    "elements": re.compile(r"\[\d+\]|(?<=_)\d{1,2}(?=_|$)"),
    "components": re.compile(r"(?<=_)(?:[xyz]|[hkl]|[abc]|alpha|beta|gamma)(?=_su$|_esd$|$)"),
    "ends": re.compile(r"(?<![a-z])(?:min|max|low|high|lower|upper|start|end)(?![a-z])"),
    "increment": re.compile(r"_(?:incr|increment)$"),
}
"""What siblings' names differ in."""
_KINDS = {
    "elements": (),
    "components": (("x", "y", "z"), ("h", "k", "l"), ("a", "b", "c"), ("alpha", "beta", "gamma")),
    "ends": (("min", "max"), ("low", "high"), ("lower", "upper"), ("start", "end")),
    "increment": (),
}
"""Which words belong together."""


class SiblingUnits(DictionaryRule):
    """One of several items that belong together has other units.

    What
        Items of one category whose names differ in nothing but an index (`vector[1]`,
        `vector[2]`), a component (`_x`, `_y`, `_z`; `_a`, `_b`, `_c`; `_h`, `_k`, `_l`;
        `_alpha`, `_beta`, `_gamma`), an end (`min` and `max`, `low` and `high`, `lower`
        and `upper`, `start` and `end`) or an added `_increment` state different units.
        Items without units are left out: see DIC053. Templates have no names to compare.

    Why
        The elements of a vector, the ends of a range, a setting and its increment are
        quantities of one kind. Where the dictionary gives one of them other units,
        programs convert one number and not its neighbour.

    Fails
        save_thing.size_min
          _definition.id '_thing.size_min'
          _name.category_id thing
          _name.object_id size_min
          _type.contents Real
          _units.code metres
        save_
        save_thing.size_max
          _definition.id '_thing.size_max'
          _name.category_id thing
          _name.object_id size_max
          _type.contents Real
          _units.code millimetres
        save_

    Passes
        save_thing.size_min
          _definition.id '_thing.size_min'
          _name.category_id thing
          _name.object_id size_min
          _type.contents Real
          _units.code metres
        save_
        save_thing.size_max
          _definition.id '_thing.size_max'
          _name.category_id thing
          _name.object_id size_max
          _type.contents Real
          _units.code metres
        save_
    """

    code = "DIC055"
    name = "sibling-units"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        families: dict[tuple[str, str], list[tuple[Own, Definition]]] = {}
        for own, definition in subject.described:
            if definition.units:
                for family in _families(definition):
                    families.setdefault((definition.category, family), []).append((own, definition))
        said: set[str] = set()
        for members in families.values():
            odd = _odd(members)
            if odd is None or odd[1].id in said:
                continue
            own, definition = odd
            said.add(definition.id)
            others = [x for _, x in members if x.units.casefold() != definition.units.casefold()]
            yield self.report(
                f"the units of {definition.id} are {definition.units}, "
                f"those of {listed([x.id for x in others])} are {others[0].units}",
                own,
                "_units.code",
                hint="one of them is wrong, or their names belong together only by chance",
                value=definition.units,
            )


def _families(definition: Definition) -> Iterator[str]:
    """What the name is without the part in which siblings differ; one for each such part."""
    name = definition.id.casefold().partition(".")[2]
    for kind, pattern in _PARTS.items():
        found = pattern.search(name)
        if kind == "increment":
            yield f"increment {pattern.sub('', name)}"
        elif found is not None:
            words = next((group for group in _KINDS[kind] if found[0] in group), ())
            yield f"{kind} {pattern.sub('*', name)} {' '.join(words)}"


def _odd(members: list[tuple[Own, Definition]]) -> tuple[Own, Definition] | None:
    """The last one in the units that are rarest among siblings; None if all agree."""
    units = [definition.units.casefold() for _, definition in members]
    if len(set(units)) < 2:
        return None
    rarest = min(reversed(units), key=units.count)
    return next(member for member in reversed(members) if member[1].units.casefold() == rarest)
