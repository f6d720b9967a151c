"""The data name somebody may have meant."""

from __future__ import annotations

import difflib

from imgcif_map.dictionary.model import Dictionary


def nearest(name: str, dictionary: Dictionary) -> str:
    """The data name most like an unknown one, of the same category if possible; "" if none is."""
    category = name.removeprefix("_").partition(".")[0].casefold()
    for definitions in (dictionary.members.get(category, ()), dictionary.definitions.values()):
        ids = {definition.id.casefold(): definition.id for definition in definitions}
        found = difflib.get_close_matches(name.casefold(), list(ids), n=1)
        if found:
            return ids[found[0]]
    return ""
