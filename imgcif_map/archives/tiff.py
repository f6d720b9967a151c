"""Images of TIFF files: described by their first directory, compressed ones decoded by fabio.

Source: TIFF 6.0, sections 2 and 8.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.pixels import INSTALL, Image, check_size, order_of, peaks
from imgcif_map.archives.quiet import fabio_pixels

_FORMATS = {1: "u", 2: "i", 3: "f"}
_WIDTHS = {3: ("H", 2), 4: ("L", 4)}
_WIDTH, _LENGTH, _BITS, _COMPRESSION, _SAMPLES, _KIND = 256, 257, 258, 259, 277, 339
_STRIPS, _COUNTS = 273, 279
_MOST_TAGS, _MOST_STRIPS = 4096, 1 << 20
_NONE = 1
Tags = dict[int, tuple[int, ...]]


def tiff_image(data: bytes, name: str) -> Image:
    """The first image of a TIFF file. Raises Fault."""
    mark = "<" if data[:2] == b"II" else ">"
    try:
        tags = _directory(data, mark)
    except struct.error as error:
        raise Fault(
            Kind.DAMAGED, f"{name}: its directory is cut off", "it is truncated: copy it again"
        ) from error
    fast, slow = tags.get(_WIDTH, (0,))[0], tags.get(_LENGTH, (0,))[0]
    check_size(name, fast, slow)
    bits, kind = tags.get(_BITS, (1,))[0], _FORMATS.get(tags.get(_KIND, (1,))[0])
    samples = tags.get(_SAMPLES, (1,))[0]
    if samples != 1 or kind is None or bits not in (8, 16, 32, 64) or (kind, bits) == ("f", 8):
        raise Fault(
            Kind.NOT_DECODED, f"{name}: {samples} samples of {bits} bits for a pixel are not read"
        )
    dtype = np.dtype(f"{mark}{kind}{bits // 8}")
    plain = tags.get(_COMPRESSION, (_NONE,))[0] == _NONE
    stored: dict[str, Any] = {
        "order": order_of(dtype),
        "compression": "none" if plain else f"TIFF compression {tags[_COMPRESSION][0]}",
    }
    pixels = _plain(data, tags, dtype, fast * slow, name) if plain else None
    if not plain:
        _check_strips(data, tags, name)
        pixels = fabio_pixels("fabio.tifimage", "TifImage", data, name)
        if pixels is None:
            why = f"{name}: {stored['compression']} is read with fabio, which is not installed"
            return Image(name, "TIFF", fast, slow, dtype.name, undecoded=why, hint=INSTALL)
        if pixels.shape != (slow, fast):
            raise Fault(Kind.DAMAGED, f"{name} decodes to another size than its header says")
    assert pixels is not None
    return Image(name, "TIFF", fast, slow, dtype.name, **stored, **peaks(pixels))


def _directory(data: bytes, mark: str) -> Tags:
    """The tags of the first directory that are whole numbers; raises struct.error."""
    (at,) = struct.unpack_from(f"{mark}L", data, 4)
    (count,) = struct.unpack_from(f"{mark}H", data, at)
    tags: Tags = {}
    for number in range(min(count, _MOST_TAGS)):
        place = at + 2 + 12 * number
        tag, kind, many = struct.unpack_from(f"{mark}HHL", data, place)
        if kind not in _WIDTHS or many > _MOST_STRIPS:
            continue
        letter, width = _WIDTHS[kind]
        start = place + 8
        if many * width > 4:
            (start,) = struct.unpack_from(f"{mark}L", data, start)
        if many:
            tags.setdefault(tag, struct.unpack_from(f"{mark}{many}{letter}", data, start))
    return tags


def _strips(tags: Tags) -> list[tuple[int, int]]:
    return list(zip(tags.get(_STRIPS, ()), tags.get(_COUNTS, ()), strict=False))


def _check_strips(data: bytes, tags: Tags, name: str) -> None:
    end = max((start + count for start, count in _strips(tags)), default=0)
    if end > len(data) or not end:
        raise Fault(
            Kind.DAMAGED,
            f"{name} has {len(data)} bytes, {end or 'more'} are needed",
            "it is truncated: copy it again",
        )


def _plain(data: bytes, tags: Tags, dtype: np.dtype[Any], count: int, name: str) -> NDArray[Any]:
    """The pixels of an image that is not compressed."""
    strips = _strips(tags)
    if _COUNTS not in tags and len(tags.get(_STRIPS, ())) == 1:
        strips = [(tags[_STRIPS][0], count * dtype.itemsize)]
    _check_strips(data, {**tags, _COUNTS: tuple(n for _, n in strips)}, name)
    if sum(n for _, n in strips) < count * dtype.itemsize:
        raise Fault(Kind.DAMAGED, f"{name}: its strips are too short for its pixels")
    if len(strips) == 1:
        return np.frombuffer(data, dtype, count, strips[0][0])
    if sum(n for _, n in strips) > 2 * len(data):
        raise Fault(Kind.DAMAGED, f"{name}: its strips overlap")
    joined = b"".join(data[start : start + n] for start, n in strips)
    return np.frombuffer(joined, dtype, count)
