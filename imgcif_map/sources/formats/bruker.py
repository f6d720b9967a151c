"""Bruker SFRM images, FORMAT 86 and 100: lines of 80 characters, ``KEY    :value``.

Read by a declared layout (``sources/layouts/bruker.yaml``). fabio reads the same lines, but
refuses the whole header for one letter that is not ASCII (a sample's name, a degree sign) and
takes any number of blocks. Not yet tried on a real file.
"""

from __future__ import annotations

from imgcif_map.sources.headers.binary import layout_reader
from imgcif_map.sources.headers.facts import Reader
from imgcif_map.sources.headers.layout import layout_keys


def reader() -> Reader:
    """Reads Bruker headers; ``ANGLES`` and the like are split into ``ANGLES_omega`` …"""
    return layout_reader("bruker")


def known_keys() -> tuple[str, ...]:
    """Keys of the layout."""
    return layout_keys("bruker")
