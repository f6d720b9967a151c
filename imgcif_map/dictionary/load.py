"""Loading dictionaries: located, taken from the cache or compiled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from imgcif_map.dictionary import cache
from imgcif_map.dictionary.locate import locate
from imgcif_map.dictionary.model import Dictionary

DEFAULT_DICTIONARY = "cif_img.dic"


def load_dictionary(*names: str | Path, import_paths: Sequence[Path] = ()) -> Dictionary:
    """Load one or more DDLm dictionaries, merged, with their imports resolved from disk.

    Without ``names`` it is ``cif_img.dic``, which brings multi_block_core and
    cif_core along. A bare name is looked up in ``import_paths``, the user's
    data folder and the packaged dictionaries, in this order; a ``Path`` or a
    text with a path separator is used as it is, and its folder goes first on
    the import path. Of several dictionaries the first one's definitions
    stand: name the more special one first.

    Faulty imports do not fail: see ``Dictionary.problems``. Raises
    :class:`~imgcif_map.errors.UnreadableInput` if a file asked for is
    missing, is no DDLm dictionary or has no Head category.
    """
    located = locate(names or (DEFAULT_DICTIONARY,), import_paths)
    cached = cache.fetch(located)
    if cached is not None:
        return cached
    # Only now: reading CIF brings NumPy along, which a warm load does without.
    from imgcif_map.dictionary.compile import compile_files

    compiled = compile_files(located.roots, located.folders)
    cache.store(compiled, located)
    return compiled.dictionary
