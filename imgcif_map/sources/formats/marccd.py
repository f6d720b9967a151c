"""MarCCD and Rayonix TIFF images: a frame header of 3072 bytes behind 1024 of TIFF.

Read by a declared layout (``sources/layouts/marccd.yaml``). fabio has these fields too, but
takes them in the byte order of the machine it runs on, and opens the TIFF part with the image.
Not yet tried on a real file.
"""

from __future__ import annotations

from imgcif_map.sources.headers.binary import layout_reader
from imgcif_map.sources.headers.facts import Reader
from imgcif_map.sources.headers.layout import layout_keys


def reader() -> Reader:
    """Reads MarCCD headers."""
    return layout_reader("marccd")


def known_keys() -> tuple[str, ...]:
    """Keys of the layout."""
    return layout_keys("marccd")
