"""ARC013."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from imgcif_map.findings import Finding
from imgcif_map.rules.arc.base import ImageRule

if TYPE_CHECKING:
    from imgcif_map.rules.arc.seen import Seen

_STRUCTURE = "_array_structure."


class ImageStorage(ImageRule):
    """An image in the CIF file is stored in another way than stated.

    What
        `_array_structure.byte_order` or `_array_structure.compression_type` of an array
        is not that of the binary section with its image. For images in other files
        the two are not given at all (IMG039).

    Why
        A program that believes it decodes noise.

    Fails
        _array_structure.id          1
        _array_structure.byte_order  big_endian
        _array_data.data
        ;
        --CIF-BINARY-FORMAT-SECTION--
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: BASE64
        X-Binary-Size: 4
        X-Binary-Element-Type: "unsigned 16-bit integer"
        X-Binary-Element-Byte-Order: LITTLE_ENDIAN
        X-Binary-Size-Fastest-Dimension: 2
        X-Binary-Size-Second-Dimension: 1

        AQACAA==
        --CIF-BINARY-FORMAT-SECTION----
        ;

    Passes
        _array_structure.id          1
        _array_structure.byte_order  little_endian
        _array_data.data
        ;
        --CIF-BINARY-FORMAT-SECTION--
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: BASE64
        X-Binary-Size: 4
        X-Binary-Element-Type: "unsigned 16-bit integer"
        X-Binary-Element-Byte-Order: LITTLE_ENDIAN
        X-Binary-Size-Fastest-Dimension: 2
        X-Binary-Size-Second-Dimension: 1

        AQACAA==
        --CIF-BINARY-FORMAT-SECTION----
        ;
    """

    code = "ARC013"
    name = "image-storage"

    def compare(self, seen: Seen) -> Iterator[Finding]:
        if not seen.image.embedded:
            return
        real = {"byte_order": seen.image.order, "compression_type": seen.image.compression}
        for item, stored in real.items():
            found = seen.described(_STRUCTURE + item, f"{_STRUCTURE}id")
            if found is None or stored is None:
                continue
            column, rows = found
            stated = column.texts[rows[0]]
            if stated.casefold() != stored.casefold():
                yield self.finding(
                    f"{seen.image.name} is stored as {stored}, and {seen.label} says {stated}",
                    column,
                    rows[:1],
                    hint=f"{item} {stored}",
                )
