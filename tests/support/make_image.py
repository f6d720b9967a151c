"""Small images with real pixels in the formats that imgCIF names, made for tests."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import struct
from typing import Any

import numpy as np

CBF_TYPES = {
    "int32": "signed 32-bit integer",
    "uint32": "unsigned 32-bit integer",
    "int16": "signed 16-bit integer",
    "uint16": "unsigned 16-bit integer",
    "uint8": "unsigned 8-bit integer",
    "float32": "signed 32-bit real IEEE",
}


def pixels(fast: int = 4, slow: int = 3, dtype: str = "int32", **more: int) -> np.ndarray:
    """Counts up from 1; ``limit`` and ``below``: so many have the type's largest value, or less."""
    made = np.arange(1, fast * slow + 1).astype(dtype).reshape(slow, fast)
    flat = made.reshape(-1)
    limit = more.get("limit", 0)
    if limit:
        flat[:limit] = np.iinfo(dtype).max
    if more.get("below"):
        flat[limit : limit + more["below"]] = np.iinfo(dtype).max - 1
    return made


def byte_offset(values: np.ndarray) -> bytes:
    """Pixel by pixel, as the specification says it."""
    made, last = bytearray(), 0
    for value in values.ravel().tolist():
        step, last = value - last, value
        if -128 < step < 128:
            made += struct.pack("<b", step)
        elif -(2**15) < step < 2**15:
            made += b"\x80" + struct.pack("<h", step)
        elif -(2**31) < step < 2**31:
            made += b"\x80\x00\x80" + struct.pack("<i", step)
        else:
            made += b"\x80\x00\x80\x00\x00\x00\x80" + struct.pack("<q", step)
    return bytes(made)


def section(image: np.ndarray, packed: str = "byte_offset", *, digest: str | None = None) -> bytes:
    """One CBF binary section, from ``;`` to ``;``."""
    content = byte_offset(image) if packed != "none" else image.tobytes()
    made = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    conversion = "" if packed == "none" else f';\n     conversions="x-CBF_{packed.upper()}"'
    order = "BIG_ENDIAN" if image.dtype.str[0] == ">" else "LITTLE_ENDIAN"
    head = (
        "\n;\n--CIF-BINARY-FORMAT-SECTION--\n"
        f"Content-Type: application/octet-stream{conversion}\n"
        "Content-Transfer-Encoding: BINARY\n"
        f"X-Binary-Size: {len(content)}\nX-Binary-ID: 1\n"
        f'X-Binary-Element-Type: "{CBF_TYPES[image.dtype.name]}"\n'
        f"X-Binary-Element-Byte-Order: {order}\n"
        f"Content-MD5: {digest or made}\n"
        f"X-Binary-Number-of-Elements: {image.size}\n"
        f"X-Binary-Size-Fastest-Dimension: {image.shape[1]}\n"
        f"X-Binary-Size-Second-Dimension: {image.shape[0]}\n\n"
    ).replace("\n", "\r\n")
    end = "\r\n--CIF-BINARY-FORMAT-SECTION----\r\n;\r\n"
    return head.encode() + b"\x0c\x1a\x04\xd5" + content + end.encode()


def cbf(image: np.ndarray, **more: Any) -> bytes:
    """A CBF file with one image."""
    return b"###CBF: VERSION 1.5\r\n\r\ndata_image\r\n\r\n_array_data.data" + section(image, **more)


def smv(image: np.ndarray) -> bytes:
    """An SMV file."""
    kinds = {"uint16": "unsigned_short", "int32": "long_int", "float32": "float"}
    order = "big_endian" if image.dtype.str[0] == ">" else "little_endian"
    header = (
        f"{{\nHEADER_BYTES=512;\nDIM=2;\nBYTE_ORDER={order};\nTYPE={kinds[image.dtype.name]};\n"
        f"SIZE1={image.shape[1]};\nSIZE2={image.shape[0]};\n}}\n"
    )
    return header.encode().ljust(512, b" ") + image.tobytes()


def tiff(image: np.ndarray) -> bytes:
    """A TIFF file that is not compressed, its pixels before its directory."""
    kind = {"u": 1, "i": 2, "f": 3}[image.dtype.kind]
    tags = [
        (256, 4, image.shape[1]), (257, 4, image.shape[0]), (258, 3, 8 * image.itemsize),
        (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 4, image.shape[0]),
        (279, 4, image.nbytes), (339, 3, kind),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHLL", tag, width, 1, value) for tag, width, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return struct.pack("<2sHL", b"II", 42, 8 + image.nbytes) + image.tobytes() + directory


def hdf5(images: np.ndarray, path: str = "/data", **how: Any) -> bytes:
    """An HDF5 file with a stack of images, and a group ``/entry`` with a number in it."""
    import h5py

    made = io.BytesIO()
    with h5py.File(made, "w") as file:
        file.create_dataset(path, data=images, **how)
        file.require_group("entry")["data"] = 1
    return made.getvalue()


MAKERS = {"cbf": cbf, "smv": smv, "tiff": tiff}


def content(what: Any) -> bytes:
    """The bytes that a description means: ``cbf``, or a mapping with ``image`` and more.

    Keys: ``image`` (a format), those of :func:`pixels`, ``frames`` (HDF5), ``cut`` (so many bytes
    are taken from the end), ``gzip``; ``text`` instead of ``image`` for any other content.
    """
    what = {"image": what} if isinstance(what, str) else dict(what)
    if "text" in what:
        return str(what["text"]).encode()
    kind, cut, frames = what.pop("image"), what.pop("cut", 0), what.pop("frames", 3)
    packed, zipped = what.pop("packed", None), what.pop("gzip", False)
    if kind == "hdf5":
        image = pixels(**{"dtype": "uint16", **what})
        made = hdf5(np.stack([image] * frames), **({"compression": packed} if packed else {}))
    else:
        made = MAKERS[kind](pixels(**what), **({"packed": packed} if packed else {}))
    made = made[: len(made) - cut]
    return gzip.compress(made) if zipped else made
