"""Puts the description that another source gives beside that of the images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from imgcif_map.cif.document import Block, Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.convert import Converted
from imgcif_map.mapping.engine.provenance import Trail
from imgcif_map.mapping.engine.run import BlockResult
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.merging.blocks import category_of
from imgcif_map.mapping.merging.evidence import assumed, carried, unsaid, without_replaced
from imgcif_map.mapping.merging.facts import merge_facts
from imgcif_map.mapping.merging.geometry import (
    CATEGORIES,
    FOLLOWING,
    following,
    replace_geometry,
)
from imgcif_map.sources.record import Origin

_SHOWN = 6
Say = Callable[..., None]


def merge(main: Converted, other: Converted, file: str, dictionary: Dictionary) -> Converted:
    """``main`` completed by ``other``, which was made of ``file``.

    Single facts that are missing are filled in; where the main mapping only assumes
    how the axes stand (``assumed:`` of its table), the whole geometry is taken over.
    What both say differently is a conflict, and the main source's stays.
    """
    gaps = GapLog()
    blocks = []
    if len(main.blocks) != len(other.blocks):
        counts = f"{len(main.blocks)} data blocks here, {len(other.blocks)} in {file}"
        gaps.add("conflict", f"{counts}: nothing of it is used", origins=[Origin(file, "")])
        return replace(main, findings=(*main.findings, *gaps.findings()))
    used = []
    for mine, theirs in zip(main.blocks, other.blocks, strict=True):
        assumes = _assumes_axes(main, mine)
        block, trails = _merged(mine, theirs, assumes, file, dictionary, gaps)
        used.append(any(trail.item == "_axis.id" for trail in trails))
        provenance = replace(mine.provenance, trails=list(mine.provenance.trails))
        replaced_items = {trail.item for trail in trails}
        provenance.trails = [t for t in provenance.trails if t[0].item not in replaced_items]
        provenance.trails += [(trail, 1) for trail in trails]
        blocks.append(replace_block(mine, block, provenance))
    own = without_replaced(main.findings, main.mapping) if all(used) else main.findings
    more = carried(other.findings, own, file, used=any(used))
    findings = (*own, *gaps.findings(), *more)
    document = Document(tuple(result.block for result in blocks), path=main.document.path)
    return replace(main, document=document, findings=findings, blocks=tuple(blocks))


def _assumes_axes(main: Converted, result: BlockResult) -> bool:
    """Whether the mapping said of this block that it assumes how the axes stand."""
    table = main.mapping.tables.get("axes")
    said = table.assumed if table is not None else ""
    return bool(said) and any(
        f.name == "assumption"
        and f.message.startswith(said)
        and f.location.block in (None, result.block.name)
        for f in main.findings
    )


def replace_block(result: BlockResult, block: Block, provenance: object) -> BlockResult:
    """The result with another block."""
    return replace(result, block=block, provenance=provenance)  # type: ignore[arg-type]


def _merged(
    mine: BlockResult,
    theirs: BlockResult,
    assumes: bool,
    file: str,
    dictionary: Dictionary,
    gaps: GapLog,
) -> tuple[Block, list[Trail]]:
    origin = Origin(file, "")

    def say(kind: str, message: str, **more: str) -> None:
        gaps.add(kind, message, origins=[origin], block=mine.block.name, **more)  # type: ignore[arg-type]

    guessed = assumed(theirs.provenance.trails)
    weak = assumed(mine.provenance.trails)
    filled = merge_facts(mine.block, theirs.block, dictionary, weak, guessed)
    placed = replace_geometry(filled.block, theirs.block, dictionary)
    missing = unsaid(theirs.block, guessed)
    why = placed.why or (f"it does not say {missing}" if missing else "")
    used = assumes and not why
    for name, own, other in filled.conflicts:
        stays = "the second goes with the axes" if used and name in FOLLOWING else "the first stays"
        say("conflict", f"{name} is {own} here, {other} in {file}; {stays}", item=name)
    if filled.added:
        names = ", ".join(filled.added[:_SHOWN])
        more = f" and {len(filled.added) - _SHOWN} more" if len(filled.added) > _SHOWN else ""
        say("correction", f"from {file}: {names}{more}")
    trails = [Trail(name, "", 1, kind="with", origins=(origin,)) for name in filled.added]
    for conflict in placed.conflicts if not missing else ():
        say("conflict", f"{file} does not agree: {conflict}")
    if not assumes:
        return filled.block, trails
    if why:
        say("conflict", f"the geometry of {file} cannot be used: {why}")
        return filled.block, trails
    say("correction", f"the axes and the detector stand as in {file}, not as assumed")
    block = following(placed.block, theirs.block, dictionary)
    for loop in block.loops:
        for column in loop.columns:
            if category_of(column.name) in CATEGORIES or column.name in FOLLOWING:
                trails.append(Trail(column.name, "", len(column), kind="with", origins=(origin,)))
    return block, trails
