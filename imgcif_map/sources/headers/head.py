"""The beginnings of image files: plain, compressed, or members of archives."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from typing import BinaryIO, cast

from imgcif_map.errors import UnreadableValue

CHUNK = 1 << 14
COMPRESSIONS = {b"\x1f\x8b": "GZ", b"BZh": "BZ2", b"\xfd7zXZ\x00": "XZ"}
"""First bytes; GZ and BZ2 are states of ``_array_data_external_data.file_compression``."""
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What damaged compressed files raise."""


def compression(start: bytes) -> str | None:
    """How a file that starts so is compressed as a whole; None if it is not."""
    return next((name for magic, name in COMPRESSIONS.items() if start.startswith(magic)), None)


def decompressed(stream: BinaryIO, kind: str) -> BinaryIO:
    """A stream of what ``stream`` holds in compressed form."""
    opener = {"GZ": gzip.GzipFile, "BZ2": bz2.BZ2File, "XZ": lzma.LZMAFile}[kind]
    if kind == "GZ":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    return cast(BinaryIO, opener(stream))


class StreamHead:
    """The beginning of a stream, kept while a header is read. Never seeks."""

    def __init__(self, name: str, stream: BinaryIO, size: int | None = None) -> None:
        self.name = name
        self.compression: str | None = None
        self._stream = stream
        self._size = size
        self._data = bytearray(self._read(CHUNK))
        self._ended = len(self._data) < CHUNK
        kind = compression(bytes(self._data[:8]))
        if kind is not None:
            self.compression, self._size = kind, None
            self._stream = decompressed(_Again(bytes(self._data), stream), kind)  # type: ignore[arg-type]
            self._data = bytearray(self._read(CHUNK))
            self._ended = len(self._data) < CHUNK

    @property
    def size(self) -> int | None:
        return self._size

    def first(self, count: int) -> bytes:
        while len(self._data) < count and not self._ended:
            self._more()
        return bytes(self._data[:count])

    def until(self, end: bytes, limit: int) -> bytes:
        begin = 0
        while True:
            at = self._data.find(end, begin)
            if at >= 0 or self._ended or len(self._data) >= limit:
                return bytes(self._data[: at + len(end) if at >= 0 else limit])
            begin = max(0, len(self._data) - len(end))
            self._more()

    def _more(self) -> None:
        wanted = max(CHUNK, len(self._data))
        data = self._read(wanted)
        self._data += data
        self._ended = len(data) < wanted

    def _read(self, count: int) -> bytes:
        try:
            parts = []
            while count > 0:
                part = self._stream.read(count)
                if not part:
                    break
                parts.append(part)
                count -= len(part)
            return b"".join(parts)
        except BROKEN as error:
            raise UnreadableValue(
                f"{self.name} is damaged: {error or 'it ends too soon'}"
            ) from error


class _Again:
    """A stream that begins with bytes already taken from it."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start, self._rest = start, rest

    def read(self, count: int = -1) -> bytes:
        if self._start:
            part, self._start = self._start[:count], self._start[count:] if count >= 0 else b""
            return part
        return self._rest.read(count)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self._rest.close()

    closed = False
