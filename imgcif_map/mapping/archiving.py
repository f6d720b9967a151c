"""What a conversion does about archives before and after its data blocks are made."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from imgcif_map.mapping.archive import ArchivePlan
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.localarchive import LocalArchive
from imgcif_map.mapping.uris import relative_uri
from imgcif_map.sources.record import Record


def with_own(archive: ArchivePlan | None, sources: Sequence[object]) -> ArchivePlan | None:
    """The plan; where all images were read out of archives and none is named, with these."""
    found: dict[Path, None] = {}
    for source in sources:
        own: tuple[Path, ...] = getattr(source, "archives", ())
        if not own:
            return archive
        found.update(dict.fromkeys(own))
    if len(found) == 1 and (archive is None or not archive.local):
        return replace(archive or ArchivePlan(), local=tuple(map(LocalArchive, found)))
    if archive is None:
        copies = tuple(LocalArchive(path, relative_uri(path.name)) for path in found)
        return ArchivePlan(local=copies)
    return archive


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
