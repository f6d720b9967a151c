"""One frame of an HDF5 data set, read within bounds."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from math import prod
from typing import Any

import h5py
import numpy as np

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_CHUNK, mib
from imgcif_map.archives.pixels import INSTALL, Image, check_size, order_of, peaks
from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.h5files import H5_ERRORS, Files, Target
from imgcif_map.sources.h5types import element, extent
from imgcif_map.sources.h5values import check_chunk

_FILTERS = {
    32000: "LZF",
    32001: "Blosc",
    32002: "MAFISC",
    32004: "LZ4",
    32008: "bitshuffle",
    32013: "ZFP",
    32015: "Zstandard",
    32026: "Blosc2",
}
"""Names of registered filters."""


def frame_image(files: Files, target: Target, index: int, name: str) -> Image:
    """Frame ``index`` (from 0) of a data set that really holds it. Raises Fault."""
    try:
        low = files.low(target)
        kind, shape = element(low.get_type()), extent(low.get_space())
        if shape is None or len(shape) not in (2, 3) or not kind.numeric or not kind.readable:
            raise Fault(Kind.DATASET, f"{name}: elements of type {kind.name} are no pixels")
        slow, fast = shape[-2:]
        check_size(name, fast, slow)
        described: dict[str, Any] = {"order": order_of(low.dtype), "compression": _compression(low)}
        why, hint = _obstacle(low)
        if why:
            why = f"{name}: {why}"
            return Image(name, "HDF5", fast, slow, kind.name, **described, undecoded=why, hint=hint)
        if files.has_shrunk(target.file):
            raise Fault(Kind.DAMAGED, f"{name}: the file was truncated after it was opened")
        _check_chunks(low, shape, index, name)
        pixels = np.empty((slow, fast), low.dtype)
        space = low.get_space()
        if len(shape) == 3:
            space.select_hyperslab((index, 0, 0), (1, slow, fast))
        low.read(h5py.h5s.create_simple((slow, fast)), space, pixels)
    except (UnreadableValue, *H5_ERRORS) as error:
        text = str(error.args[0]) if error.args else type(error).__name__
        raise Fault(
            Kind.DAMAGED,
            f"{name} cannot be read: {' '.join(text.split())[:200]}",
            "it is truncated or damaged: copy it again",
        ) from error
    return Image(name, "HDF5", fast, slow, kind.name, **described, **peaks(pixels))


def _compression(low: Any) -> str:
    """``none``, or the names of its filters; none of them is a state of the dictionary."""
    plist = low.get_create_plist()
    names = [plist.get_filter(k) for k in range(plist.get_nfilters())]
    if not names:
        return "none"
    return ", ".join(_FILTERS.get(f[0]) or f[3].decode("latin-1") or str(f[0]) for f in names)


def _obstacle(low: Any) -> tuple[str, str]:
    """Why the pixels of a data set are not read, and what to do; empty if they are."""
    plist = low.get_create_plist()
    if plist.get_external_count():
        return "its values are in an external raw file, which is never read", ""
    if plist.get_layout() == h5py.h5d.VIRTUAL:
        return "it is put together from parts of other data sets, which is not done here", ""
    lacking = [code for code in _filters(plist) if not h5py.h5z.filter_avail(code)]
    if lacking:
        with suppress(ImportError):
            import_module("hdf5plugin")  # registers its filters
        lacking = [code for code in lacking if not h5py.h5z.filter_avail(code)]
    if not lacking:
        return "", ""
    named = ", ".join(f"{code} ({_FILTERS[code]})" if code in _FILTERS else str(code)
                      for code in lacking)  # fmt: skip
    return f"it is compressed with HDF5 filter {named}, which is not installed", INSTALL


def _filters(plist: Any) -> list[int]:
    return [int(plist.get_filter(k)[0]) for k in range(plist.get_nfilters())]


def _check_chunks(low: Any, shape: tuple[int, ...], index: int, name: str) -> None:
    """Raise Fault or UnreadableValue where the chunks of a frame would not fit into memory."""
    plist = low.get_create_plist()
    if plist.get_layout() != h5py.h5d.CHUNKED:
        return
    chunk = plist.get_chunk()
    size = prod(chunk) * low.dtype.itemsize
    if size > MAX_CHUNK:
        raise Fault(
            Kind.TOO_LARGE,
            f"{name} is stored in chunks of {mib(size)}, and more than {mib(MAX_CHUNK)} at once "
            "are not read",
        )
    filters = _filters(plist)
    if not filters:
        return
    first = [0] * len(shape)
    if len(shape) == 3:
        first[0] = index - index % chunk[0]
    steps = [range(0, n, step) for n, step in zip(shape[-2:], chunk[-2:], strict=True)]
    for row in steps[0]:
        for column in steps[1]:
            first[-2:] = row, column
            info = low.get_chunk_info_by_coord(tuple(first))
            if info.byte_offset is not None:
                check_chunk(low, info, size, h5py.h5z.FILTER_DEFLATE in filters)
