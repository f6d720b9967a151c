"""Opens archives, folders and single files as listings of what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.resolve import SUBSTITUTE, Local
from imgcif_map.errors import TooLarge, UnreadableInput
from imgcif_map.sources.archivemembers import DEVICE, LINK, Members
from imgcif_map.sources.archives import FOLDER, Listing, archive_kind, list_archive

COPY_AGAIN = "copy it again"


class Shelf:
    """Archives and folders, each gone through once however many data blocks point at it."""

    def __init__(self) -> None:
        self._listings: dict[Path, Listing | Fault] = {}

    def packed(self, local: Local) -> Listing:
        """The archive (or folder in its place) at a place. Raises Fault."""
        path = checked(local)
        if not path.exists():
            raise Fault(Kind.UNREACHABLE, f"there is no {path}", SUBSTITUTE)
        return self._listed(path)

    def plain(self, base: Path, near: bool, names: Iterable[str]) -> Listing:
        """Where files of those names are looked for: a folder or an archive. Raises Fault."""
        if not near:
            return self._listed(base)
        try:
            return Listing(base, FOLDER, _named(base, names))
        except TooLarge as error:
            raise Fault(Kind.TOO_LARGE, error.message, error.hint) from error

    def _listed(self, path: Path) -> Listing:
        if path not in self._listings:
            try:
                self._listings[path] = _listed(path)
            except Fault as fault:
                self._listings[path] = fault
        found = self._listings[path]
        if isinstance(found, Fault):
            raise found
        return found

    def close(self) -> None:
        """Close the files; they open again when they are read."""
        for listing in self._listings.values():
            if isinstance(listing, Listing):
                listing.close()


def single(path: Path) -> Listing:
    """One file as if alone in its folder. Raises Fault."""
    members = Members(path.parent)
    try:
        if path.is_dir():
            raise Fault(
                Kind.UNREACHABLE,
                f"{path} is a folder, in place of the URI of one file",
                "substitute the beginning of the URI, up to the folder",
            )
        members.add(path.name, path.stat().st_size, 0)
    except OSError as error:
        raise Fault(Kind.UNREACHABLE, f"cannot read {path}: {error.strerror}") from error
    return Listing(path.parent, FOLDER, members)


def checked(local: Local) -> Path:
    """The path of a place, links and all inside its base. Raises Fault."""
    path = local.path
    if local.inside:
        base = os.path.realpath(local.base)
        if not os.path.realpath(path).startswith(base.rstrip(os.sep) + os.sep):
            raise Fault(
                Kind.UNSAFE, f"{local.inside} is a link out of the folder {local.base}", SUBSTITUTE
            )
    return path


def _listed(path: Path) -> Listing:
    try:
        if path.is_file() and path.stat().st_size:
            try:
                archive_kind(path)
            except UnreadableInput as error:
                raise Fault(Kind.PACKING, error.message, error.hint) from error
        return list_archive(path)
    except TooLarge as error:
        raise Fault(Kind.TOO_LARGE, error.message, error.hint) from error
    except UnreadableInput as error:
        raise Fault(Kind.UNREACHABLE, error.message, error.hint) from error
    except OSError as error:
        raise Fault(Kind.UNREACHABLE, f"cannot read {path}: {error.strerror or error}") from error


def _named(folder: Path, names: Iterable[str]) -> Members:
    """The files of those folders below ``folder`` in which some names are; no other is read."""
    members = Members(folder)
    root = os.path.realpath(folder)
    for parent in dict.fromkeys(name.rpartition("/")[0] for name in names):
        place = os.path.normpath(f"{root}/{parent}") if parent else root
        if os.path.realpath(place) != place:
            members.refused[parent] = LINK
            continue
        prefix = f"{parent}/" if parent else ""
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    _add(members, prefix + entry.name, entry)
        except OSError:
            continue  # what is not there is missed by name
    return members


def _add(members: Members, name: str, entry: os.DirEntry[str]) -> None:
    if entry.is_symlink():
        members.add(name, 0, -1, LINK)
    elif entry.is_file(follow_symlinks=False):
        members.add(name, entry.stat(follow_symlinks=False).st_size, 0)
    elif not entry.is_dir(follow_symlinks=False):
        members.add(name, 0, -1, DEVICE)
