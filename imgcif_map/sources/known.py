"""Keys that the reader of a format knows by itself, whatever else a header may have."""

from __future__ import annotations

from importlib import import_module

from imgcif_map.sources.registry import FORMATS

SCAN_KEYS = (
    "frames",
    "images/compression",
    "images/file",
    "numbers",
    "stem",
    "template",
)
"""What every scan of images has besides the keys of their headers."""


def known_keys(format_name: str) -> tuple[str, ...]:
    """Keys as paths below a scan or an experiment; () for a format that has any keys.

    The module of a format says them as ``known_keys()``: names that its reader makes up or
    that its layout declares.
    """
    found = next((entry for entry in FORMATS if entry.name == format_name), None)
    if found is None:
        return ()
    own = getattr(import_module(found.module), "known_keys", tuple)
    return (*own(), *SCAN_KEYS) if found.images else tuple(own())
