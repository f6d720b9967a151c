"""Whether a change of one attribute breaks what was right, and what it means for data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from imgcif_map.dictionary.changes.model import Effect
from imgcif_map.dictionary.model import Definition

Said = tuple[Effect, str]
_WIDER: Final[Mapping[str, frozenset[str]]] = {
    "text": frozenset({"word", "code", "name", "tag", "uri", "date", "datetime", "version", "symop",
                       "dimension", "range", "index", "count", "integer", "real"}),
    "word": frozenset({"code", "name", "tag", "uri", "date", "datetime", "version", "symop"}),
    "code": frozenset({"name"}),
    "real": frozenset({"integer", "count", "index"}),
    "integer": frozenset({"count", "index"}),
    "count": frozenset({"index"}),
    "datetime": frozenset({"date"}),
}  # fmt: skip
"""Contents, and those whose every value they allow too."""
_UNCERTAIN: Final = frozenset({"measurand"})


def contents(old: Definition, new: Definition) -> Said:
    """Another ``_type.contents``."""
    before, after = old.contents.casefold(), new.contents.casefold()
    if before in _WIDER.get(after, ()):
        return Effect.COMPATIBLE, f"every {old.contents} is a legal {new.contents}"
    return Effect.BREAKING, f"values that were a legal {old.contents} may be no {new.contents}"


def container(old: Definition, new: Definition) -> Said:
    """Another ``_type.container``."""
    return (
        Effect.BREAKING,
        f"a value was written as {old.container} and has to be {new.container} now",
    )


def dimension(old: Definition, new: Definition) -> Said:
    """Another ``_type.dimension``."""
    if not new.dimension or all(size is None for size in new.dimension):
        return Effect.COMPATIBLE, "values may have any number of elements"
    return Effect.BREAKING, "values with another number of elements are wrong now"


def purpose(old: Definition, new: Definition) -> Said:
    """Another ``_type.purpose``."""
    before, after = old.purpose.casefold(), new.purpose.casefold()
    if before in _UNCERTAIN:
        return Effect.BREAKING, "values with an uncertainty, such as 1.23(4), are wrong now"
    if after in _UNCERTAIN:
        return Effect.COMPATIBLE, "values may have an uncertainty now"
    if "su" in (before, after):
        return Effect.BREAKING, "the value is an uncertainty in one of the two and not in the other"
    return Effect.NEUTRAL, "values stay as they are"


def units(old: Definition, new: Definition) -> Said:
    """Another ``_units.code``; a number without a unit means something else."""
    if not old.units:
        return Effect.BREAKING, f"numbers count in {new.units} now; before, no unit was said"
    if not new.units:
        return Effect.BREAKING, f"numbers that are in {old.units} have no unit any more"
    return Effect.BREAKING, f"numbers that are in {old.units} count as {new.units} now"


def limits(old: Definition, new: Definition) -> Said:
    """Another ``_enumeration.range``."""
    if new.range is None or (old.range is not None and _holds(new.range, old.range)):
        return Effect.COMPATIBLE, "every value that was legal is legal"
    return Effect.BREAKING, "values outside the new range are wrong now"


def _holds(
    outer: tuple[float | None, float | None], inner: tuple[float | None, float | None]
) -> bool:
    low = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0])
    high = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return low and high


def default(old: str, new: str) -> Said:
    """Another default, also one of several by an index; "" for none."""
    if not old:
        return Effect.COMPATIBLE, f"a value that is left out means {new} now"
    if not new:
        return Effect.BREAKING, f"a value that is left out is unknown now; it meant {old}"
    return Effect.BREAKING, f"a value that is left out means {new} now; it meant {old}"


def link(old: str, new: str) -> Said:
    """Another ``_name.linked_item_id``; "" for none."""
    if not new:
        return Effect.COMPATIBLE, f"values need not be among those of {old} any more"
    return Effect.BREAKING, f"every value has to be among those of {new} now"


def range_text(limits_: tuple[float | None, float | None] | None) -> str:
    """``0.0:360.0``, "" without limits."""
    return "" if limits_ is None else ":".join("" if end is None else f"{end:g}" for end in limits_)


def size_text(size: tuple[int | None, ...]) -> str:
    """``[3,3]``, ``[]`` for any number of elements, "" for none said."""
    if not size:
        return ""
    return f"[{','.join('' if number is None else str(number) for number in size)}]"
