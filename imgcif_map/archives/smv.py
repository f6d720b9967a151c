"""Images of SMV files, which are not compressed. Their headers are read by the source of SMV."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.pixels import Image, check_size, order_of, peaks
from imgcif_map.errors import UnreadableValue

if TYPE_CHECKING:
    from imgcif_map.sources.headers.facts import Reader

_TYPES = {
    "signed_char": "i1",
    "unsigned_char": "u1",
    "short_int": "i2",
    "signed_short": "i2",
    "unsigned_short": "u2",
    "unsigned_short_int": "u2",
    "long_int": "i4",
    "long_integer": "i4",
    "signed_long": "i4",
    "unsigned_long": "u4",
    "unsigned_long_int": "u4",
    "float": "f4",
    "float_ieee": "f4",
}
"""Element types by TYPE or Data_type, caseless, blanks as ``_``."""


def smv_image(data: bytes, name: str) -> Image:
    """The image of an SMV file. Raises Fault."""
    facts, needed = _header(data, name)
    fast, slow = facts.get("SIZE1"), facts.get("SIZE2")
    if not isinstance(fast, int) or not isinstance(slow, int):
        raise Fault(Kind.DAMAGED, f"{name}: its header does not say how many pixels it has")
    check_size(name, fast, slow)
    kind = str(facts.get("TYPE", facts.get("Data_type", ""))).lower().replace(" ", "_")
    big = str(facts.get("BYTE_ORDER", "")).lower() == "big_endian"
    if kind not in _TYPES:
        raise Fault(Kind.DAMAGED, f"{name}: its element type is {kind or 'not stated'}")
    dtype = np.dtype(_TYPES[kind]).newbyteorder(">" if big else "<")
    stored: dict[str, Any] = {"order": order_of(dtype), "compression": "none"}
    if needed is None:
        said = str(facts.get("COMPRESSION"))
        stored |= {"compression": said, "undecoded": f"{name}: its pixels are compressed ({said})"}
    elif len(data) < needed:
        raise Fault(
            Kind.DAMAGED,
            f"{name} has {len(data)} bytes, {needed} are needed",
            "it is truncated: copy it again",
        )
    else:
        start = needed - fast * slow * dtype.itemsize
        stored |= peaks(np.frombuffer(data, dtype, fast * slow, start))
    return Image(name, "SMV", fast, slow, dtype.name, **stored)


@lru_cache(maxsize=1)
def _reader() -> Reader:
    from imgcif_map.sources.formats.smv import reader

    return reader()


def _header(data: bytes, name: str) -> tuple[dict[str, Any], int | None]:
    """Facts of the header, and the bytes of header and image."""
    from imgcif_map.sources.headers.head import StreamHead

    try:
        contents = _reader()(StreamHead(name, io.BytesIO(data), len(data)))
    except UnreadableValue as error:
        raise Fault(Kind.DAMAGED, f"{name}: {error.message}", "copy it again") from error
    return {fact.key: fact.value for line in contents.lines for fact in line}, contents.needed
