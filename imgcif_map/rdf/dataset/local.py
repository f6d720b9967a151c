"""Files at hand: their size and SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from imgcif_map.archives.faults import Fault
from imgcif_map.archives.places import checked
from imgcif_map.archives.request import Archives
from imgcif_map.archives.resolve import Local, Resolver
from imgcif_map.errors import UnreadableInput
from imgcif_map.rdf.dataset.distributions import FileFacts

_PIECE = 1 << 20
Progress = Callable[[str, int, int], None]


def file_facts(path: Path, progress: Progress | None = None) -> FileFacts:
    """Size and checksum of a file. Raises UnreadableInput."""
    digest = hashlib.sha256()
    done = 0
    try:
        total = path.stat().st_size
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                done += len(piece)
                if progress is not None:
                    progress(path.name, done, total)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    return FileFacts(done, digest.hexdigest())


def at_hand(
    addresses: Iterable[str],
    substitutes: Sequence[tuple[str, Path]],
    folder: Path | None,
    progress: Progress | None = None,
) -> dict[str, FileFacts]:
    """What is known of addresses that lead to files: given ones, and those beside the imgCIF.

    Links out of a folder are not followed. Raises UnreadableInput for a file that was given
    and cannot be read.
    """
    resolve = Resolver(Archives(tuple(substitutes)), folder)
    found: dict[str, FileFacts] = {}
    for address in addresses:
        place = resolve(address)
        if not isinstance(place, Local):
            continue
        try:
            path = checked(place)
        except Fault:
            continue
        if path.is_file():
            found[address] = file_facts(path, progress)
    return found
