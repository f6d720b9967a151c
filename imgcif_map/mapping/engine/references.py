"""Resolves ``depends_on`` texts to records (NXtransformations)."""

from __future__ import annotations

from imgcif_map.sources.record import Record


def resolve(reference: str, at: Record) -> Record | None:
    """The record a NeXus reference names, seen from the node that states it.

    ``.`` and empty text end a chain: None. ``/a/b`` starts at the file's root.
    ``a/b`` is sought beside the node that states it, then in each group above
    it up to the root: writers leave out the leading slash or mean the parent.
    """
    reference = reference.strip()
    if reference in ("", "."):
        return None
    names = [name for name in reference.split("/") if name not in ("", ".")]
    if reference.startswith("/"):
        return _walk(at.root, names)
    for start in at.ancestors():
        found = _walk(start, names)
        if found is not None:
            return found
    return None


def _walk(start: Record, names: list[str]) -> Record | None:
    node: Record | None = start
    for name in names:
        if node is None or node.error is not None:
            return None
        node = node.parent if name == ".." else node.child(name)
    return node
