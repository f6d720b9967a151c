"""What every source offers, whatever its file format: a root record, and a way to close it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

from imgcif_map.sources.record import Record
from imgcif_map.sources.remarks import Remark

WALK_LIMIT = 1_000_000


@runtime_checkable
class Source(Protocol):
    """One opened input: a context manager around a tree of records."""

    format: str
    """Name of the format, as mappings write it (``source: {format: nexus}``)."""
    path: Path
    """The file as the caller gave it."""

    @property
    def root(self) -> Record:
        """The root record; valid until :meth:`close`."""

    def close(self) -> None:
        """Release all files; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Closing:
    """What makes a source a context manager: leaving it closes it."""

    def close(self) -> None:
        """Release all files; here there are none."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@runtime_checkable
class Arrangeable(Protocol):
    """A source whose tree depends on how the mapping wants its files gathered."""

    def arranged(self, options: dict[str, Any]) -> Record:
        """The root record; ``options``: the mapping's ``source:`` without its format."""

    def remarks_on(self, options: dict[str, Any]) -> tuple[Remark, ...]:
        """What was noticed on the files, before any mapping."""


def walk(root: Record, limit: int = WALK_LIMIT) -> Iterator[Record]:
    """All nodes below and with ``root``, each object once, parents first.

    Hard and soft links to a node already seen are left out (by identity), so
    the walk ends on any graph. At most ``limit`` nodes.
    """
    seen = {root.identity}
    stack = [root]
    while stack and limit > 0:
        node = stack.pop()
        limit -= 1
        yield node
        fresh = []
        for child in node.children():
            if child.identity not in seen:
                seen.add(child.identity)
                fresh.append(child)
        stack.extend(reversed(fresh))
