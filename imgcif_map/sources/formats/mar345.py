"""Image plate scanners mar345 and mar555: 16 numbers, then lines of text.

Read by a declared layout (``sources/layouts/mar345.yaml``). fabio fails at exposure modes it
does not know, keeps the last of repeated lines only, and guesses a format it does not know.
Not yet tried on a real file.
"""

from __future__ import annotations

from imgcif_map.sources.headers.binary import layout_reader
from imgcif_map.sources.headers.facts import Reader
from imgcif_map.sources.headers.layout import layout_keys


def reader() -> Reader:
    """Reads mar345 headers."""
    return layout_reader("mar345")


def known_keys() -> tuple[str, ...]:
    """Keys of the layout."""
    return layout_keys("mar345")
