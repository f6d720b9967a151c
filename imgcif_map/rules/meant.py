"""Which data name a misspelt one was meant to be, where hardly any doubt is left.

A slip in a data name is one fault. What stands under the misspelt name must not
be missed as well: a key, say, or the parent of a link.
"""

from __future__ import annotations

from collections.abc import Container

from imgcif_map.dictionary.model import Definition, Dictionary

_SLIPS = 2
"""So many letters may be wrong, missing or too many in a long name; one in a short one."""
_SHORT = 4


def meant(name: str, dictionary: Dictionary, taken: Container[str]) -> Definition | None:
    """The item of the same category that is spelled almost like ``name``.

    None if there is none, if two are equally near, or if it is among ``taken``
    (casefolded ids of what the data block gives already).
    """
    category, dot, object_id = name[1:].casefold().partition(".")
    if not dot or not object_id:
        return None
    best: list[tuple[int, Definition]] = []
    for definition in dictionary.members.get(category, ()):
        known = definition.id.casefold().rpartition(".")[2]
        most = 1 if min(len(known), len(object_id)) <= _SHORT else _SLIPS
        distance = slips(object_id, known, most)
        if distance is not None and definition.id.casefold() not in taken:
            best.append((distance, definition))
    best.sort(key=lambda pair: pair[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def slips(one: str, other: str, most: int) -> int | None:
    """Letters to change, add, leave out or swap with their neighbour; None if more than ``most``.

    Optimal string alignment distance (Damerau 1964, restricted).
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        current = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return None
        before, row = row, current
    return row[-1] if row[-1] <= most else None
