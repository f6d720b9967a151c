"""Which scan of one description is which of another: by its first image, else by order."""

from __future__ import annotations

from imgcif_map.cif.document import Block
from imgcif_map.mapping.merging.blocks import texts


def matched(main: Block, other: Block) -> dict[str, str]:
    """Scan ids of ``other`` to those of ``main``, which has as many.

    Names of files count without folders; where they are not the same on both sides, or
    one has two scans, the order does.
    """
    own, others = _first_files(main), _first_files(other)
    if own and set(own) == set(others):
        return {others[name]: scan for name, scan in own.items()}
    pairs = zip(texts(other, "_diffrn_scan.id"), texts(main, "_diffrn_scan.id"), strict=False)
    return {b: a for b, a in pairs if a is not None and b is not None}


def _first_files(block: Block) -> dict[str, str]:
    """Scan id by the name of the first image; empty if it is not known of each, or not unique."""
    place = dict(
        zip(
            texts(block, "_diffrn_data_frame.id"),
            texts(block, "_diffrn_data_frame.binary_id"),
            strict=False,
        )
    )
    link = dict(
        zip(
            texts(block, "_array_data.binary_id"),
            texts(block, "_array_data.external_data_id"),
            strict=False,
        )
    )
    uris = dict(
        zip(
            texts(block, "_array_data_external_data.id"),
            texts(block, "_array_data_external_data.uri"),
            strict=False,
        )
    )
    scans = texts(block, "_diffrn_scan.id")
    starts = texts(block, "_diffrn_scan.frame_id_start")
    found: dict[str, str] = {}
    for scan, frame in zip(scans, starts, strict=False):
        uri = uris.get(link.get(place.get(frame)))
        if uri is not None and scan is not None:
            found[uri.rpartition("/")[2]] = scan
    return found if len(found) == len(scans) else {}
