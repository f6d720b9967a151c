"""Putting a user's own dictionaries where they take precedence over the packaged ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from imgcif_map.dictionary.locate import dictionary_files
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.resources import user_data_dir


def install_dictionaries(paths: Sequence[Path]) -> list[Path]:
    """Copy DDLm dictionaries into the user's data folder; returns where they are now.

    Of a folder all ``*.dic`` and ``*.cif`` files are taken. They keep their
    names and from now on stand in for packaged dictionaries of the same name,
    wherever a bare name or an import asks for it. All files
    are checked before the first is copied: each must be a DDLm dictionary
    without syntax errors that has a Head category or is a template. Raises
    :class:`UnreadableInput` for one that is not, :class:`UsageError` for two
    of the same name or a folder that cannot be written.
    """
    from imgcif_map.atomic import atomic_writer

    files = dictionary_files(paths)
    names = [path.name for path in files]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise UsageError(f"two files are called {doubled[0]}", hint="install them one by one")
    for path in files:
        check_dictionary(path)
    target = user_data_dir() / "dictionaries"
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {target}: {error.strerror}") from error
    installed: list[Path] = []
    for path in files:
        data = path.read_bytes()
        with atomic_writer(target / path.name, "wb") as stream:
            stream.write(data)
        installed.append(target / path.name)
    return installed


def check_dictionary(path: Path) -> None:
    """Raise :class:`UnreadableInput` unless the file is a usable DDLm dictionary."""
    from imgcif_map.dictionary.source import read_source

    source = read_source(path)
    if source.problems:
        raise UnreadableInput(f"{path} is not a sound dictionary: {source.problems[0]}")
    if not source.has_head and source.dictionary_class != "template":
        raise UnreadableInput(f"{path} is not a complete dictionary: it has no Head category")
