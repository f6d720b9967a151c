"""Functions about data sets, image files and archives. Images are referred to, never read."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from imgcif_map.mapping.functions.registry import Call, Records, function
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.images import MAX_FRAMES, images_of, resolve_images, resolved_dtype
from imgcif_map.sources.record import Record, columns_record


@function("source", result="numbers of elements, slowest dimension first", unit="none")
def shape(data: Records) -> Quantity | None:
    """Shape of the first data set that can be reached, without reading it.

    An integer array, in the order of the file (HDF5: slowest first), or one
    integer for one dimension. Missing for scalars and unreachable data. Source:
    HDF5 data spaces.
    """
    for record in data:
        found = record.shape
        if found:
            value: Any = np.array(found, dtype=np.int64) if len(found) > 1 else found[0]
            return Quantity(value, origins=(record.origin,))
    return None


@function("source", result="name of an element type", yields="text", unit="none")
def dtype(call: Call, data: Records) -> Quantity | None:
    """Element type of the pixels: ``uint16``, ``int32``, ``float32``, ``text`` …

    For a virtual data set it is the type of its sources, which may differ from
    the one it states itself. Missing if none of the sources can be reached.
    Serves ``_array_structure.encoding_type``.
    """
    kinds: dict[str, Record] = {}
    for record in data:
        kind = resolved_dtype(record)
        if kind is not None:
            kinds.setdefault(kind, record)
    if not kinds:
        return None
    if len(kinds) > 1:
        message = f"data sets of different element types: {', '.join(kinds)}; the first is taken"
        call.report("conflict", message, records=tuple(kinds.values()))
    kind, record = next(iter(kinds.items()))
    return Quantity(kind, origins=(record.origin,))


@function("source", result="number of elements", unit="none")
def length(data: Any) -> Quantity | None:
    """Number of elements along the first dimension; 1 for a scalar.

    Of several data sets (``data_000001`` …) the sum, missing if one of them
    cannot be reached: never a guess.
    """
    if isinstance(data, Quantity):
        return Quantity(_rows(np.shape(data.data)), origins=data.origins)
    records = tuple({record.identity: record for record in data}.values())
    shapes = [record.shape for record in records]
    if not records or any(found is None for found in shapes):
        return None
    if len(records) > 1 and all(len(found or ()) in (2, 3) for found in shapes):
        stacks = [images_of(record) for record in records]
        counts = [stack.length for stack in stacks]
        if any(count is None for count in counts):
            return None
        total = sum(count or 0 for count in counts)
    else:
        total = sum(_rows(found or ()) for found in shapes)
    return Quantity(total, origins=tuple(record.origin for record in records[:1]))


def _rows(found: tuple[int, ...]) -> int:
    return found[0] if found else 1


@function("source", result="a record with columns file, path, frame", unit="none")
def images(
    call: Call, data: Records, n: int | None = None, per_file: int | None = None
) -> Record | None:
    """Where images 1..n are: file name, path inside the file, frame number there (from 1).

    ``data``: a data set, a virtual data set, or a numbered series of data sets.
    ``n``: number of images. ``per_file``: images in each data set that cannot be
    reached. Names are those of the links, relative to the master file. Images
    whose place is unknown are None in every column, and reported. Serves
    ``_array_data_external_data.uri``, ``.path`` and ``.frame``.
    """
    table = resolve_images(data, n, per_file)
    for gap in table.gaps:
        call.report(gap.kind, gap.message, records=data)
    known = table.frame != np.array(None) if table.frame.dtype == object else table.frame > 0
    if not np.any(known):
        return None
    columns = {"file": table.file, "path": table.path, "frame": table.frame}
    return columns_record("images", {name: _plain(column) for name, column in columns.items()})


def _plain(column: Any) -> Any:
    """A column as records promise it: one element is a scalar."""
    return column.tolist()[0] if len(column) == 1 else column


@function(
    "source", result="a record with columns file and, for one file of many, frame", unit="none"
)
def expand(
    call: Call, template: str, frames: Quantity, indices: Quantity | None = None
) -> Record | None:
    """File names of a template such as ``run1_####.cbf`` for a range of image numbers.

    ``frames``: first and last image number, inclusive. The last group of ``#`` is
    the number, padded with zeros. Without ``#`` all images are in one file:
    column ``frame`` counts from 1 (``indices`` from 0, if given). Source: DIALS
    image sets.
    """
    span = _span(frames)
    if span is None:
        call.report("unreadable", f"not an image range: {frames.data!r}")
        return None
    first, last = span
    numbers = range(first, last + 1)
    groups = list(re.finditer("#+", template))
    if groups:
        start, end = groups[-1].span()
        before, after, width = template[:start], template[end:], end - start
        names = _texts([f"{before}{number:0{width}d}{after}" for number in numbers])
        return columns_record("images", {"file": _plain(names)})
    counted = np.arange(first, last + 1, dtype=np.int64)
    if indices is not None:
        given = np.ravel(np.asarray(indices.array, dtype=np.int64)) + 1
        if len(given) != len(counted):
            message = f"{len(given)} image indices for {len(counted)} images"
            call.report("conflict", message)
        else:
            counted = given
    file = _texts([template] * len(counted))
    return columns_record("images", {"file": _plain(file), "frame": _plain(counted)})


@function("source", result="number of images", unit="none")
def frames_in(call: Call, frames: Quantity) -> Quantity | None:
    """Number of images in a range: first and last image number, inclusive.

    Source: ``image_range`` of DIALS scans.
    """
    span = _span(frames)
    if span is None:
        call.report("unreadable", f"not an image range: {frames.data!r}")
        return None
    return frames.with_data(span[1] - span[0] + 1, unit=None)


def _span(frames: Quantity) -> tuple[int, int] | None:
    """First and last image number; None if these are not two in order, or too far apart."""
    try:
        first, last = (int(v) for v in np.ravel(frames.array)[:2])
    except (TypeError, ValueError, OverflowError):
        return None
    return (first, last) if 0 <= last - first < MAX_FRAMES else None


@function("source", result="a record with the column file", unit="none")
def files(names: Quantity) -> Record | None:
    """A list of image file names as columns: the same as ``expand`` without a template."""
    texts = _texts([str(name) for name in np.ravel(np.asarray(names.data, dtype=object))])
    return columns_record("images", {"file": _plain(texts)}) if len(texts) else None


def _texts(texts: list[str]) -> Any:
    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    return column
