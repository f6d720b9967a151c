"""Finds out what kind of file of images some bytes are, and decodes one image of it."""

from __future__ import annotations

import io
from contextlib import closing
from typing import BinaryIO

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_FILE, mib
from imgcif_map.archives.pixels import Image
from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.archives import FOLDER, Listing
from imgcif_map.sources.formats.contents import START, format_of
from imgcif_map.sources.headers.head import BROKEN, compression, decompressed


def start_of(listing: Listing, name: str, count: int = START) -> bytes:
    """The first bytes of a member. Raises Fault."""
    try:
        return listing.open_member(name, count)
    except UnreadableValue as error:
        raise _damaged(error.message) from error


def whole(listing: Listing, name: str) -> tuple[bytes, str | None]:
    """All bytes of a member, unpacked, and how it was compressed. Raises Fault."""
    shown = label(listing, name)
    size = listing.size(name) or 0
    if size > MAX_FILE:
        raise _too_large(shown, size)
    data = start_of(listing, name, size + 1)  # no more: as much is reserved as is asked for
    if len(data) < size:
        raise _damaged(f"{shown} has {len(data)} bytes, and the archive says {size}")
    kind = compression(data[:8])
    if kind is None:
        return data, None
    try:
        with closing(decompressed(io.BytesIO(data), kind)) as stream:
            data = _all(stream)
    except BROKEN as error:
        raise _damaged(f"{shown} is damaged: {error or 'it ends too soon'}") from error
    if len(data) > MAX_FILE:
        raise _too_large(f"{shown}, when unpacked,", len(data))
    return data, kind


def _all(stream: BinaryIO) -> bytes:
    """What is in a compressed stream, up to the limit; raises what damage does."""
    parts, left = [], MAX_FILE + 1
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def label(listing: Listing, name: str) -> str:
    """What to call a member in messages."""
    return name if listing.kind == FOLDER else f"{name} in {listing.path.name}"


def image_of(data: bytes, number: int, name: str) -> Image:
    """The image of a file that is not HDF5. Raises Fault."""
    kind = format_of(data[:START])
    if kind == "CBF":
        from imgcif_map.archives.cbf import cbf_image

        return cbf_image(data, number, name)
    if number != 1 and kind is not None:
        raise Fault(Kind.FRAME, f"{name} is a {kind} file, which has one image, no {number}")
    if kind == "SMV":
        from imgcif_map.archives.smv import smv_image

        return smv_image(data, name)
    if kind == "TIFF" or (kind == "MAR" and data[:2] in (b"II", b"MM")):
        from imgcif_map.archives.tiff import tiff_image

        return tiff_image(data, name)
    if kind is None:
        raise _damaged(f"{name} is no file of images that this program knows")
    raise Fault(Kind.NOT_DECODED, f"{name}: images of the format {kind} are not decoded here")


def _too_large(shown: str, size: int) -> Fault:
    return Fault(
        Kind.TOO_LARGE,
        f"{shown} has {mib(size)}, and files of more than {mib(MAX_FILE)} are not read",
    )


def _damaged(message: str) -> Fault:
    return Fault(Kind.DAMAGED, message, "it is truncated or damaged: copy it again")
