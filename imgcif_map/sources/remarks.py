"""What a source has to say of its files before any mapping looks at them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """``kind`` names a gap (``conflict``, ``unreadable``, ``assumption`` …); ``file``: where."""

    kind: str
    message: str
    file: str
    hint: str = ""
