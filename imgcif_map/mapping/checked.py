"""Remembers which mapping files have passed their checks, by content: checks cost more than use.

A marker is an empty file in the user's cache folder, named by the hash of all
that the check depends on. A folder that cannot be written costs time, not an error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from imgcif_map.resources import cache_dir
from imgcif_map.version import VERSION


def once(kind: str, texts: Iterable[bytes], check: Callable[[], None]) -> None:
    """Run ``check`` unless it has passed before on the same texts; its exceptions go through."""
    digest = hashlib.sha256(f"{kind} {VERSION}".encode())
    for text in texts:
        digest.update(hashlib.sha256(text).digest())
    marker = cache_dir() / "mappings" / f"{kind}-{digest.hexdigest()[:40]}"
    if marker.is_file():
        return
    check()
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
    except OSError:
        return
