"""What format a file of images has, by its first bytes, as the dictionary calls it.

Data name: ``_array_data_external_data.format``.
"""

from __future__ import annotations

from imgcif_map.sources.sniffs import is_bruker, is_cbf, is_mar345, is_marccd, is_smv

HDF5 = b"\x89HDF\r\n\x1a\n"
START = 4096
"""So many bytes are needed."""
_TIFF = (b"II*\0", b"MM\0*")


def format_of(start: bytes) -> str | None:
    """The format of a file that starts so; None if it is not known."""
    if start.startswith(HDF5):
        return "HDF5"
    if is_smv(start):
        return "SMV"
    if is_marccd(start) or is_mar345(start):
        return "MAR"
    if start[:4] in _TIFF:
        return "TIFF"
    if is_bruker(start):
        return "Bruker"
    return "CBF" if is_cbf(start) or b"--CIF-BINARY-FORMAT-SECTION--" in start else None
