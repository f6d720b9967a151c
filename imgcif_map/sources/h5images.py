"""Which data set really holds each frame: through virtual data sets and their links."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from imgcif_map.sources.h5files import H5_ERRORS, Files, LinkProblem, Target
from imgcif_map.sources.h5links import Walk
from imgcif_map.sources.h5types import dataset_extent, element, extent
from imgcif_map.sources.images import MAX_FRAMES, UNFIT, Absence, ImageStack
from imgcif_map.sources.plain import decode

MAX_NESTING = 4
"""Virtual data sets of virtual data sets."""

MAX_SOURCES = 1_000_000

Ints = NDArray[np.int64]
Sources = dict[tuple[str, str], ImageStack]


class _NotByFrame(Exception):
    """The sources do not hold whole frames (modules side by side, unlimited, overlapping)."""


def image_stack(files: Files, target: Target, nesting: int = 0) -> ImageStack:
    """Where the frames of a data set are. Damage is told in ``problem``, never raised."""
    try:
        return _stack(files, target, nesting)
    except H5_ERRORS:
        return ImageStack(problem="damaged: the data set cannot be inspected")


def _stack(files: Files, target: Target, nesting: int) -> ImageStack:
    low = files.low(target)
    if not isinstance(low, h5py.h5d.DatasetID):
        return ImageStack(problem="not a data set")
    file = PurePath(target.shown).name if target.file == files.master else target.shown
    path = decode(target.path)
    kind = element(low.get_type()).name
    plist = low.get_create_plist()
    try:
        shape = dataset_extent(low, plist)
    except ValueError as error:
        return ImageStack(problem=str(error))
    if plist.get_layout() != h5py.h5d.VIRTUAL:
        return ImageStack.simple(file, path, shape, kind)
    whole = ImageStack.simple(file, path, shape, None)
    if whole.problem or nesting >= MAX_NESTING:
        return whole
    sources: Sources = {}
    try:
        assert shape is not None
        return _by_frame(files, target, plist, shape, sources, nesting)
    except _NotByFrame:
        # only the virtual data set itself has whole frames
        return replace(whole, dtype=_one_type(sources), absent=_absent(sources))


def _by_frame(
    files: Files,
    target: Target,
    plist: Any,
    shape: tuple[int, ...],
    sources: Sources,
    nesting: int,
) -> ImageStack:
    length = shape[0] if len(shape) == 3 else 1
    which = np.full(length, -1, dtype=np.int64)
    frame = np.zeros(length, dtype=np.int64)
    places: dict[tuple[str, str], int] = {}
    whole_frames = plist.get_virtual_count() <= MAX_SOURCES
    for k in range(min(plist.get_virtual_count(), MAX_SOURCES)):
        name = (plist.get_virtual_filename(k), plist.get_virtual_dsetname(k))
        if name not in sources:
            sources[name] = _source(files, target, *name, nesting)
        if not whole_frames:
            continue
        try:
            at = frames_selected(plist.get_virtual_vspace(k), shape[-2:])
            inside = _inside(plist.get_virtual_srcspace(k), shape[-2:], len(at))
        except _NotByFrame:
            whole_frames = False
            continue
        if len(at) != len(inside) or (at.size and at.max() >= length) or (which[at] >= 0).any():
            whole_frames = False
            continue
        _place(sources[name], at, inside, which, frame, places)
    if not whole_frames:
        raise _NotByFrame
    return ImageStack(tuple(places), which, frame, _one_type(sources), absent=_absent(sources))


def _place(
    source: ImageStack,
    at: Ints,
    inside: Ints,
    which: Ints,
    frame: Ints,
    places: dict[tuple[str, str], int],
) -> None:
    """Enter frames ``inside`` (from 0) of a source as frames ``at`` of the whole."""
    if source.problem or not source.places:
        return
    index = np.array([places.setdefault(p, len(places)) for p in source.places], dtype=np.int64)
    if source.which is None or source.frame is None:
        # out of reach: what the mapping says of it is all there is
        which[at], frame[at] = index[0], inside + 1
        return
    there = inside < len(source.which)
    at, inside = at[there], inside[there]
    covered = source.which[inside] >= 0
    at, inside = at[covered], inside[covered]
    which[at], frame[at] = index[source.which[inside]], source.frame[inside]


def _source(files: Files, target: Target, file: str, path: str, nesting: int) -> ImageStack:
    walk = Walk(files)
    try:
        found = walk.external(target, _raw(file), _raw(path))
    except LinkProblem as problem:
        if walk.aim is not None:
            return ImageStack.unseen(walk.aim.file, walk.aim.path, walk.aim.absence)
        return ImageStack(problem=str(problem))
    stack = image_stack(files, found, nesting + 1)
    return replace(stack, problem=f"{found.shown}: {stack.problem}") if stack.problem else stack


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def _inside(space: Any, image: tuple[int, ...], count: int) -> Ints:
    """The frames selected in a source; files do not store the extent of a source taken whole."""
    if space.get_select_type() == h5py.h5s.SEL_ALL:
        return np.arange(count, dtype=np.int64)
    return frames_selected(space, image)


def frames_selected(space: Any, image: tuple[int, ...]) -> Ints:
    """Indices (from 0) of the whole frames a data space selects; raises _NotByFrame."""
    shape = extent(space)
    if shape is None or len(shape) not in (2, 3) or shape[-2:] != image:
        raise _NotByFrame
    selected = space.get_select_type()
    if selected == h5py.h5s.SEL_ALL:
        count = shape[0] if len(shape) == 3 else 1
        if count > MAX_FRAMES:
            raise _NotByFrame
        return np.arange(count, dtype=np.int64)
    if selected != h5py.h5s.SEL_HYPERSLABS or not space.is_regular_hyperslab():
        raise _NotByFrame
    slabs = [tuple(map(int, four)) for four in zip(*space.get_regular_hyperslab(), strict=True)]
    for (start, stride, count, block), size in zip(slabs[-2:], image, strict=True):
        touching = count == 1 or stride == block
        if start != 0 or not touching or count * block != size:
            raise _NotByFrame
    if len(shape) == 2:
        return np.zeros(1, dtype=np.int64)
    start, stride, count, block = slabs[0]
    if count * block > MAX_FRAMES:  # also an unlimited selection
        raise _NotByFrame
    first = start + stride * np.arange(count, dtype=np.int64)
    return (first[:, None] + np.arange(block, dtype=np.int64)).ravel()


def _absent(sources: Sources) -> tuple[Absence, ...]:
    """The sources that cannot be reached, or hold no images; each file once."""
    found = [absence for source in sources.values() for absence in source.absent]
    found += [Absence(UNFIT, source.problem) for source in sources.values() if source.problem]
    return tuple(dict.fromkeys(found))


def _one_type(sources: Sources) -> str | None:
    kinds = {s.dtype for s in sources.values() if s.dtype is not None}
    return kinds.pop() if len(kinds) == 1 else None
