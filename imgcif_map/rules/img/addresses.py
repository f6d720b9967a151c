"""What the names of archives and files say by their endings."""

from __future__ import annotations

import re

ARCHIVES = {
    ".zip": "ZIP",
    ".tgz": "TGZ",
    ".tar.gz": "TGZ",
    ".tbz": "TBZ",
    ".tbz2": "TBZ",
    ".tar.bz2": "TBZ",
}
"""Endings of the archives for which the dictionary has a state."""
UNNAMED = (".tar", ".txz", ".tar.xz", ".tar.zst", ".7z", ".rar")
"""Endings of archives for which it has none."""
COMPRESSIONS = {".gz": "GZ", ".bz2": "BZ2"}
FORMATS = {
    ".cbf": "CBF",
    ".h5": "HDF5",
    ".hdf5": "HDF5",
    ".nxs": "HDF5",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".mccd": "MAR",
}
"""Endings that files of only one format have."""
_OPAQUE = re.compile(r"[?#].*", re.DOTALL)


def file_name(uri: str) -> str:
    """The name of the file that a URI ends with, in lower case.

    Without query and fragment, and without the word that some archives put behind it.
    """
    path = _OPAQUE.sub("", uri).rstrip("/").casefold()
    return path.removesuffix("/content").rpartition("/")[2]


def archive_format(name: str) -> str | None:
    """The state for an archive of that name; "" if there is none for it, None for no archive."""
    for ending, state in ARCHIVES.items():
        if name.endswith(ending):
            return state
    return "" if name.endswith(UNNAMED) else None


def endings(name: str) -> tuple[str, str]:
    """Format and compression that a file name in lower case tells, each "" if it does not."""
    stem, dot, last = name.rpartition(".")
    compression = COMPRESSIONS.get(dot + last, "")
    if compression:
        last = stem.rpartition(".")[2]
    return FORMATS.get("." + last, ""), compression
