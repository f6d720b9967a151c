"""What nobody looked at: leaves of the source that no mapping item read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.expressions import evaluate, records_of
from imgcif_map.mapping.engine.session import Session
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
    """One gap for each group with leaves that nobody read: their names, the first few."""
    known = session.touched | ignored
    groups: dict[str, list[Record]] = {}
    for root in roots:
        for leaf in leaves(root):
            if leaf.identity not in known:
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
