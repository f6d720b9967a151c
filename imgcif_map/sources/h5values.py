"""Values of HDF5 data sets and attributes, read within bounds."""

from __future__ import annotations

import zlib
from math import prod
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.h5files import H5_ERRORS, Files, Target
from imgcif_map.sources.h5types import Element, element, extent
from imgcif_map.sources.plain import plain

MAX_BYTES = 64 * 2**20
MAX_ELEMENTS = 20_000_000
MAX_ELEMENTS_OF_TABLES = 1_000_000
MAX_ELEMENTS_OF_STACKS = 4096
"""For three and more dimensions: enough for matrices, too few for images."""
_DEFLATE_RATIO = 1032
"""The most that deflate can compress (zlib's own documentation)."""


def read_dataset(files: Files, target: Target, low: Any) -> Any:
    """The plain value of a data set; None if it is empty. Raises UnreadableValue."""
    try:
        if files.has_shrunk(target.file):
            raise UnreadableValue("the file was truncated after it was opened")
        kind = element(low.get_type())
        plist = low.get_create_plist()
        if plist.get_external_count():
            raise UnreadableValue("its values are in an external raw file, which is never read")
        if plist.get_layout() == h5py.h5d.VIRTUAL:
            raise UnreadableValue("the values of a virtual data set are not read")
        shape = extent(low.get_space())
        if shape is None or 0 in shape:
            return None
        check_bounds(kind, shape)
        if plist.get_layout() == h5py.h5d.CHUNKED:
            _check_chunks(low, plist, kind)
        if kind.variable:
            return plain(_variable_text(low, shape, Path(target.file).stat().st_size))
        if not shape and kind.numeric:  # by far the most: worth a shorter way
            number = np.empty((), dtype=low.dtype)
            low.read(h5py.h5s.ALL, h5py.h5s.ALL, number)
            return plain(number)
        return _finish(kind, h5py.Dataset(low)[()])
    except H5_ERRORS as error:
        raise UnreadableValue(f"damaged or unsupported: {_reason(error)}") from error


def read_attribute(low: Any, file: str) -> Any:
    """The plain value of a low-level attribute; None if it is empty. Raises UnreadableValue."""
    try:
        kind = element(low.get_type())
        shape = extent(low.get_space())
        if shape is None or 0 in shape:
            return None
        check_bounds(kind, shape)
        # of several texts each may be the same huge one; one alone is no longer than its file
        texts = prod(shape) if kind.variable else 0
        if texts > 1 and texts * Path(file).stat().st_size > 4 * MAX_BYTES:
            raise UnreadableValue("too many texts for an attribute")
        array = np.empty(shape, dtype=h5py.string_dtype() if kind.variable else low.dtype)
        low.read(array)
        return _finish(kind, array)
    except H5_ERRORS as error:
        raise UnreadableValue(f"damaged or unsupported: {_reason(error)}") from error


def check_bounds(kind: Element, shape: tuple[int, ...]) -> None:
    """Raises UnreadableValue for what is not read: image data, huge or exotic values."""
    count = prod(shape)
    if not kind.readable:
        raise UnreadableValue(f"elements of type {kind.name} are not supported")
    if len(shape) > 2 and count > MAX_ELEMENTS_OF_STACKS:
        raise UnreadableValue(f"{len(shape)} dimensions: image data are never read")
    if len(shape) == 2 and count > MAX_ELEMENTS_OF_TABLES:
        raise UnreadableValue(f"{shape[0]} x {shape[1]} elements: image data are never read")
    if count > MAX_ELEMENTS or count * kind.size > MAX_BYTES:
        raise UnreadableValue(
            f"too large to read ({count} x {kind.size} bytes): image data are never read"
        )


def _finish(kind: Element, value: Any) -> Any:
    result = plain(value)
    if kind.name == "bool" and not isinstance(result, bool):
        return bool(result) if np.ndim(result) == 0 else result.astype(bool)
    return result


def _variable_text(low: Any, shape: tuple[int, ...], file_size: int) -> Any:
    """Variable-length texts in batches: many elements may point to one huge text."""
    texts: list[Any] = []
    budget = MAX_BYTES
    flat = h5py.Dataset(low)
    count = prod(shape)
    if count * file_size <= 4 * MAX_BYTES or not shape:
        return flat[()]
    for index in np.ndindex(*shape[:-1]):
        batch = max(1, 4 * MAX_BYTES // max(file_size, 1))
        for start in range(0, shape[-1], batch):
            part = flat[(*index, slice(start, start + batch))].tolist()
            budget -= sum(len(text) for text in part)
            if budget < 0:
                raise UnreadableValue("too large to read: texts of more than 64 MB")
            texts.extend(part)
    result = np.empty(count, dtype=object)
    result[:] = texts
    return result.reshape(shape)


def _check_chunks(low: Any, plist: Any, kind: Element) -> None:
    """A small data set may have a huge chunk, or one that inflates without end."""
    chunk = prod(plist.get_chunk()) * kind.size
    if chunk > 4 * MAX_BYTES:
        raise UnreadableValue(f"too large to read: chunks of {chunk} bytes")
    if not plist.get_nfilters() or low.get_storage_size() * _DEFLATE_RATIO <= 4 * MAX_BYTES:
        return
    filters = [plist.get_filter(k)[0] for k in range(plist.get_nfilters())]
    deflated = h5py.h5z.FILTER_DEFLATE in filters
    for k in range(low.get_num_chunks()):
        check_chunk(low, low.get_chunk_info(k), chunk, deflated)


def check_chunk(low: Any, info: Any, size: int, deflated: bool) -> None:
    """Raises UnreadableValue for a stored chunk that is larger than ``size`` when unpacked."""
    if info.size > size + size // 8 + 1024:
        raise UnreadableValue("a compressed chunk is larger than its content")
    if deflated and info.size * _DEFLATE_RATIO > 4 * MAX_BYTES:
        _check_inflated(low.read_direct_chunk(info.chunk_offset)[1], size)


def _check_inflated(raw: bytes, chunk: int) -> None:
    unpack = zlib.decompressobj()
    size, rest = 0, raw
    try:
        while rest and not unpack.eof:
            size += len(unpack.decompress(rest, 2**20))
            rest = unpack.unconsumed_tail
            if size > chunk + chunk // 8 + 1024:
                raise UnreadableValue("a compressed chunk is larger than it declares")
    except zlib.error as error:
        raise UnreadableValue(f"damaged compressed data: {error}") from error


def _reason(error: BaseException) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    return " ".join(text.split())[:200]
