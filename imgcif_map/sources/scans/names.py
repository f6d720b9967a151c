"""Numbers in file names: which digits count the images, and what is common to a series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A file name as template and number: ``run_1_0007.cbf`` is ``run_1_####.cbf``, 7."""

    template: str
    """With ``#`` for each digit of a padded number, one ``#`` for a number without padding."""
    number: int | None
    """None if the name has no digits."""


def numbered(names: Sequence[str]) -> list[Numbered]:
    """Template and image number of each name.

    Names that differ in digits only are looked at together: the last run of digits that
    differs between them counts the images, the others (``run_1_…``, ``run_2_…``) are part
    of the template. Where nothing differs, as for a single file, it is the last run.
    """
    shapes: dict[tuple[str, ...], list[int]] = {}
    split = [_split(name) for name in names]
    for index, (folder, texts, _, suffix) in enumerate(split):
        shapes.setdefault((folder, *texts, suffix), []).append(index)
    found: list[Numbered | None] = [None] * len(names)
    for members in shapes.values():
        place = _counting([split[index][2] for index in members])
        widths = {len(split[index][2][place]) for index in members} if place >= 0 else set()
        for index in members:
            found[index] = _made(split[index], place, len(widths) == 1)
    return [made for made in found if made is not None]


def _split(name: str) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    """Folder, texts between digits, the runs of digits of the stem, and all suffixes."""
    path = PurePosixPath(name)
    stem, dot, suffix = path.name.partition(".")
    while dot and suffix[:1].isdigit():  # 1.5A_0001.cbf: a dot inside the stem
        more, dot, rest = suffix.partition(".")
        stem, suffix = f"{stem}.{more}", rest
    return (
        str(path.parent),
        tuple(_DIGITS.split(stem)),
        tuple(_DIGITS.findall(stem)),
        f"{dot}{suffix}" if dot else "",
    )


def _counting(runs: Sequence[tuple[str, ...]]) -> int:
    """Which run of digits counts the images; -1 if there are none."""
    count = len(runs[0])
    for place in range(count - 1, -1, -1):
        first = runs[0][place]
        if any(run[place] != first for run in runs):
            return place
    return count - 1


def _made(
    split: tuple[str, tuple[str, ...], tuple[str, ...], str], place: int, padded: bool
) -> Numbered:
    folder, texts, runs, suffix = split
    parts = [texts[0]]
    for index, (digits, text) in enumerate(zip(runs, texts[1:], strict=True)):
        hole = "#" * (len(digits) if padded else 1)
        parts += [hole if index == place else digits, text]
    name = "".join(parts) + suffix
    template = name if folder == "." else f"{folder}/{name}"
    return Numbered(template, int(runs[place][-18:]) if place >= 0 else None)
