"""Where the images of a scan are: links to HDF5 files, a list of anything else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from imgcif_map.reverse.build import Detector, Entry
from imgcif_map.reverse.rows import Rows
from imgcif_map.rules.columns import DataColumn

_ITEMS = ("format", "uri", "archive_format", "archive_path", "file_compression", "path", "frame")
Image = tuple[str | None, ...]
"""What ARRAY_DATA_EXTERNAL_DATA says of one image, in the order of _ITEMS."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DEFAULTS = {"_array_data.array_id": "1", "_array_data.binary_id": "1"}


def put_images(entry: Entry) -> None:
    """The images of each detector of an entry."""
    building = entry.building
    data = building.group("NXdata", entry.name)
    for detector in entry.detectors:
        images = _images(building.rows, entry, detector)
        home = building.group("NXdetector", entry.name, detector.name)
        special = building.tree.group(f"{home}/detectorSpecific", "NXcollection")
        building.tree.put(f"{special}/nimages", np.int64(max(1, entry.scan.frames)))
        if not images:
            building.report(
                "missing-recommended", "nothing says where the images are",
                "_array_data_external_data.uri",
                hint="The target has axes and settings, but no data.",
            )  # fmt: skip
            continue
        files = _files(images)
        alone = len(entry.detectors) == 1
        if files is None or (len(files) > 1 and not alone):
            _list(entry, detector, images)
            continue
        names = [posixpath.join(building.folder, file) for file, _ in files]
        first = entry.detectors[0] is detector
        if len(files) == 1 and first:
            building.tree.link(f"{data}/data", files[0][1], names[0])
            building.tree.attribute(data, "signal", "data")
        for number, (name, (_, path)) in enumerate(zip(names, files, strict=True), 1):
            if len(files) > 1:
                building.tree.link(f"{data}/data_{number:06d}", path, name)
            else:
                building.tree.link(f"{home}/data", path, name)


def _images(rows: Rows, entry: Entry, detector: Detector) -> list[Image]:
    """One image per frame; none if that of a frame is not known."""
    external = _rows(rows, entry, detector)
    columns = [_texts(rows.column(f"_array_data_external_data.{item}")) for item in _ITEMS]
    return [tuple(c[row] if c else None for c in columns) for row in external]


def _texts(column: DataColumn | None) -> list[str | None]:
    if column is None:
        return []
    nulls = column.nulls
    return [None if nulls is not None and nulls[n] else t for n, t in enumerate(column.texts)]


def _rows(rows: Rows, entry: Entry, detector: Detector) -> list[int]:
    """Rows of ARRAY_DATA_EXTERNAL_DATA, one per frame: by way of the frames and ARRAY_DATA."""
    ids = rows.column("_array_data_external_data.id")
    links = rows.column("_array_data.external_data_id")
    binaries = rows.column("_array_data.binary_id")
    frames = rows.column("_diffrn_data_frame.id")
    numbers = rows.column("_diffrn_data_frame.binary_id")
    if ids is None or links is None or binaries is None or frames is None or numbers is None:
        return []
    row_of = {one: row for row, one in enumerate(ids.canonical)}
    arrays = _arrays(rows, "array_data", len(links))
    stored = {
        (array, binary): link
        for array, binary, link in zip(arrays, binaries.canonical, links.canonical, strict=True)
    }
    places = rows.frames(entry.chosen.scan)
    found: dict[int, int] = {}
    of_frames = _arrays(rows, "diffrn_data_frame", len(frames))
    for one, array, binary in zip(frames.canonical, of_frames, numbers.canonical, strict=True):
        place = places.get(one or "", -1)
        if place < 0 or (detector.array and array != detector.array):
            continue
        row = row_of.get(stored.get((array, binary)), -1)
        if row >= 0:
            found.setdefault(place, row)
    count = max(1, entry.scan.frames)
    return [found[n] for n in range(count)] if all(n in found for n in range(count)) else []


def _arrays(rows: Rows, category: str, count: int) -> Sequence[str | None]:
    column = rows.column(f"_{category}.array_id")
    return ["1"] * count if column is None else column.canonical


def _files(images: list[Image]) -> list[tuple[str, str]] | None:
    """Name and path of each HDF5 file that has a run of the images from its first on.

    None if a link cannot say it: another format, packed, elsewhere, or another order.
    """
    found: list[tuple[str, str]] = []
    for head, run in groupby(images, key=lambda image: image[:-1]):
        form, uri, archive, inside, compression, path = head
        frames = [image[-1] or "1" for image in run]
        if form != "HDF5" or archive or inside or compression or path is None or uri is None:
            return None
        if frames != [str(n) for n in range(1, len(frames) + 1)] or not _is_beside(uri):
            return None
        if not path.startswith("/") or (uri, path) in found:
            return None
        found.append((uri, path))
    return found


def _is_beside(uri: str) -> bool:
    """Whether a file name stays in the folder of the imgCIF file."""
    if _SCHEME.match(uri) or uri.startswith(("/", "\\")) or "\\" in uri or "%" in uri:
        return False
    return bool(uri) and ".." not in uri.split("/")


def _list(entry: Entry, detector: Detector, images: list[Image]) -> None:
    """What imgCIF says of each image, as it says it."""
    building = entry.building
    building.report(
        "lossy", "the images are listed, not linked to: a link leads to HDF5 files beside, "
        "in the order of their images", "_array_data_external_data.uri",
        hint=f"The list is in /{entry.name}/images_{detector.name}.",
    )  # fmt: skip
    group = building.tree.group(f"/{entry.name}/images_{detector.name}", "NXcollection")
    for number, item in enumerate(_ITEMS):
        column = [image[number] or "" for image in images]
        if any(column):
            alike = len(set(column)) == 1
            value = column[0] if alike else np.array(column, dtype=object)
            building.tree.put(f"{group}/{item}", value)
