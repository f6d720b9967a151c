"""What nobody looked at: leaves of the source that no mapping item read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.expressions import evaluate, records_of
from imgcif_map.mapping.engine.session import Session
from imgcif_map.sources.headers.source import SCANS
from imgcif_map.sources.record import Record

MAX_WALK = 100_000
SHOWN = 8


def ignored(run: BlockRun) -> set[object]:
    """Identities of what the mapping lists under ``ignore``, with all that lies below."""
    found: set[object] = set()
    members = getattr(run.record, "members", ()) or (run.record,)
    for ignore in run.mapping.ignores:
        for member in members:
            scope = replace(run.scope, here=member, place=ignore.place)
            for record in records_of(evaluate(ignore.source, scope)):
                found.update(r.identity for r in leaves(record))
    return found


def report_unmapped(session: Session, roots: Iterable[Record], ignored: set[object]) -> None:
    """One gap for each group with leaves that nobody read: their names, the first few.

    Of scans side by side, what is read of one is read of all: what does not change is
    asked of the first.
    """
    known = session.touched | ignored
    every = [(_beside(root), leaf) for root in roots for leaf in leaves(root)]
    read = {
        (above, _below(leaf, above)) for above, leaf in every if above and leaf.identity in known
    }
    groups: dict[str, list[Record]] = {}
    for above, leaf in every:
        if leaf.identity not in known and (above, _below(leaf, above)) not in read:
            parent = leaf.parent.path if leaf.parent is not None else "/"
            groups.setdefault(parent, []).append(leaf)
    for parent, unread in groups.items():
        names = ", ".join(leaf.name for leaf in unread[:SHOWN])
        more = f" and {len(unread) - SHOWN} more" if len(unread) > SHOWN else ""
        session.gaps.add(
            "unmapped-source",
            f"nothing reads {names}{more} in {parent}",
            origins=[unread[0].origin],
        )


def _beside(root: Record) -> str:
    """Where the siblings of a record of image headers are; empty for any other record."""
    parent = root.parent
    return parent.path if parent is not None and parent.name == SCANS else ""


def _below(leaf: Record, above: str) -> str:
    """The path of a leaf without the part that differs between siblings."""
    return leaf.path.removeprefix(above).lstrip("/").partition("/")[2]


def leaves(record: Record) -> Iterable[Record]:
    """All leaves and broken links below a record, or itself; each object once."""
    stack = [record]
    seen: set[object] = set()
    while stack and len(seen) < MAX_WALK:
        node = stack.pop()
        identity = node.identity
        if identity in seen:
            continue
        seen.add(identity)
        if node.error is not None or node.is_leaf:
            yield node
        else:
            stack.extend(reversed(node.children()))
