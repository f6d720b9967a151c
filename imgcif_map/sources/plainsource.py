"""A source whose records are all in memory: experiment lists, input files of programs."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.sources.base import Closing
from imgcif_map.sources.record import Record


class PlainSource(Closing):
    """A tree of records read at once; there is nothing to close."""

    def __init__(self, source_format: str, path: Path, root: Record) -> None:
        self.format = source_format
        self.path = path
        self._root = root

    @property
    def root(self) -> Record:
        return self._root
