"""Whether an archive or file is packed as the imgCIF says."""

from __future__ import annotations

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.mapping.packing import ARCHIVE_FORMATS, LACKING
from imgcif_map.sources.archives import FOLDER, Listing

_UNKNOWN = "?"
_NAMES = {
    "ZIP": "a zip file",
    "TGZ": "a tar file compressed with gzip",
    "TBZ": "a tar file compressed with bzip2",
    **LACKING,
}


def other_packing(listing: Listing, stated: str) -> Fault | None:
    """A fault if an archive is not what ``archive_format`` states (``.``: none, ``?``: unknown)."""
    real = listing.kind
    if real in (FOLDER, stated) or stated == _UNKNOWN:
        return None
    said = "that it is no archive" if stated == "." else stated
    if real in ARCHIVE_FORMATS:
        advice = f"archive_format {real}"
    else:
        advice = "the dictionary has no state for it: repack as .tar.gz or .zip"
    return Fault(
        Kind.PACKING,
        f"{listing.path.name} is {_NAMES[real]} ({real}), and archive_format says {said}",
        advice,
    )


def other_compression(name: str, real: str | None, stated: str) -> Fault | None:
    """A fault if a single file is not compressed as ``file_compression`` states."""
    if stated == _UNKNOWN or (real or ".") == stated:
        return None
    says = "none" if stated == "." else stated
    return Fault(
        Kind.PACKING,
        f"{name} is {'not compressed' if real is None else f'compressed ({real})'}, and "
        f"file_compression says {says}",
        f"file_compression {real or '.'}" if real in (None, "GZ", "BZ2") else "use GZ or BZ2",
    )
