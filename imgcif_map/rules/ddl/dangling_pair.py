"""DDL027."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.composites import Mismatch, mismatches
from imgcif_map.rules.context import Context


class DanglingPair(Rule):
    """A combination of values refers to a row that is not there.

    What
        The item links to part of a composite key, the items for the other parts
        stand beside it, and the combination is in no row of the parent category:
        each value exists, or is implied, but not together. The items are matched
        by their links, or by their name where the dictionary states no link. The
        rows of the parent may be spread over the data blocks of a data set.

    Why
        Each value alone looks right, but the row that is meant does not exist.

    Fails
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
            1 1
            1 2
        loop_
          _array_element_size.array_id
          _array_element_size.index
          _array_element_size.size
            IMAGE 1 0.000172
            IMAGE 2 0.000172

    Passes
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
            IMAGE 1
            IMAGE 2
        loop_
          _array_element_size.array_id
          _array_element_size.index
          _array_element_size.size
            IMAGE 1 0.000172
            IMAGE 2 0.000172
    """

    code = "DDL027"
    name = "dangling-pair"

    def check(self, context: Context) -> Iterator[Finding]:
        told: set[object] = set()
        for mismatch in mismatches(context):
            # Two links to the same row of the parent have one root cause.
            same = (mismatch.link.child.loop, mismatch.link.parent.category)
            if (id(same[0]), same[1]) not in told:
                told.add((id(same[0]), same[1]))
                yield self._mismatch(mismatch)

    def _mismatch(self, mismatch: Mismatch) -> Finding:
        row = mismatch.rows[0]
        shown = ", ".join(f"{part.child.name} {part.child.texts[row]}" for part in mismatch.parts)
        names = " and ".join(part.key.id for part in mismatch.parts)
        return self.finding(
            f"{shown}: no row has these values of {names}",
            mismatch.odd.child,
            mismatch.rows,
            value=shown,
        )
