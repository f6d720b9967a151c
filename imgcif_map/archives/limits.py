"""How much is read at most, so that no archive or image can exhaust memory or patience."""

from __future__ import annotations

MAX_FILE = 256 * 2**20
"""Bytes of one file of images that is read as a whole; HDF5 files in folders are not."""
MAX_PIXELS = 2**26
"""Pixels of one image: 8192 x 8192."""
MAX_CHUNK = 256 * 2**20
"""Bytes of an HDF5 chunk when unpacked."""
MAX_ADDRESSES = 30
"""Remote addresses that are asked in one run over one file."""
MAX_REDIRECTS = 5


def mib(count: int) -> str:
    """``256 MiB``, or bytes where that would be zero."""
    return f"{count / 2**20:.0f} MiB" if count >= 2**19 else f"{count} bytes"
