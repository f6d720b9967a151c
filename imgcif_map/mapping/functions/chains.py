"""Functions that follow ``depends_on`` from axis to axis (NXtransformations)."""

from __future__ import annotations

from imgcif_map.mapping.functions.registry import Call, Records, function
from imgcif_map.sources.record import Record

_GROUP = "records"
_LONGEST = 1000
"""Axes in one chain at most: a bound for hostile files."""


@function(_GROUP, result="a record")
def node(call: Call, reference: Record) -> Record | None:
    """The record that a NeXus reference names.

    ``reference``: an attribute or data set whose text is a path, absolute
    (``/entry/a/b``), relative to the group it stands in, or rooted with the slash
    left out. ``.`` and empty text name nothing: missing. A path that leads nowhere
    is a gap *unreadable* and missing. No unit, no inverse.
    """
    return _target(call, reference)


@function(_GROUP, result="records, inner first")
def follow(call: Call, *starts: Records | None) -> Records:
    """The axes of chains, inner first: from what is carried to what stands fixed.

    Each start is a reference (a ``depends_on`` data set or attribute) or an axis,
    which then comes first. A chain ends at ``.``, at a missing ``depends_on``, at a
    path that leads nowhere (gap *unreadable*) and where it comes back to itself
    (gap *conflict*). An axis that several chains share comes once. No starts give
    no records. No unit, no inverse.
    """
    found: dict[object, Record] = {}
    for start in (record for group in starts for record in group or ()):
        for axis in walk(call, start if is_axis(start) else _target(call, start)):
            found.setdefault(axis.identity, axis)
    return tuple(found.values())


def is_axis(record: Record) -> bool:
    """Whether a record is a transformation and not a mere reference to one."""
    if record.error is not None:
        return False
    names = ("vector", "transformation_type", "depends_on")
    return any(record.attribute(name) is not None for name in names)


def walk(call: Call, axis: Record | None) -> list[Record]:
    """One chain from ``axis`` outwards, ``axis`` included."""
    chain: list[Record] = []
    seen: set[object] = set()
    while axis is not None:
        if axis.error is not None:
            call.report("unreadable", f"axis {axis.path}: {axis.error}", records=[axis])
            break
        if axis.identity in seen or len(chain) > _LONGEST:
            call.report("conflict", f"axis {axis.path} depends on itself", records=[axis])
            break
        seen.add(axis.identity)
        chain.append(axis)
        axis = outer(call, axis)
    return chain


def outer(call: Call, axis: Record) -> Record | None:
    """The axis that carries ``axis``, by its ``depends_on``."""
    reference = axis.attribute("depends_on")
    return _target(call, reference) if reference is not None else None


def _target(call: Call, reference: Record) -> Record | None:
    text = (call.text(reference) or "").strip()
    if text in ("", "."):
        return None
    found = call.resolve(text, reference)
    if found is None:
        call.report(
            "unreadable", f"{reference.path} names {text}, which is not there", records=[reference]
        )
    return found
