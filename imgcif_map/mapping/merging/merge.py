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
from imgcif_map.mapping.merging.facts import merge_facts
from imgcif_map.mapping.merging.geometry import CATEGORIES, replace_geometry
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
    assumed = bool(main.mapping.tables["axes"].assumed) if "axes" in main.mapping.tables else False
    blocks = []
    if len(main.blocks) != len(other.blocks):
        counts = f"{len(main.blocks)} data blocks here, {len(other.blocks)} in {file}"
        gaps.add("conflict", f"{counts}: nothing of it is used", origins=[Origin(file, "")])
        return replace(main, findings=(*main.findings, *gaps.findings()))
    for mine, theirs in zip(main.blocks, other.blocks, strict=True):
        block, trails = _merged(mine.block, theirs.block, assumed, file, dictionary, gaps)
        provenance = replace(mine.provenance, trails=list(mine.provenance.trails))
        replaced_items = {trail.item for trail in trails}
        provenance.trails = [t for t in provenance.trails if t[0].item not in replaced_items]
        provenance.trails += [(trail, 1) for trail in trails]
        blocks.append(replace_block(mine, block, provenance))
    findings = (*main.findings, *gaps.findings())
    document = Document(tuple(result.block for result in blocks), path=main.document.path)
    return replace(main, document=document, findings=findings, blocks=tuple(blocks))


def replace_block(result: BlockResult, block: Block, provenance: object) -> BlockResult:
    """The result with another block."""
    return replace(result, block=block, provenance=provenance)  # type: ignore[arg-type]


def _merged(
    mine: Block, theirs: Block, assumed: bool, file: str, dictionary: Dictionary, gaps: GapLog
) -> tuple[Block, list[Trail]]:
    origin = Origin(file, "")

    def say(kind: str, message: str, **more: str) -> None:
        gaps.add(kind, message, origins=[origin], block=mine.name, **more)  # type: ignore[arg-type]

    filled = merge_facts(mine, theirs, dictionary)
    for name, own, other in filled.conflicts:
        say("conflict", f"{name} is {own} here, {other} in {file}; the first stays", item=name)
    if filled.added:
        names = ", ".join(filled.added[:_SHOWN])
        more = f" and {len(filled.added) - _SHOWN} more" if len(filled.added) > _SHOWN else ""
        say("correction", f"from {file}: {names}{more}")
    trails = [Trail(name, "", 1, kind="with", origins=(origin,)) for name in filled.added]
    block = filled.block
    placed = replace_geometry(block, theirs, dictionary)
    for conflict in placed.conflicts:
        say("conflict", f"{file} does not agree: {conflict}")
    if not assumed:
        return block, trails
    if placed.why:
        say("conflict", f"the geometry of {file} cannot be used: {placed.why}")
        return block, trails
    say("correction", f"the axes and the detector stand as in {file}, not as assumed")
    for loop in placed.block.loops:
        for column in loop.columns:
            if column.name.lstrip("_").partition(".")[0].lower() in CATEGORIES:
                trails.append(Trail(column.name, "", len(column), kind="with", origins=(origin,)))
    return placed.block, trails
