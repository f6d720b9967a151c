"""Functions on lists that a source writes in one line: words, and numbers that belong together."""

from __future__ import annotations

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.registry import function
from imgcif_map.mapping.functions.support import derive, numbers, texts
from imgcif_map.mapping.quantity import Quantity


@function("values", result="a list of words", yields="text", unit="none", lossy=True)
def words(*parts: Quantity | None) -> Quantity | None:
    """The words of texts as one list: ``Omega Chi Phi`` gives three.

    Each part is a text or a list of texts, cut at blanks; missing and empty parts are left
    out.
    Missing if there is no word at all. Unit: none. No inverse; see join.
    """
    present = [part for part in parts if part is not None and np.size(part.data)]
    found = [word for part in present for text in texts(part) for word in text.split()]
    return derive(np.array(found, dtype=object), None, *present) if found else None


@function("values", result="rows of numbers", unit="of the first")
def rows_of(size: int, *parts: Quantity | None) -> Quantity | None:
    """Numbers that stand in one line, cut into rows: six numbers are two vectors.

    ``size``: numbers in a row; each part is a list whose length is a multiple of it, else
    an error. Rows of all parts follow each other, shape (n, size); missing parts are left
    out. Missing if there are none. Unit: that of the first part. No inverse.
    """
    if size < 1:
        raise UnreadableValue(f"rows of {size} numbers")
    present = [part for part in parts if part is not None]
    cut = []
    for part in present:
        array = np.atleast_1d(numbers(part))
        if array.ndim != 1 or len(array) % size:
            raise UnreadableValue(f"{array.size} numbers are no rows of {size}")
        cut.append(array.reshape(-1, size))
    return derive(np.concatenate(cut), present[0].unit, *present) if cut else None
