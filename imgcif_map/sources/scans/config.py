"""What a mapping says of scans: ``source: {scans: {same: […], turns: {…}}}``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class RowTurns(NamedTuple):
    """Settings of several axes in one key: one value per row of a table in the header.

    ``start``: the key with the settings, ``rows``: the key that names their axes; ``step``
    and ``step_rows``: the same for the steps per image, perhaps in another order.
    """

    start: str
    rows: str
    step: str | None = None
    step_rows: str | None = None


@dataclass(frozen=True, slots=True)
class ScanConfig:
    """How files are gathered.

    ``same``: header keys that are equal in all files of one scan. ``turns``: keys with the
    setting of an axis at the start of each image, and the key with its step per image
    (None if the header has none). ``row_turns``: keys with settings of several axes.
    """

    same: tuple[str, ...] = ()
    turns: tuple[tuple[str, str | None], ...] = ()
    row_turns: tuple[RowTurns, ...] = ()

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> ScanConfig:
        """From the options of a mapping's source, already checked by the schema."""
        scans = options.get("scans") or {}
        turns = scans.get("turns") or {}
        return cls(
            tuple(scans.get("same") or ()),
            tuple((key, step) for key, step in turns.items() if not isinstance(step, Mapping)),
            tuple(
                RowTurns(key, step["rows"], step.get("step"), step.get("step_rows"))
                for key, step in turns.items()
                if isinstance(step, Mapping)
            ),
        )
