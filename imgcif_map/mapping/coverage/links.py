"""The links of a mapping put together: one for each place and data name."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.coverage.model import Target
from imgcif_map.mapping.coverage.spots import Naming
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.tracing.links import Link, Traced
from imgcif_map.mapping.tracing.match import derived, unit_of_source, units_shown, weakest

MATCHES = ("exact", "close", "broad", "narrow", "related")


@dataclass(frozen=True)
class Linked:
    """All links of a mapping, seen from either side."""

    by_place: MappingType[str, Sequence[Target]]
    by_item: MappingType[str, Sequence[str]]
    lines: MappingType[str, str]
    """Where the mapping names each data name first."""


@dataclass
class _Pair:
    links: list[Link] = field(default_factory=list)


def linked(
    traced: Traced,
    naming: Naming,
    dictionary: Dictionary,
    functions: MappingType[str, Function],
) -> Linked:
    """One target for each place and data name, however many ways lead there."""
    pairs: dict[tuple[str, str], _Pair] = {}
    for link in traced.links:
        key = naming.path(link.spot), id_of(link.item, dictionary)
        pairs.setdefault(key, _Pair()).links.append(link)
    places: dict[str, list[Target]] = {}
    items: dict[str, list[str]] = {}
    lines: dict[str, str] = {}
    for (path, item), pair in pairs.items():
        target = _target(item, pair.links, traced, naming, dictionary, functions)
        places.setdefault(path, []).append(target)
        items.setdefault(item, []).append(path)
        lines.setdefault(item, line_of(pair.links[0].place))
    return Linked(places, items, lines)


def _target(
    item: str,
    links: Sequence[Link],
    traced: Traced,
    naming: Naming,
    dictionary: Dictionary,
    functions: MappingType[str, Function],
) -> Target:
    definition = dictionary.item(item)
    unit = definition.units if definition is not None else ""
    sources = [_unit(link, unit, traced, naming) for link in links]
    matches = [link.flow.match for link in links if link.flow.match in MATCHES] or [
        derived(link, unit, source, functions) for link, source in zip(links, sources, strict=True)
    ]
    used = dict.fromkeys("; ".join(text for _, text in link.flow.functions) for link in links)
    names = dict.fromkeys(name for link in links for name, _ in link.flow.functions)
    place = next((link.flow.place for link in links if link.flow.place.line), links[0].place)
    return Target(
        item,
        weakest(matches),
        units_shown(
            " | ".join(dict.fromkeys(source for source in sources if source)),
            unit if unit != "none" else "",
        ),
        " | ".join(text for text in used if text),
        tuple(names),
        "; ".join(_reasons(links, traced)),
        line_of(place),
    )


def _unit(link: Link, target: str, traced: Traced, naming: Naming) -> str | None:
    """The unit of a place; one that a correction puts in place of the file's counts."""
    fixed = [fix.unit for fix in traced.corrections if fix.spot == link.spot and fix.unit]
    flow = replace(link.flow, unit=fixed[-1], unit_how="forced") if fixed else link.flow
    return unit_of_source(flow, target, naming.has_unit(link.spot))


def _reasons(links: Sequence[Link], traced: Traced) -> dict[str, None]:
    found: dict[str, None] = {}
    for link in links:
        if link.flow.because:
            found[link.flow.because] = None
        if link.flow.unit_how == "assumed":
            found[f"{link.flow.unit} is assumed where no unit is stated"] = None
        elif link.flow.unit_how == "forced":
            found[f"the unit is {link.flow.unit} whatever the source says"] = None
        for fix in traced.corrections:
            if fix.spot == link.spot:
                found[f"corrected ({fix.text}): {fix.because}"] = None
    return found


def id_of(name: str, dictionary: Dictionary) -> str:
    """A data name as the dictionary spells it."""
    definition = dictionary.item(name)
    return definition.id if definition is not None else name


def line_of(place: Place) -> str:
    """``nxmx.yaml:12``; "" for no place."""
    return place.short.rpartition(":")[0] if place.line else ""
