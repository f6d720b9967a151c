"""What is asked of the first scan of a data block, and is not the same in the others."""

from __future__ import annotations

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.engine.session import Session
from imgcif_map.mapping.engine.unmapped import leaves
from imgcif_map.mapping.functions.groups import GroupRecord
from imgcif_map.sources.headers.source import SCANS
from imgcif_map.sources.record import Data, Record

CLOSE = 1e-6
OWN = ("template", "stem", "numbers", "frames")
"""What the program itself says of a scan."""


def report_unlike(session: Session, record: Record) -> None:
    """A gap for each value that was read of the first scan alone and differs in another.

    Single values are a conflict: the block says something that holds for one scan only.
    Values that change from image to image anyway are lossy.
    """
    if not isinstance(record, GroupRecord) or len(record.members) < 2:
        return
    first, *others = record.members
    if first.parent is None or first.parent.name != SCANS:
        return
    for leaf in leaves(first):
        if leaf.name in OWN or leaf.error is not None:
            continue
        if leaf.identity in session.touched:
            steps = leaf.path.removeprefix(first.path).strip("/").split("/")
            for other in others:
                twin = _below(other, steps)
                if twin is not None and twin.identity in session.touched:
                    break  # read of each scan
                if not _alike(leaf, twin):
                    _report(session, leaf, twin, other)
                    break


def _below(record: Record, steps: list[str]) -> Record | None:
    at: Record | None = record
    for step in steps:
        at = at.child(step) if at is not None else None
    return at


def _value(record: Record | None) -> Data:
    try:
        return None if record is None or record.error is not None else record.read()
    except UnreadableValue:
        return None


def _alike(leaf: Record, twin: Record | None) -> bool:
    own, other = _value(leaf), _value(twin)
    if own is None or other is None or isinstance(own, str) or isinstance(other, str):
        return bool(np.array_equal(np.asarray(own, object), np.asarray(other, object)))
    if np.shape(own) != np.shape(other) or (twin is not None and leaf.unit != twin.unit):
        return False
    if np.asarray(own).dtype == object:
        return bool(np.array_equal(own, other))
    return bool(np.allclose(own, other, rtol=CLOSE, atol=0))


def _report(session: Session, leaf: Record, twin: Record | None, other: Record) -> None:
    values = [_shown(record) for record in (leaf, twin)]
    many = any(len(np.shape(_value(record))) > 0 for record in (leaf, twin))
    session.gaps.add(
        "lossy" if many else "conflict",
        f"{leaf.name} is {values[0]} in {leaf.path.split('/')[2]} and {values[1]} in "
        f"{other.name}: the first is written",
        origins=[leaf.origin],
        block=session.block,
        hint="" if many else "convert the scans one by one, or let blocks: each: tell them apart",
    )


def _shown(record: Record | None) -> str:
    value = _value(record)
    if record is None or value is None:
        return "missing"
    if len(np.shape(value)) > 0 and np.size(value) > 3:
        return f"{len(value)} values"
    text = str(value.tolist() if hasattr(value, "tolist") else value)
    return f"{text[:40]} {record.unit}" if record.unit else text[:40]
