"""Opens damaged copies of a file; run as a process of its own, as HDF5 may crash.

Prints ``ok N`` after file N. Exceptions other than the documented ones end it.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.base import walk
from imgcif_map.sources.images import images_of, resolve_images
from imgcif_map.sources.record import Record
from imgcif_map.sources.registry import open_source


def damaged(content: bytes, seed: int) -> bytes:
    """A copy with some bytes changed, a piece moved, or the end cut off."""
    dice = random.Random(seed)
    raw = bytearray(content)
    for _ in range(dice.choice([1, 2, 8, 40])):
        raw[dice.randrange(len(raw))] = dice.choice([0, 255, dice.randrange(256)])
    if dice.random() < 0.2:
        start = dice.randrange(len(raw))
        raw[start : start + 64] = raw[: min(64, len(raw) - start)]
    if dice.random() < 0.1:
        del raw[dice.randrange(len(raw)) :]
    return bytes(raw)


def message(error: Exception) -> None:
    """Every error says something."""
    if not str(error):
        raise ValueError("an error without a message")


def look(record: Record) -> None:
    """Everything that can be asked of a record."""
    for node in (record, *record.attributes()):
        _ = node.path, node.origin, node.identity, node.error, node.nx_class
        _ = node.unit, node.shape, node.dtype, node.is_leaf, node.children()
        try:
            node.read()
        except UnreadableValue as error:
            message(error)
    images_of(record)
    resolve_images([record], 5)


def main(path: Path, first: int, last: int) -> None:
    content = path.read_bytes()
    copy = path.with_name("damaged.h5")
    for seed in range(first, last):
        copy.write_bytes(damaged(content, seed))
        try:
            with open_source(copy) as source:
                for record in walk(source.root, 2000):
                    look(record)
        except UnreadableInput as error:
            message(error)
        print(f"ok {seed}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
