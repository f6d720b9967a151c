"""Images in CBF binary sections: those of CBF files, and those inside an imgCIF file itself.

Source: CBF/imgCIF specification, "binary sections" and ``_array_data.data``.
"""

from __future__ import annotations

import base64
import hashlib
import mmap
import re
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.archives.byteoffset import unpack
from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_FILE, mib
from imgcif_map.archives.pixels import Image, check_size, peaks
from imgcif_map.cif.binary import Section, sections

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*(?:\r?\n[ \t]+\S.*)*)", re.M)
_CONVERSION = re.compile(r"conversions[ \t]*=[ \t]*\"?(?:x-CBF_)?([A-Za-z0-9_+-]+)", re.I)
_TYPES = {
    "unsigned 8-bit integer": "uint8",
    "signed 8-bit integer": "int8",
    "unsigned 16-bit integer": "uint16",
    "signed 16-bit integer": "int16",
    "unsigned 32-bit integer": "uint32",
    "signed 32-bit integer": "int32",
    "signed 32-bit real ieee": "float32",
    "signed 64-bit real ieee": "float64",
}


def cbf_image(data: bytes | mmap.mmap, number: int, name: str) -> Image:
    """The image in a binary section of a file, counted from 1. Raises Fault."""
    found = next(islice(sections(data, MAX_FILE), number - 1, None), None)
    if found is not None:
        return section_image(found, name)
    if number == 1:
        raise Fault(Kind.DAMAGED, f"{name} has no binary section", "the file may be truncated")
    raise Fault(Kind.FRAME, f"{name} has no image {number}")


def section_image(section: Section, name: str) -> Image:
    """The image in one binary section. Raises Fault."""
    if section.length < 0:
        raise Fault(
            Kind.DAMAGED, f"{name}: its binary section never ends", "it is truncated: copy it again"
        )
    fields = _fields(section.header)
    fast, slow = _size(fields, name)
    dtype = _TYPES.get(" ".join(fields.get("x-binary-element-type", "").lower().split()))
    if dtype is None:
        stated = fields.get("x-binary-element-type") or "not stated"
        raise Fault(Kind.DAMAGED, f"{name}: the element type is {stated}")
    if section.length > MAX_FILE:
        raise Fault(Kind.TOO_LARGE, f"{name}: its binary section is larger than {mib(MAX_FILE)}")
    conversion = _CONVERSION.search(fields.get("content-type", ""))
    packed = conversion[1].lower() if conversion else "none"
    order = fields.get("x-binary-element-byte-order", "LITTLE_ENDIAN").lower()
    stored: dict[str, Any] = {"order": order, "compression": packed}
    content = _checked(section, fields, name)
    if content is None or packed not in ("byte_offset", "none"):
        why = f"compression {packed}" if content is not None else "the encoding of its bytes"
        stored |= {"undecoded": f"{name}: this program does not know {why}"}
    else:
        stored |= peaks(_pixels(content, fast * slow, dtype, stored, name))
    return Image(name, "CBF", fast, slow, dtype, **stored)


def _fields(header: str) -> dict[str, str]:
    """The MIME header by small names; the first counts."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(header):
        found.setdefault(name.lower(), value.strip().strip("\"'").strip())
    return found


def _size(fields: dict[str, str], name: str) -> tuple[int, int]:
    sizes = []
    for which in ("fastest", "second", "third"):
        text = fields.get(f"x-binary-size-{which}-dimension", "1" if which == "third" else "")
        if not re.fullmatch("[0-9]{1,9}", text):
            raise Fault(Kind.DAMAGED, f"{name}: its header does not say how many pixels it has")
        sizes.append(int(text))
    fast, slow = sizes[0], sizes[1] * max(1, sizes[2])
    check_size(name, fast, slow)
    return fast, slow


def _checked(section: Section, fields: dict[str, str], name: str) -> bytes | None:
    """The binary data, if size and digest are those that the header states. Raises Fault."""
    content = section.content
    if content is None:
        return None
    size, digest = fields.get("x-binary-size", ""), fields.get("content-md5", "")
    if re.fullmatch("[0-9]{1,18}", size) and int(size) != len(content):
        raise Fault(
            Kind.DAMAGED,
            f"{name}: its binary section has {len(content)} bytes, and its header says {size}",
            "copy it again; a transfer as text changes images",
        )
    made = hashlib.md5(content, usedforsecurity=False).digest()
    if len(digest) == 24 and digest != base64.b64encode(made).decode():
        raise Fault(
            Kind.DAMAGED,
            f"{name}: its bytes are not those that were written (MD5 digest)",
            "copy it again",
        )
    return content


def _pixels(
    content: bytes, count: int, dtype: str, stored: dict[str, Any], name: str
) -> NDArray[Any]:
    if stored["compression"] == "none":
        kind = np.dtype(dtype).newbyteorder(">" if stored["order"] == "big_endian" else "<")
        if len(content) < count * kind.itemsize:
            raise Fault(
                Kind.DAMAGED,
                f"{name} has {len(content)} bytes, {count * kind.itemsize} are needed",
                "it is truncated: copy it again",
            )
        return np.frombuffer(content, kind, count)
    try:
        if np.dtype(dtype).kind == "f" or len(content) < count:
            raise ValueError(f"{len(content)} bytes are too few for {count} pixels")
        return unpack(content, count, dtype)
    except ValueError as error:
        raise Fault(
            Kind.DAMAGED,
            f"{name} cannot be decoded (byte_offset): {error}",
            "it is damaged: copy it again",
        ) from error
