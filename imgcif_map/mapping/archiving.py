"""What a conversion does about archives before and after its data blocks are made."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from imgcif_map.mapping.archive import ArchivePlan
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.sources.record import Record


def read(archive: ArchivePlan, gaps: GapLog, tell: Callable[[str], None]) -> None:
    """List the archives at hand before anything else; raises UnreadableInput."""
    for local in archive.local:
        tell(f"reading the names in {local.path.name}")
        for remark in local.remarks:
            gaps.add("unmapped-source", remark)


def count(archive: ArchivePlan, scans: int, gaps: GapLog) -> None:
    """Report archives that are given one for each scan and are more than the scans."""
    if archive.manifest.members or not scans:
        return
    copies = [local for local in archive.local if not local.uri]
    for what, number in (("archive URIs", len(archive.uris)), ("local archives", len(copies))):
        if number > scans:
            plural = "scan" if scans == 1 else "scans"
            gaps.add("conflict", f"{number} {what} for {scans} {plural}: one for each is expected")


def folders(roots: tuple[Record, ...]) -> Mapping[str, str]:
    """For each source its folder seen from the one they share; empty if all are in one."""
    parents = {root.origin.file: Path(root.origin.file).absolute().parent for root in roots}
    if len(set(parents.values())) < 2:
        return {}
    try:
        common = os.path.commonpath(parents.values())
    except ValueError:  # on different drives
        return {}
    return {file: Path(os.path.relpath(p, common)).as_posix() for file, p in parents.items()}
