"""The way back: files of a source's format from imgCIF, by the mapping's ``reverse:``."""

from __future__ import annotations

from imgcif_map.reverse.convert import Written, to_nexus

__all__ = ["Written", "to_nexus"]
