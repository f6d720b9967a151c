"""Rigaku Oxford Diffraction images (OD SAPPHIRE 4.0): text, then binary sections.

Read by a declared layout (``sources/layouts/rod.yaml``). fabio fails at detectors that it
has no name for (all hybrid pixel detectors but one), and leaves out the angles gamma and delta
of the goniometer. Not yet tried on a real file.
"""

from __future__ import annotations

from imgcif_map.sources.headers.binary import layout_reader
from imgcif_map.sources.headers.facts import Reader
from imgcif_map.sources.headers.layout import layout_keys


def reader() -> Reader:
    """Reads ROD headers; motor steps become degrees."""
    return layout_reader("rod")


def known_keys() -> tuple[str, ...]:
    """Keys of the layout."""
    return layout_keys("rod")
