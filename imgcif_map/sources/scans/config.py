"""What a mapping says of scans: ``source: {scans: {same: […], turns: {…}}}``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScanConfig:
    """How files are gathered.

    ``same``: header keys that are equal in all files of one scan. ``turns``: keys with the
    setting of an axis at the start of each image, and the key with its step per image
    (None if the header has none).
    """

    same: tuple[str, ...] = ()
    turns: tuple[tuple[str, str | None], ...] = ()

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> ScanConfig:
        """From the options of a mapping's source, already checked by the schema."""
        scans = options.get("scans") or {}
        turns = scans.get("turns") or {}
        return cls(tuple(scans.get("same") or ()), tuple(turns.items()))
