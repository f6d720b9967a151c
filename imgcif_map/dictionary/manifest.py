"""A folder of condensed dictionaries with a manifest, such as the one that is packaged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from imgcif_map.atomic import atomic_writer
from imgcif_map.dictionary.condense import condense
from imgcif_map.dictionary.locate import Located, dictionary_files
from imgcif_map.dictionary.source import read_source
from imgcif_map.errors import UsageError

MANIFEST = "manifest.json"
PACKAGED = (
    "cif_img.dic",
    "cif_img_variant.dic",
    "multi_block_core.dic",
    "cif_core.dic",
    "ddl.dic",
    "templ_attr.cif",
    "templ_enum.cif",
)
"""File names of the packaged dictionaries; the templates are for import only."""


def write_condensed(originals: Sequence[Path], folder: Path) -> list[Path]:
    """Condense dictionaries into ``folder`` and describe all condensed ones there in a manifest.

    Of a folder all ``*.dic`` and ``*.cif`` files are taken. Nothing is written
    if one of the originals cannot be read. Returns the files written, the
    manifest last.
    """
    texts = {folder / path.name: condense(path) for path in dictionary_files(originals)}
    for path, text in texts.items():
        with atomic_writer(path) as stream:
            stream.write(text)
    with atomic_writer(folder / MANIFEST) as stream:
        stream.write(manifest(folder))
    return [*texts, folder / MANIFEST]


def manifest(folder: Path) -> str:
    """JSON about each condensed dictionary in ``folder``, in order of file names.

    ``licence`` is null if the original states none; ``original_sha256`` is of
    the original's bytes, ``sha256`` of the condensed file's.
    """
    entries: list[dict[str, object]] = []
    for path in sorted([*folder.glob("*.dic"), *folder.glob("*.cif")]):
        source = read_source(path)
        part = source.part
        if not part.condensed:
            continue
        categories = sum(frame.is_category for frame in source.frames.values())
        entries.append(
            {
                "file": path.name,
                "title": part.title,
                "class": source.dictionary_class,
                "version": part.version,
                "date": part.date,
                "uri": part.uri,
                "licence": part.licence or None,
                "original_sha256": part.sha256,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "categories": categories,
                "frames": len(source.frames),
            }
        )
    return json.dumps({"dictionaries": entries}, indent=2, ensure_ascii=False) + "\n"


def compile_packaged(dictionaries: Path, target: Path) -> list[Path]:
    """Compile each packaged dictionary in ``dictionaries`` that stands alone into ``target``.

    For the wheel: what is written is the same on every machine, and
    ``load_dictionary`` finds it by content wherever it is installed.
    """
    from imgcif_map.dictionary.cache import store
    from imgcif_map.dictionary.compile import compile_files

    written: list[Path] = []
    for name in (name for name in PACKAGED if name.endswith(".dic")):
        # Nothing but the packaged files may go in, whatever the builder has installed.
        located = Located((dictionaries / name,), (dictionaries,))
        path = store(compile_files(located.roots, located.folders), located, target)
        if path is None:
            raise UsageError(f"compiled dictionaries cannot be written to {target}")
        written.append(path)
    return written
