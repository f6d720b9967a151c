"""Media types of archives and image files.

Those that IANA does not list (tar, bzip2, CBF …) are named as programs name them.
"""

from __future__ import annotations

_OF_PACKING = {
    "ZIP": "application/zip",
    "TGZ": "application/gzip",
    "TBZ": "application/x-bzip2",
    "TXZ": "application/x-xz",
    "TAR": "application/x-tar",
}
_OF_FORMAT = {
    "HDF5": "application/x-hdf5",
    "CBF": "application/x-cbf",
    "TIFF": "image/tiff",
}
_OF_SUFFIX = {
    ".zip": "application/zip",
    ".tgz": "application/gzip",
    ".gz": "application/gzip",
    ".tbz": "application/x-bzip2",
    ".tbz2": "application/x-bzip2",
    ".bz2": "application/x-bzip2",
    ".xz": "application/x-xz",
    ".tar": "application/x-tar",
    ".7z": "application/x-7z-compressed",
    ".h5": "application/x-hdf5",
    ".nxs": "application/x-hdf5",
    ".hdf5": "application/x-hdf5",
    ".cbf": "application/x-cbf",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
UNKNOWN = "application/octet-stream"
CIF = "chemical/x-cif"
CSV = "text/csv"


def media_type(packing: str, formats: tuple[str, ...], name: str) -> str:
    """What a server says that a file is: its packing, its suffix, its image format."""
    if packing in _OF_PACKING:
        return _OF_PACKING[packing]
    lower = name.lower()
    for suffix, found in _OF_SUFFIX.items():
        if lower.endswith(suffix):
            return found
    return _OF_FORMAT.get(formats[0].upper(), UNKNOWN) if len(formats) == 1 else UNKNOWN


def wrapping(packing: str) -> tuple[str, str]:
    """Media types of the package and of the compression around it."""
    tar = "application/x-tar"
    if packing == "ZIP":
        return "application/zip", ""
    if packing in ("TGZ", "TBZ", "TXZ"):
        return tar, _OF_PACKING[packing]
    return (tar, "") if packing == "TAR" else ("", "")
