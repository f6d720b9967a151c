"""What of an imgCIF file has no place in the target, as gaps."""

from __future__ import annotations

from imgcif_map.mapping.reverse.model import Fate, Way
from imgcif_map.reverse.build import Building, Entry
from imgcif_map.rules.columns import DataColumn
from imgcif_map.targets.tree import Tree


def report_lost(building: Building) -> None:
    """Every data name of the experiment's blocks whose values went nowhere."""
    seen: set[str] = set()
    for block in building.rows.described.blocks:
        for column in block.columns:
            if column.id not in seen and not column.all_null:
                seen.add(column.id)
                _report(building, column)


def _report(building: Building, column: DataColumn) -> None:
    if column.definition is None:
        building.report("no-target", f"{column.name} is in no dictionary", column.name)
        return
    fate = building.plan.fate(column.id)
    ways = _ways(building, column, fate)
    if ways and all(way.alone for way in ways):
        return
    if column.id in building.written or fate.kind == "structure" or any(w.text for w in ways):
        _remarks(building, column, fate)
        return
    if fate.kind == "follows":
        if fate.how.startswith("_") and building.rows.column(fate.how) is None:
            building.report("no-target", f"no place without {fate.how}", column.name)
        return
    if fate.is_lost:
        building.report("no-target", f"no place: {fate.how}", column.name, value=_shown(column))
    elif not _covered(building.tree, fate):
        building.report("lossy", "no way back for this value", column.name, value=_shown(column))


def _ways(building: Building, column: DataColumn, fate: Fate) -> list[Way]:
    """The ways that begin or end with a data name."""
    return [
        way
        for path in fate.targets
        for way in building.plan.fields.get(path, ())
        if column.id in (way.unit_item.casefold(), *(item.casefold() for item in way.sources))
    ]


def _remarks(building: Building, column: DataColumn, fate: Fate) -> None:
    """Of a text that is taken apart: the parts that nobody knows."""
    ways = [way for way in _ways(building, column, fate) if way.text is not None]
    for text in dict.fromkeys(column.texts) if ways else ():
        joiner = ways[0].text[2] if ways[0].text else "; "
        for part in text.split(joiner):
            known = any(
                way.text is not None and part.startswith(way.text[0]) and part.endswith(way.text[1])
                for way in ways
            )
            if not known and part.strip():
                building.report("no-target", f"no place for the remark '{part[:80]}'", column.name)


def _shown(column: DataColumn) -> str:
    text = next((text for text in column.texts if text not in (".", "?")), "")
    return text if len(text) <= 80 else text[:79] + "…"


def _covered(tree: Tree, fate: Fate) -> bool:
    """Whether another data name filled the places, as a frame's exposure does a scan's."""
    names = {path.rpartition("/")[2].partition("@")[0] for path in fate.targets}
    return any(node.rpartition("/")[2] in names for node in tree.nodes)


def report_needs(entry: Entry) -> None:
    """Fields that a valid file has and this one lacks."""
    building, plan = entry.building, entry.building.plan
    for path, need in plan.reverse.needs.items():
        several = entry.detectors if "NXdetector" in path else entry.detectors[:1]
        places = [building.place(path, entry.name, detector.name) for detector in several]
        absent = [place for place in places if not building.tree.has(place)]
        for place in absent:
            building.report(
                f"missing-{need}", f"{plan.reverse.definition} asks for {place}",
                hint="Add the data name it is made from to the imgCIF file.",
            )  # fmt: skip
