"""The table of real files: what the packaged mappings make of each.

The files are not part of the project: they are looked for in the folder that
IMGCIF_MAP_SHARED names (default ../shared). Without them the page stays as it is.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcif_map.api import Conversion

FOLDERS = ("cbf", "smv", "xds", "dials")
_HEAD = """# Real files and what becomes of them

Files from real instruments, each converted on its own with the packaged mappings and no further
help: no answers, no `--instrument`, no `--with`. *Items* counts the data names of the imgCIF file;
*still missing* are those that the profile `minimal` requires and the file does not say. Most of
these files are the text of a header without its image, and are reported as cut short.

This page is written by `docs/real_files.py`.

| File | Format | Mapping | Scans, frames | Items | Still missing | Conflict, unreadable | Guess |
|---|---|---|---|---|---|---|---|
"""


def shared_folder() -> Path | None:
    """The folder of the real files, None if it is absent."""
    place = Path(os.environ.get("IMGCIF_MAP_SHARED", "../shared"))
    if not place.is_absolute():
        place = Path(__file__).resolve().parent.parent / place
    return place / "data" if (place / "data").is_dir() else None


def real_files_page(old: str) -> str:
    """The page; ``old`` where the files are absent."""
    folder = shared_folder()
    if folder is None:
        return old
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in _rows(folder))


def _rows(folder: Path) -> Iterator[tuple[str, ...]]:
    from imgcif_map.api import convert
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.errors import ImgcifMapError

    dictionary = load_dictionary()
    for name in FOLDERS:
        for path in sorted((folder / name).iterdir()):
            shown = f"`{name}/{path.name}`"
            try:
                conversion = convert(path, dictionary=dictionary)
            except ImgcifMapError as problem:
                yield (shown, "", "", "", "", problem.message.replace(str(path), path.name), "", "")
                continue
            yield (shown, *_cells(conversion))


def _cells(conversion: Conversion) -> Iterator[str]:
    blocks = conversion.document.blocks
    names = {column.name for block in blocks for loop in block.loops for column in loop.columns}
    frames = [n for b in blocks if (c := b.column("_diffrn_scan.frames")) for n in c.texts()]
    kinds = Counter(finding.name for finding in conversion.findings)
    missing = sorted(
        {
            item
            for finding in conversion.findings
            if finding.name == "missing-required"
            for item in (finding.location.item or "").split()
        }
    )
    yield conversion.source_format
    yield " + ".join((conversion.mapping, *conversion.overlays))
    total = sum(int(n) for n in frames if n.isdigit())
    yield f"{len(frames)}, {total}"
    yield str(len(names))
    yield "<br>".join(f"`{item}`" for item in missing) or "nothing"
    yield f"{kinds['conflict']}, {kinds['unreadable']}"
    yield str(kinds["assumption"])
