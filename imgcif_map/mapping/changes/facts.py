"""What a mapping does for each data name: from where, in what unit, through what, when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from imgcif_map.errors import Place
from imgcif_map.mapping.changes.canonical import Canon
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.impact.leaves import LOOKUP, OPEN, Leaf, Leaves
from imgcif_map.mapping.model import CategoryPart, Mapping, Value
from imgcif_map.mapping.tracing.links import Link, trace

Said = dict[str, Place]
"""A fact in words, and where it is said."""


@dataclass
class ItemFacts:
    """Of one data name."""

    name: str
    place: Place
    source: Said = field(default_factory=dict)
    unit: Said = field(default_factory=dict)
    function: Said = field(default_factory=dict)
    value: Said = field(default_factory=dict)
    lookup: Said = field(default_factory=dict)
    assumption: Said = field(default_factory=dict)
    condition: list[Any] = field(default_factory=list)
    reference: list[Any] = field(default_factory=list)
    rule: list[Any] = field(default_factory=list)
    text: str = ""


def facts_of(mapping: Mapping) -> dict[str, ItemFacts]:
    """By casefolded data name."""
    found: dict[str, ItemFacts] = {}
    canon, leaves = Canon(mapping), Leaves(mapping)
    for name, category in mapping.categories.items():
        for part in category.parts:
            for object_id, value in part.items.items():
                for number, single in enumerate(spelled(object_id) if value.picks else ()):
                    item = f"_{name}.{single}"
                    facts = found.setdefault(item.casefold(), ItemFacts(item, value.place))
                    _add(facts, part, value, number, canon, leaves)
    for link in trace(mapping).links:
        facts = found[link.item.casefold()]
        _follow(facts, link)
    return found


def _add(
    facts: ItemFacts, part: CategoryPart, value: Value, number: int, canon: Canon, leaves: Leaves
) -> None:
    facts.text = facts.text or value.text
    whens = [canon.of(pick.when) for pick in value.picks]
    facts.condition.append((canon.of(part.when), canon.of(part.rows), whens))
    kinds = ("key", "ref")
    facts.reference.extend(
        (p.kind, p.role, p.to, canon.of(p.objects), canon.of(p.name), p.count)
        for p in value.picks
        if p.kind in kinds or p.count
    )
    facts.rule.append((number, canon.of(value)))
    for leaf in leaves.of(part.rows, value):
        _say(facts, leaf)


def _say(facts: ItemFacts, leaf: Leaf) -> None:
    if leaf.kind in (LOOKUP, OPEN):
        if leaf.kind == LOOKUP and leaf.pick is not None and leaf.pick.lookup is not None:
            facts.lookup[f"otherwise {leaf.pick.lookup.otherwise}"] = leaf.place
    elif leaf.kind == "entry":
        facts.lookup[f"{leaf.key} -> {_shown(leaf.data)}"] = leaf.place
    elif leaf.kind == "assume":
        facts.assumption[_shown(leaf.data)] = leaf.place
    else:
        facts.value[_shown(leaf.data)] = leaf.place


def _shown(data: Any) -> str:
    if isinstance(data, tuple):
        return ", ".join(map(_shown, data))
    return "null" if data is None else str(data)


def _follow(facts: ItemFacts, link: Link) -> None:
    flow, place = link.flow, link.flow.place if link.flow.place.line else link.place
    path = link.spot.path
    facts.source.setdefault(path, place)
    if flow.unit:
        facts.unit.setdefault(f"{flow.unit} {flow.unit_how}", place)
    names = ", ".join(name for name, _ in flow.functions)
    if names:
        facts.function.setdefault(names, place)


def sections(mapping: Mapping) -> Iterator[tuple[str, Any, str, Place]]:
    """What stands outside of data names: what it is, comparable, in short, where."""
    canon = Canon(mapping)
    for name, param in mapping.params.items():
        words = f"default {_shown(param.default)}"
        yield f"param {name}", canon.of(param), words, param.place
    yield "frame", canon.of(mapping.frame), "", mapping.frame.place
    place = mapping.blocks[0].place if mapping.blocks else mapping.frame.place
    texts = ", ".join(value.text for value in mapping.blocks)
    yield "blocks", canon.of((mapping.blocks, mapping.block_name)), texts, place
    for name, table in mapping.tables.items():
        made = canon.of((table.rows, table.where, table.assumed))
        yield f"table {name} rows", made, "", table.place
        for key, value in table.fields.items():
            yield f"table {name} {key}", canon.of(value), value.text, value.place
        for row, cells in table.entries.items():
            for key, value in cells.items():
                yield f"table {name} {row} {key}", canon.of(value), value.text, value.place
    for check in mapping.checks:
        yield f"check {check.name}", canon.of(check), f"within {check.tolerance:g}", check.place
    for fix in mapping.fixes:
        words = fix.unit or ", ".join(use.name for use in fix.functions) or "another value"
        yield f"fix {_text(fix.path)}", canon.of(fix), words, fix.place
    for gap in mapping.gaps:
        yield f"gap {_text(gap.source)}", canon.of(gap), gap.note, gap.place
    for ignore in mapping.ignores:
        yield f"ignore {_text(ignore.source)}", canon.of(ignore), ignore.because, ignore.place
    for entry in mapping.no_source:
        yield f"no_source {entry.name}", canon.of(entry), entry.because, entry.place
    for test in mapping.tests:
        yield f"test {test.mapping}: {test.name}", canon.of(test), "", test.place
    yield from _reverse(mapping, canon)


def _reverse(mapping: Mapping, canon: Canon) -> Iterator[tuple[str, Any, str, Place]]:
    reverse = mapping.reverse
    if reverse is None:
        return
    for path, ways in reverse.fields.items():
        words = ", ".join(name for way in ways for name in way.sources)
        yield f"reverse {path}", canon.of(ways), words, ways[0].place
    for kind in ("groups", "constants", "units", "built", "follows", "lost", "needs"):
        for name, content in getattr(reverse, kind).items():
            place = reverse.places.get(name, mapping.frame.place)
            yield f"reverse {kind} {name}", canon.of(content), str(content), place


def _text(tree: Any) -> str:
    return str(getattr(tree, "text", "")) or "of several places"
