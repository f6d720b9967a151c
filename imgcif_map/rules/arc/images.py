"""Decodes some of the images that a data block points at or holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np

from imgcif_map.archives.decode import image_of, label, start_of, whole
from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_FILE, mib
from imgcif_map.archives.pixels import Image
from imgcif_map.rules.arc.locate import Found
from imgcif_map.rules.arc.packing import other_compression
from imgcif_map.rules.arc.rows import Externals, Pointers
from imgcif_map.rules.arc.seen import Seen, Survey
from imgcif_map.rules.context import BlockView
from imgcif_map.sources.archives import FOLDER, Listing
from imgcif_map.sources.archivetar import is_tar_header
from imgcif_map.sources.formats.contents import START, format_of

_ZIP = b"PK\x03\x04"
_UNPACK = "unpack the archive, and substitute the folder"


@dataclass(frozen=True)
class Looker:
    """Looks at images of one data block; ``blocks`` may describe them."""

    blocks: tuple[BlockView, ...]
    pointers: Pointers
    externals: Externals | None
    found: Found
    survey: Survey
    embedded: Callable[[Collection[int]], Iterator[tuple[int, Image]]]
    """Decodes the images in some rows of ARRAY_DATA; the rest it tells the survey."""

    def look(self, most: int | None) -> None:
        """Decode the first images of each array in each scan."""
        count = self.externals.count if self.externals else 0
        chosen = self.pointers.first(self.found.usable(count), most)
        inside = [n for n in chosen if self.pointers.external[n] < 0]
        outside = [n for n in chosen if self.pointers.external[n] >= 0]
        for number in sorted(outside, key=self._order):
            self._external(number)
        if inside:
            rows = {int(self.pointers.rows[number]): number for number in inside}
            for row, image in self.embedded(rows):
                self._note(image, rows[row], row)

    def _order(self, number: int) -> tuple[int, int]:
        """In the order of archives, so that each is gone through once."""
        listing, name = self.found.which[int(self.pointers.external[number])]
        return listing, self.found.listings[listing].place(name)

    def _external(self, number: int) -> None:
        assert self.externals is not None
        row = int(self.pointers.external[number])
        listing, name = self.found.of(row)
        try:
            image = self._image(listing, name, row)
        except Fault as fault:
            self.survey.tell(fault, self.blocks[0], self.externals.uri_column, [row])
            return
        self._note(image, number, row)

    def _note(self, image: Image, number: int, row: int) -> None:
        column = self.externals.uri_column if self.externals and not image.embedded else None
        column = column or self.blocks[0].column("_array_data.data")
        assert column is not None
        self.survey.images.append(
            Seen(image, self.pointers.keys[number][0], self.blocks, column, row)
        )
        if image.undecoded:
            fault = Fault(Kind.NOT_DECODED, image.undecoded, image.hint)
            self.survey.tell(fault, self.blocks[0], column, [row])

    def _image(self, listing: Listing, name: str, row: int) -> Image:
        rows = self.externals
        assert rows is not None
        frame, path = rows.frames[row], rows.paths[row]
        if not (frame >= 1 and frame == np.floor(frame)):
            raise Fault(Kind.FRAME, f"frame {frame:g} is no number of an image", "count from 1")
        stated = rows.formats[row]
        if listing.kind == FOLDER:
            start = start_of(listing, name)
            if format_of(start) == "HDF5":
                self._check_format("HDF5", stated, name, row)
                return _from_hdf5(None, listing, name, path, int(frame))
        shown = label(listing, name)
        if stated == "HDF5" and (listing.size(name) or 0) > MAX_FILE:
            raise Fault(
                Kind.NOT_DECODED,
                f"{shown} is an HDF5 file of more than {mib(MAX_FILE)}: inside an archive it is "
                "not opened",
                _UNPACK,
            )
        data, packed = whole(listing, name)
        if data.startswith(_ZIP) or is_tar_header(data[:512]):
            raise Fault(
                Kind.PACKING,
                f"{shown} is an archive, and no archive_path says which file of it is meant",
                "give archive_format and archive_path",
            )
        other = other_compression(shown, packed, rows.compressions[row])
        if other is not None:
            self._tell(other, row, "file_compression")
        real = format_of(data[:START])
        self._check_format(real, stated, shown, row)
        if real == "HDF5":
            return _from_hdf5(data, listing, name, path, int(frame))
        return image_of(data, int(frame), shown)

    def _check_format(self, real: str | None, stated: str, name: str, row: int) -> None:
        if real is None or not stated or stated.casefold() == real.casefold():
            return
        fault = Fault(Kind.FORMAT, f"{name} is {real}, and format says {stated}", f"format {real}")
        self._tell(fault, row, "format")

    def _tell(self, fault: Fault, row: int, name: str) -> None:
        assert self.externals is not None
        column = self.externals.column(name) or self.externals.uri_column
        self.survey.tell(fault, self.blocks[0], column, [row])


def _from_hdf5(data: bytes | None, listing: Listing, name: str, path: str, frame: int) -> Image:
    """One frame of an HDF5 file in a folder, or in memory."""
    from imgcif_map.archives.hdf5 import Hdf5

    shown = label(listing, name)
    file = Hdf5.at(listing.path, name, shown) if data is None else Hdf5.of(data, shown)
    try:
        return file.image(path, frame)
    finally:
        file.close()
