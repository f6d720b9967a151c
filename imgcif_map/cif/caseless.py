"""When two names are one: data names, block names and frame names are caseless."""

from __future__ import annotations

import unicodedata


def caseless(name: str) -> str:
    """A name as it is compared: canonically decomposed, case-folded, composed.

    Source: CIF 2.0 specification, on the matching of names; for ASCII, lower case.
    """
    if name.isascii():
        return name.lower()
    decomposed = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", decomposed.casefold())
