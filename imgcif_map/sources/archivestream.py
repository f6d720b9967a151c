"""The bytes of a tar file, plain or compressed, in one pass and bounded memory."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import zlib
from pathlib import Path
from typing import BinaryIO, Protocol

from imgcif_map.errors import TooLarge, UnreadableInput

CHUNK = 1 << 20
MAX_EXPANSION = 5000
FREE = 4 * 2**30
"""So much may come out of a compressed file whatever went in; beyond, MAX_EXPANSION holds."""
XZ_MEMORY = 256 * 2**20
"""What unpacking xz may use; ``xz -9`` needs 65 MiB."""
_BROKEN = (EOFError, zlib.error, lzma.LZMAError, OSError, ValueError)


class _Readable(Protocol):
    def read(self, count: int, /) -> bytes: ...
    def close(self) -> None: ...


class TarStream:
    """The bytes of a tar file from its start, moving forward only. Raises UnreadableInput."""

    def __init__(self, path: Path, kind: str) -> None:
        self.path, self.kind, self.at = path, kind, 0
        self._raw = path.open("rb")
        self._size = os.fstat(self._raw.fileno()).st_size
        self._stream: _Readable = self._raw
        if kind == "TGZ":
            self._stream = gzip.GzipFile(fileobj=self._raw)
        elif kind == "TBZ":
            self._stream = bz2.BZ2File(self._raw)
        elif kind == "TXZ":
            self._stream = _Xz(self._raw)

    def take(self, count: int) -> bytes:
        """The next bytes, fewer at the end of the file."""
        parts = []
        while count > 0:
            part = self._read(min(count, CHUNK))
            if not part:
                break
            parts.append(part)
            count -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip(self, to: int) -> None:
        """Move forward to an offset."""
        if self.kind == "TAR":
            if to > self._size:
                raise self.damaged("it ends too soon")
            self.at = self._raw.seek(to)
            return
        while self.at < to:
            if not self._read(min(to - self.at, CHUNK)):
                raise self.damaged("it ends too soon")
            if self.at > max(FREE, MAX_EXPANSION * self._raw.tell()):
                raise TooLarge(f"{self.path} expands more than {MAX_EXPANSION} times")

    def damaged(self, why: object) -> UnreadableInput:
        """The exception that says what is wrong."""
        what = f"{self.path} is a damaged or truncated tar archive: {why or 'it ends too soon'}"
        return UnreadableInput(what, hint="copy it again")

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        self._raw.close()

    def _read(self, count: int) -> bytes:
        try:
            data = self._stream.read(count)
        except _BROKEN as error:
            raise self.damaged(error) from error
        self.at += len(data)
        return data


class _Xz:
    """Unpacks xz with a limit of memory, which ``lzma.LZMAFile`` does not set."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._unpacker = self._new()

    def read(self, count: int, /) -> bytes:
        while True:
            if self._unpacker.eof:
                rest = (self._unpacker.unused_data or self._raw.read(CHUNK)).lstrip(b"\0")
                if not rest:  # padding, or the end
                    return b""
                self._unpacker = self._new()
                data = self._unpacker.decompress(rest, count)
            else:
                packed = self._raw.read(CHUNK) if self._unpacker.needs_input else b""
                if not packed and self._unpacker.needs_input:
                    raise EOFError("it ends too soon")
                data = self._unpacker.decompress(packed, count)
            if data:
                return data

    def close(self) -> None:
        """Nothing but the raw file is open, and that is the caller's."""

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)
