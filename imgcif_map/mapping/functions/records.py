"""Functions on records: names, classes, places, counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from imgcif_map.mapping.functions.registry import Call, Records, function
from imgcif_map.mapping.functions.support import made
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record

_GROUP = "records"
_COMPRESSED = re.compile(r"\.(gz|bz2|xz|zst|z)\Z", re.IGNORECASE)
_MAX_WALK = 20_000
"""Records visited at most when a node is sought by its name: a bound for hostile files."""


@function(_GROUP, result="the record's name", yields="text", unit="none")
def name(record: Record) -> Quantity:
    """The name of a record: of a group, data set or header key.

    Unit: none. Missing record: missing. No inverse.
    """
    return Quantity(record.name, None, (record.origin,))


@function(_GROUP, result="the record's class", yields="text", unit="none", name="class")
def class_(record: Record) -> Quantity | None:
    """The class of a record: its ``NX_class``.

    Missing if it has none. Unit: none. No inverse.
    """
    found = record.nx_class if record.error is None else None
    return Quantity(found, None, (record.origin,)) if found else None


@function(_GROUP, result="a record")
def ancestor(record: Record, nx_class: str) -> Record | None:
    """The nearest record of a class, from the record itself upwards.

    ``ancestor(., 'NXsample')`` tells whether an axis belongs to the sample.
    Missing if none has that class. No unit, no inverse.
    """
    for candidate in (record, *record.ancestors()):
        if candidate.error is None and candidate.nx_class == nx_class:
            return candidate
    return None


@function(_GROUP, result="the record of the next row")
def next_row(call: Call) -> Record | None:
    """The row after the current one, among rows of the same list.

    For axes listed in the order in which they carry each other. Missing in the
    last row. No unit, no inverse.
    """
    here = call.here()
    siblings = here.parent.children() if here.parent is not None else ()
    places = [i for i, row in enumerate(siblings) if row.identity == here.identity]
    return siblings[places[0] + 1] if places and places[0] + 1 < len(siblings) else None


@function(_GROUP, result="records")
def distinct(records: Records) -> Records:
    """Records without those that are the same object as an earlier one.

    Identity counts, not the path: a hard link is the same object. Order is kept.
    No unit, no inverse.
    """
    found: dict[object, Record] = {}
    for record in records:
        found.setdefault(record.identity, record)
    return tuple(found.values())


@function(_GROUP, result="how many records", unit="none")
def count(records: Records | None) -> Quantity:
    """How many records there are: 0 for none.

    Whole number. Unit: none. No inverse.
    """
    return made(len(records or ()))


@function(_GROUP, result="the longest first dimension", unit="none")
def longest(records: Records | None) -> Quantity | None:
    """The longest first dimension among the values of records, without reading them.

    The number of frames, from the axes that move. Missing if all are scalars.
    Whole number. Unit: none. No inverse.
    """
    found = [r for r in records or () if r.error is None and r.shape]
    if not found:
        return None
    longest_one = max(found, key=_first_dimension)
    return Quantity(_first_dimension(longest_one), None, (longest_one.origin,))


def _first_dimension(record: Record) -> int:
    shape = record.shape
    return shape[0] if shape else 0


@function(_GROUP, result="the number of the row", unit="none")
def position(call: Call) -> Quantity:
    """The number of the current row in its rows, from 1.

    Whole number. Unit: none. No inverse.
    """
    return made(call.position())


@function(_GROUP, result="the number of the row in all data blocks", unit="none")
def counted(call: Call, table: str) -> Quantity:
    """The number of the current row of a table, counted through all data blocks, from 1.

    ``table``: its name. For names that have to differ from block to block, such as
    those of scans. Whole number. Unit: none. No inverse.
    """
    return made(call.before(table) + call.position())


@function(_GROUP, result="the number of the row in the category", unit="none")
def running(call: Call) -> Quantity:
    """The number of the current row counted through the whole category, from 1.

    Whole number, or (n,) where a row stands for n frames. Unit: none. No inverse.
    """
    return made(call.running())


@function(_GROUP, result="a file name without folder and extension", yields="text", unit="none")
def stem(call: Call, record: Record | None = None) -> Quantity | None:
    """The name of the file a record comes from, without folder and extension.

    Without an argument: the current record. Compression goes too: ``a.cbf.gz``
    gives ``a``. Missing if there is no file. Unit: none. No inverse.
    """
    record = record if record is not None else call.here()
    base = re.split(r"[/\\]", record.origin.file)[-1]
    short = re.sub(r"(?<=.)\.[^.]*\Z", "", _COMPRESSED.sub("", base))
    return Quantity(short, None, (record.origin,)) if short else None


@function(_GROUP, result="a text that equal geometries share", yields="text", unit="none")
def fingerprint(call: Call, *records: Records | None) -> Quantity | None:
    """A text that two lists of records share if they describe the same equipment.

    It holds what does not change from scan to scan: names, classes, types, vectors,
    offsets and ``depends_on`` of axes; for groups also their pixel axes, sizes and
    origins. Settings are left out, numbers are taken to six digits. Missing
    without records. Unit: none. No inverse.
    """
    given = [record for group in records for record in group or ()]
    if not given:
        return None
    lines = [line for record in given for line in _description(call, record)]
    return Quantity("\n".join(lines), None, tuple(r.origin for r in given))


_STATIC = ("transformation_type", "vector", "offset", "offset_units", "units", "depends_on")


def _description(call: Call, record: Record) -> list[str]:
    if record.error is not None:
        return [f"{record.name} (unreadable)"]
    lines = [f"{record.name} {record.nx_class or ''} {_attributes(call, record)}".strip()]
    if record.is_leaf:
        return lines
    for child in record.children():
        if child.error is not None or not child.is_leaf or child.shape is None:
            continue
        is_axis = child.attribute("vector") is not None and not child.shape
        is_size = (child.dtype or "").startswith(("int", "uint")) and child.shape in ((2,), (3,))
        if is_axis or is_size:
            value = _rounded(call.read(child))
            lines.append(f"  {child.name} {value} {_attributes(call, child)}".rstrip())
    return lines


def _attributes(call: Call, record: Record) -> str:
    found = []
    for key in _STATIC:
        attribute = record.attribute(key)
        quantity = call.read(attribute) if attribute is not None else None
        if quantity is not None:
            text = _rounded(quantity)
            found.append(f"{key}={text.rstrip('/').rsplit('/', 1)[-1]}")
    return " ".join(found)


def _rounded(quantity: Quantity | None) -> str:
    if quantity is None:
        return "-"
    if quantity.is_text:
        return str(quantity.data)
    return ",".join(f"{x + 0.0:.6g}" for x in np.round(np.ravel(quantity.array), 12))


@function(_GROUP, result="a record")
def counterpart(record: Record, from_root: Record, to_root: Record) -> Record | None:
    """The record that has the same place below another root.

    The path of ``record`` below ``from_root`` is followed from ``to_root``; where
    that leads nowhere, a record of the same name and class anywhere below
    ``to_root`` serves. Missing if there is none. No unit, no inverse.
    """
    found = _at_path(to_root, _relative(record, from_root))
    if found is not None:
        return found
    queue: list[Record] = [to_root]
    seen: set[object] = set()
    while queue and len(seen) < _MAX_WALK:
        node = queue.pop(0)
        if node.identity in seen or node.error is not None:
            continue
        seen.add(node.identity)
        if node.name == record.name and node.nx_class == record.nx_class and node is not to_root:
            return node
        queue.extend(node.children())
    return None


def _relative(record: Record, root: Record) -> Sequence[str] | None:
    names: list[str] = []
    for node in (record, *record.ancestors()):
        if node.identity == root.identity:
            return names[::-1]
        names.append(node.name)
    return None


def _at_path(root: Record, names: Sequence[str] | None) -> Record | None:
    node: Record | None = root if names is not None else None
    for part in names or ():
        if node is None or node.error is not None:
            return None
        node = node.child(part)
    return node
