"""Archives and images for the cases and examples of rules on them, from descriptions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from imgcif_map.archives.request import Archives, make_archives
from imgcif_map.cif.document import Document
from imgcif_map.cif.reader import read_cif
from tests.support.make_image import content
from tests.support.packed import Link, pack

COMMON = yaml.safe_load(
    (Path(__file__).parent / "data" / "archives.yaml").read_text(encoding="utf-8")
)


def build(folder: Path, files: Mapping[str, Any]) -> None:
    """Write files as described: an image, an archive (``pack`` and ``members``), a link, a size."""
    for name, what in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(what, dict) and "pack" in what:
            made = pack(path.with_name("made"), what["pack"], _members(what["members"]))
            if what.get("cut"):
                made.write_bytes(made.read_bytes()[: -what["cut"]])
            made.rename(path)
        elif isinstance(what, dict) and "link" in what:
            path.symlink_to(what["link"])
        elif isinstance(what, dict) and "size" in what:
            path.touch()
            os.truncate(path, what["size"])
        else:
            path.write_bytes(content(what))


def _members(described: Mapping[str, Any]) -> dict[str, bytes | Link]:
    return {
        name: Link(what["link"]) if isinstance(what, dict) and "link" in what else content(what)
        for name, what in described.items()
    }


def laid_out(
    cif: str, folder: Path, files: Mapping[str, Any] | None = None, **more: Any
) -> tuple[Document, Archives]:
    """A CIF file beside the common files and some more, and how to look at them.

    ``substitutes`` have paths in the folder; ``files`` as :func:`build` takes them.
    """
    build(folder, {**COMMON, **(files or {})})
    path = folder / "case.cif"
    path.write_text(cif, encoding="utf-8")
    substitutes = {uri: folder / name for uri, name in more.pop("substitutes", {}).items()}
    return read_cif(path), make_archives(substitutes, **more)
