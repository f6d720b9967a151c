"""How close a place of the source and a data name are, by what the mapping does to the value.

A mapping file may say it (``match:``). Otherwise, the first that holds:

related
    it is computed from several places, or says something about the place
broad
    several values become one (a mean, words in a text), so that the data name says more
narrow
    the data name is one part of the value (a component, an element)
close
    the unit or the coordinates differ, or the value is written in another way
exact
    value, unit and shape are the same
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from imgcif_map.errors import UnitError
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.tracing.flows import Flow
from imgcif_map.units import parse_unit, unit

if TYPE_CHECKING:
    from imgcif_map.mapping.tracing.links import Link

REDUCING: Final = frozenset({"first", "grid_step", "last", "mean", "text"})
"""Functions that make one value of several."""
KEEPING: Final = frozenset(
    {"absolute", "archive_path", "bare", "bits_maximum", "cell", "direction", "divergence",
     "from_common_folder", "identifier", "iso_date", "normalise_max", "reference", "same",
     "stokes", "unit_vector", "written"}
)  # fmt: skip
"""Functions without an inverse whose result is the same quantity, seen in another way."""
PARTS: Final = frozenset({"after", "before", "slice", "suffix"})
"""Functions that take a part of the value."""
UNITLESS: Final = frozenset({"", "none", "unspecified"})
_RANKS: Final = {"exact": 0, "close": 1, "broad": 2, "narrow": 2, "related": 3}


def derived(link: Link, target: str, source: str | None, functions: Mapping[str, Function]) -> str:
    """``exact``, ``close``, ``broad``, ``narrow`` or ``related``.

    ``target`` is the unit of the data name, ``source`` that of the place; None if files
    decide it.
    """
    flow = link.flow
    kinds = {_kind(name, functions) for name, _ in flow.functions}
    if flow.joined in ("function", "list") or "related" in kinds:
        return "related"
    part = flow.part or link.component or "narrow" in kinds
    whole = flow.joined == "text" or "broad" in kinds or flow.lookup == "merged"
    if part or whole:
        return "related" if part and whole else "narrow" if part else "broad"
    changed = "close" in kinds or flow.lookup == "renamed"
    return "close" if changed or not same_unit(source, target) else "exact"


def _kind(name: str, functions: Mapping[str, Function]) -> str:
    if name in REDUCING:
        return "broad"
    if name in PARTS:
        return "narrow"
    if name in KEEPING:
        return "close"
    known = functions.get(name)
    return "close" if known is not None and known.inverse is not None else "related"


def same_unit(source: str | None, target: str) -> bool:
    """Whether values need no conversion; None, a unit that files decide, may need one."""
    if target in UNITLESS:
        return source is not None and source in UNITLESS
    if not source:
        return False
    try:
        return unit(source).same_size(unit(target))
    except UnitError:
        return False


def unit_of_source(flow: Flow, target: str, has_unit: bool | None) -> str | None:
    """The unit a place has by the mapping, else by its definition; None if files decide it.

    ``has_unit``: what the definition of the place says, None if there is none.
    """
    said = parse_unit(flow.unit, target) or flow.unit
    if flow.unit_how == "forced" or (flow.unit_how == "given" and not has_unit):
        return said
    if flow.unit:
        return None  # what the file says comes first
    if has_unit is None:
        return "" if target in UNITLESS else None
    return None if has_unit else ""


def weakest(matches: Iterable[str]) -> str:
    """One word for several ways between the same two: the one that promises least."""
    found = sorted(set(matches), key=lambda match: _RANKS[match])
    if {"broad", "narrow"} <= set(found):
        return "related"
    return found[-1]


def units_shown(source: str, target: str) -> str:
    """``m → millimetres``; one unit where they are the same."""
    if not source or source == target:
        return target
    return f"{source} → {target}" if target else source
