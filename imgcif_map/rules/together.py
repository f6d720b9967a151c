"""Several documents judged as one data set, each finding in the file that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.cif.document import Document
from imgcif_map.errors import UsageError
from imgcif_map.findings import Finding
from imgcif_map.rules.context import BlockView, Context


@dataclass(frozen=True, eq=False)
class Together(Context):
    """The data blocks of several documents as if they stood in one file.

    ``document`` is any of them. Raises UsageError if two documents have the same path.
    """

    documents: tuple[Document, ...] = ()

    def __post_init__(self) -> None:
        if len({document.path for document in self.documents}) < len(self.documents):
            raise UsageError("files that belong together need names of their own")

    @cached_property
    def blocks(self) -> tuple[BlockView, ...]:
        """Every data block of all documents, each followed by its save frames."""
        return tuple(
            view
            for document in self.documents
            for block in document.blocks
            for view in self._views(block, document.path)
        )


def by_document(findings: Iterable[Finding], documents: Sequence[Document]) -> list[list[Finding]]:
    """The findings of each document.

    What names a file belongs to it; what names only a data block, to the first document that has
    one of this name; what names neither, to the first document.
    """
    numbers = {document.path: number for number, document in enumerate(documents)}
    homes: dict[str, int] = {}
    for number, document in enumerate(documents):
        for block in document.blocks:
            homes.setdefault(block.name.casefold(), number)
    found: list[list[Finding]] = [[] for _ in documents]
    for finding in findings:
        at = finding.location
        home = homes.get((at.block or "").casefold(), 0)
        found[numbers.get(at.path, home) if at.path else home].append(finding)
    return found
