"""Where the parts of a test stand in its file."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.errors import Place
from imgcif_map.mapping.loading.shapes import as_items
from imgcif_map.mapping.model import MappingFile, MappingTest
from imgcif_map.mapping.yamltree import Map, Node


@dataclass(frozen=True)
class Places:
    """The places of one test; that of the whole test where a part is not found."""

    test: Place
    node: Map | None

    @classmethod
    def of(cls, test: MappingTest, file: MappingFile) -> Places:
        """Found by the place of the test, which is that of its node."""
        tests = file.data.get("tests") if isinstance(file.data, Map) else None
        for node in as_items(tests):
            if isinstance(node, Map) and node.place == test.place:
                return cls(test.place, node)
        return cls(test.place, None)

    def key(self, section: str, key: str) -> Place:
        """Of a key of ``given:`` or ``expect:``."""
        part = self._part(section)
        return part.keys.get(key, self.test) if isinstance(part, Map) else self.test

    def member(self, section: str, number: int) -> Place:
        """Of a member of ``gaps:``, counted from 0."""
        items = as_items(self._part(section))
        return items[number].place if number < len(items) else self.test

    def _part(self, section: str) -> Node | None:
        return self.node.get(section) if self.node is not None else None
