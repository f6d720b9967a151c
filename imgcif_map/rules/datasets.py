"""Which data blocks belong together (multi_block_core 1.1.0, ``_audit_dataset.id``).

Blocks that state the same id are to be interpreted together as a whole; a block
may state several, as a calibration does that serves several experiments. Blocks
that state different ids are not related. Blocks that state none may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcif_map.rules.context import BlockView

_ID = "_audit_dataset.id"


def data_set_ids(block: BlockView) -> frozenset[str]:
    """The data sets that a data block, or the block around a save frame, declares."""
    column = (block.outer or block).column(_ID)
    return frozenset() if column is None else column.values


@dataclass(frozen=True, eq=False)
class DataSets:
    """The blocks and save frames of a document by what they have to do with each other."""

    blocks: Sequence[BlockView]

    @cached_property
    def _ids(self) -> dict[BlockView, frozenset[str]]:
        return {block: data_set_ids(block) for block in self.blocks}

    @cached_property
    def declared(self) -> dict[str, tuple[BlockView, ...]]:
        """The data blocks of each data set that one of them declares, frames left out."""
        groups: dict[str, list[BlockView]] = {}
        for block in self.blocks:
            if block.outer is None:
                for name in sorted(self._ids[block]):
                    groups.setdefault(name, []).append(block)
        return {name: tuple(group) for name, group in groups.items()}

    @cached_property
    def groups(self) -> tuple[tuple[BlockView, ...], ...]:
        """The data blocks of each declared data set, and all others together."""
        groups: dict[str, list[BlockView]] = {}
        for block in self.blocks:
            if block.outer is None:
                for name in sorted(self._ids[block]) or [""]:
                    groups.setdefault(name, []).append(block)
        return tuple(tuple(group) for group in groups.values())

    @cached_property
    def wholes(self) -> tuple[tuple[BlockView, ...], ...]:
        """What is certainly one whole: each declared data set, each other block, each frame."""
        alone = (
            (block,) for block in self.blocks if block.outer is not None or not self._ids[block]
        )
        return (*self.declared.values(), *alone)

    def siblings(self, block: BlockView) -> tuple[BlockView, ...]:
        """Other blocks that declare a data set of this one; for a frame, also the block around."""
        if block.outer is not None:
            return (block.outer, *self.siblings(block.outer))
        found = {b: None for name in sorted(self._ids[block]) for b in self.declared[name]}
        return tuple(other for other in found if other is not block)

    def related(self, block: BlockView) -> tuple[BlockView, ...]:
        """All blocks and frames, itself too, that do not declare other data sets than this one."""
        own = self._ids[block]
        if own not in self._related:
            self._related[own] = tuple(
                other
                for other, theirs in self._ids.items()
                if not own or not theirs or own & theirs
            )
        return self._related[own]

    @cached_property
    def _related(self) -> dict[frozenset[str], tuple[BlockView, ...]]:
        return {}
