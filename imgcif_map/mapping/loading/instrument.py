"""``instrument:`` of an instrument file, worked into the format it is used with.

An instrument says what is known of a place, in coordinates of its own (z towards the
source). It takes the place of what a format assumes, never of what the source says:

- a format that lists its axes as entries (image headers have settings, no directions)
  gets those of the instrument, fed by the settings of the entries they stand for;
- a format whose axes stand in the source gets directions where it would assume them;
- pixels fill what is missing and are compared with what the source says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgcif_map.errors import MappingError
from imgcif_map.mapping.loading import nodes
from imgcif_map.mapping.loading.shapes import as_items, as_map, as_text, is_null
from imgcif_map.mapping.loading.turn import turn_to
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from imgcif_map.mapping.loading.merge import Draft, DraftTable
    from imgcif_map.mapping.model import MappingFile

PIXEL_TOLERANCE = 1e-5
"""Millimetres by which two pixel sizes may differ."""
_PLAIN = ("setting", "at", "vector", "offset")


@dataclass(frozen=True)
class Instrument:
    """The section of one file, and the way from its coordinates to those of the format."""

    section: Map
    file: MappingFile
    turn: NDArray[np.float64]

    @property
    def axes(self) -> Mapping[str, Map]:
        """The axes by id, in the order of the file."""
        section = as_map(self.section.get("axes"), "axes")
        return {name: as_map(node, f"the axis {name}") for name, node in section}

    @property
    def image(self) -> Map:
        """How the image lies on the detector; empty if the file does not say."""
        return as_map(self.section.get("image"), "image")

    def turned(self, node: Node) -> Node:
        """Three components in the coordinates of the format."""
        import numpy as np

        vector = self.turn @ np.asarray(plain(node), dtype=float)
        return nodes.make([float(x) + 0.0 for x in vector.round(12)], node.place)


def settle(draft: Draft, file: MappingFile) -> None:
    """Work the ``instrument:`` section of a file into what is merged so far."""
    root = as_map(file.data, "a mapping file")
    section = as_map(root.get("instrument"), "instrument")
    _check(section)
    frame = draft.leaves.get("frame", {})
    instrument = Instrument(section, file, turn_to(frame, section))
    table = draft.tables.get("axes")
    if table is not None and instrument.axes:
        if table.entries and is_absent(table.leaves.get("rows")):
            _list_axes(draft, table, instrument)
        else:
            _direct_axes(table, instrument)
    if instrument.image.entries:
        _place_image(draft, instrument)


def is_absent(node: Node | None) -> bool:
    """Not written, or null."""
    return node is None or is_null(node)


def _check(section: Map) -> None:
    axes = as_map(section.get("axes"), "axes")
    for name, node in axes:
        vector = as_map(node, name).get("vector")
        if vector is not None and not any(plain(vector)):
            raise MappingError(f"the axis {name} has no direction", place=vector.place)
        carrier = as_map(node, name).get("depends_on")
        _known(carrier, axes)
        seen = {name}
        while carrier is not None and not is_null(carrier):
            step = as_text(carrier, "depends_on")
            if step in seen:
                raise MappingError(f"the axis {name} carries itself", place=carrier.place)
            seen.add(step)
            carrier = as_map(axes.get(step), step).get("depends_on")
            _known(carrier, axes)
    _known(as_map(section.get("image"), "image").get("depends_on"), axes)


def _known(carrier: Node | None, axes: Map) -> None:
    if carrier is None or is_null(carrier):
        return
    name = as_text(carrier, "depends_on")
    if name not in axes.entries:
        raise MappingError(
            f"the instrument has no axis '{name}'",
            place=carrier.place,
            hint=f"it has {', '.join(axes.entries) or 'none'}",
        )


# -- axes that a format lists


def _list_axes(draft: Draft, table: DraftTable, instrument: Instrument) -> None:
    """Replace the entries of each kind of equipment that the instrument describes."""
    theirs = {_equipment(axis.entries) for axis in instrument.axes.values()}
    before = dict(table.entries)
    kept = {key: cells for key, cells in before.items() if _equipment(cells) not in theirs}
    claimed: set[str] = set()
    made: dict[str, dict[str, Node]] = {}
    for name, axis in instrument.axes.items():
        sources = _sources(name, axis, before)
        claimed.update(sources)
        made[name] = _entry(name, axis, [before[key] for key in sources], instrument)
    lost = [key for key in before if key not in claimed and key not in kept]
    table.entries = {**made, **kept}
    if theirs == {"goniometer", "detector"}:
        table.leaves.pop("assumed", None)
    if "h" in draft.leaves.get("let", {}):
        for key in lost:
            _report_lost(draft, key, before[key], instrument)


def _equipment(cells: Mapping[str, Node]) -> str:
    node = cells.get("equipment")
    return node.text if isinstance(node, Scalar) else "goniometer"


def _sources(name: str, axis: Map, entries: Iterable[str]) -> list[str]:
    """Keys of the format's entries whose settings belong to an axis."""
    said = axis.get("setting")
    wanted = [name] if said is None else [as_text(n, "setting") for n in as_items(said)]
    known = {_folded(key): key for key in entries}
    return [known[_folded(word)] for word in wanted if _folded(word) in known]


def _folded(name: str) -> str:
    return name.casefold().replace("_", "")


def _entry(
    name: str, axis: Map, sources: Sequence[Mapping[str, Node]], instrument: Instrument
) -> dict[str, Node]:
    cells = dict(sources[0]) if sources else {}
    for key in ("name", "needed", "depends_on"):
        cells.pop(key, None)
    for key in ("angle", "turn"):
        listed = [source[key] for source in sources if key in source]
        if len(listed) > 1 and not any(isinstance(node, Map) for node in listed):
            members = tuple(item for node in listed for item in as_items(node))
            cells[key] = Seq(axis.place, members)
    for key, node in axis:
        if key in ("vector", "offset"):
            cells[key] = instrument.turned(node)
        elif key not in _PLAIN and not is_null(node):
            cells[key] = node
    cells.setdefault("type", nodes.make("rotation", axis.place))
    if not sources and as_text(cells["type"], "type") == "translation":
        cells["unit"] = nodes.make("mm", axis.place)
    at = axis.get("at")
    if at is not None or not sources:
        value = 0 if at is None else plain(at)
        why = f"the header has no setting of {name}; instrument {instrument.file.id}"
        why += " has it there" if at is not None else " has the axis, taken to stand at zero"
        cells["fixed"] = nodes.assume(value, why, axis.place)
    return cells


def _report_lost(draft: Draft, key: str, cells: Mapping[str, Node], instrument: Instrument) -> None:
    """A setting that no axis of the instrument takes is reported unless it is zero."""
    angle = cells.get("angle")
    if angle is None or isinstance(angle, Map):
        return
    keys = "|".join(as_text(item, "angle") for item in as_items(angle))
    gap = nodes.make(
        {
            "from": f"$h/({keys})[. != 0]" if "|" in keys else f"$h/{keys}[. != 0]",
            "note": f"instrument {instrument.file.id} has no axis for the setting of {key}",
        },
        instrument.section.place,
    )
    draft.lists.setdefault("gaps", []).append((gap, instrument.file.id))


# -- axes that stand in the source


def _direct_axes(table: DraftTable, instrument: Instrument) -> None:
    """Directions by the name of the axis, where the format would assume them."""
    picks = []
    for name, axis in instrument.axes.items():
        vector = axis.get("vector")
        if vector is None:
            continue
        said = axis.get("setting")
        others = [] if said is None else [as_text(n, "setting") for n in as_items(said)]
        for word in dict.fromkeys([name, *others]):
            condition = f"$name = '{word}'"
            direction = instrument.turned(vector)
            pick = nodes.make({"when": condition, "value": plain(direction)}, vector.place)
            picks.append(pick)
    before = table.fields.get("vector")
    if before is not None:
        table.fields["vector"] = nodes.before_assumed(before, picks)


# -- the image on the detector


def _place_image(draft: Draft, instrument: Instrument) -> None:
    from imgcif_map.mapping.loading.merge import DraftTable

    image = instrument.image
    table = draft.tables.setdefault("modules", DraftTable(image.place))
    axes = draft.tables.get("axes")
    for name in ("fast", "slow"):
        node = image.get(name)
        if node is not None:
            value = nodes.make({"value": plain(instrument.turned(node))}, node.place)
            _fill(table, name, value)
    offset = image.get("offset")
    if offset is not None:
        why = (
            f"the source has no beam centre; instrument {instrument.file.id} has the detector there"
        )
        turned = plain(instrument.turned(offset))
        _fill(table, "offset", nodes.assume(turned, why, offset.place, unit="mm"))
    carrier = image.get("depends_on")
    if carrier is not None and axes is not None and is_absent(axes.leaves.get("rows")):
        table.fields["depends_on"] = nodes.make({"value": plain(carrier)}, carrier.place)
    _pair(draft, table, "pixels", ("n_fast", "n_slow"), instrument)
    _pair(draft, table, "pixel_size", ("pitch_fast", "pitch_slow"), instrument)


def _fill(table: DraftTable, name: str, node: Node) -> None:
    before = table.fields.get(name)
    table.fields[name] = node if before is None else nodes.before_assumed(before, [node])


def _pair(
    draft: Draft, table: DraftTable, key: str, fields: tuple[str, str], instrument: Instrument
) -> None:
    """Two numbers, for fast and slow: fill in what is missing, check what is there."""
    node = instrument.image.get(key)
    for name, item in zip(fields, as_items(node), strict=False):
        fact: dict[str, object] = {"value": plain(item)}
        check: dict[str, object] = {
            "name": f"{name} of the source against instrument {instrument.file.id}",
        }
        if key == "pixel_size":
            fact = {"from": {"value": plain(item)}, "unit": "mm"}
            check |= {"unit": "mm", "tolerance": PIXEL_TOLERANCE}
        _fill(table, name, nodes.make(fact, item.place))
        check["compare"] = [f"$modules/{name}", fact]
        made = nodes.make(check, item.place)
        draft.lists.setdefault("checks", []).append((made, instrument.file.id))


def format_of_tests(file: MappingFile) -> str:
    """The format that an instrument's first test names; MappingError if there is none."""
    tests = as_map(file.data, "a mapping file").get("tests")
    for test in as_items(tests):
        found = as_map(test, "a test").get("format")
        if found is not None:
            return as_text(found, "format")
    raise MappingError(
        f"the instrument {file.id} has no test that says which format its records are in",
        place=file.data.place if file.data is not None else None,
        hint="tests: - {name: …, format: minicbf, given: {…}, expect: {…}}",
    )
