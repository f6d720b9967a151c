"""How files are packed: the states of the dictionary, and what is used without being one.

Data name: ``_array_data_external_data.archive_format``.
"""

from __future__ import annotations

import re

from imgcif_map.errors import UsageError

ARCHIVE_FORMATS = ("ZIP", "TGZ", "TBZ")
"""States of ``_array_data_external_data.archive_format`` (cif_img.dic)."""
LACKING = {
    "TAR": "a tar file that is not compressed",
    "TXZ": "a tar file compressed with xz",
    "TZST": "a tar file compressed with Zstandard",
    "TLZ": "a tar file compressed with lzip or lzma",
    "7Z": "a 7z archive",
    "RAR": "a RAR archive",
}
"""Packings that occur and that the dictionary has no state for."""

_SUFFIXES = {
    ".zip": "ZIP",
    ".tgz": "TGZ",
    ".tar.gz": "TGZ",
    ".tbz": "TBZ",
    ".tbz2": "TBZ",
    ".tar.bz2": "TBZ",
    ".tar": "TAR",
    ".txz": "TXZ",
    ".tar.xz": "TXZ",
    ".tzst": "TZST",
    ".tar.zst": "TZST",
    ".tlz": "TLZ",
    ".tar.lz": "TLZ",
    ".tar.lzma": "TLZ",
    ".7z": "7Z",
    ".rar": "RAR",
}


def checked_packing(text: str) -> str:
    """A packing in capitals, from its name or a suffix (``tar.gz``); raises UsageError.

    It need not be one that the dictionary has: see :func:`lacking`.
    """
    name = text.strip()
    if name.upper() in ARCHIVE_FORMATS or name.upper() in LACKING:
        return name.upper()
    by_suffix = _SUFFIXES.get("." + name.lower().lstrip("."))
    if by_suffix is not None:
        return by_suffix
    raise UsageError(
        f"unknown archive format {text!r}",
        hint=f"one of {', '.join(ARCHIVE_FORMATS)}; known, but not to the dictionary: "
        f"{', '.join(LACKING)}",
    )


def packing_by_suffix(uri: str) -> str | None:
    """The packing that the path of a URI ends like; None if it is not that of an archive."""
    path = re.split(r"[?#]", uri)[0].lower()
    return next((f for suffix, f in _SUFFIXES.items() if path.endswith(suffix)), None)


def lacking(packing: str) -> str:
    """What to say of a packing that is no state of the dictionary, and what to do."""
    return (
        f"the images are in {LACKING[packing]} ({packing}); the dictionary has no such "
        f"archive_format, only {', '.join(ARCHIVE_FORMATS)}: it is left unknown (?), where the "
        "images are inside is given; repack as .tar.gz or .zip if readers should know it"
    )
