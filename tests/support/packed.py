"""Archives of every kind made on the spot, with members sound and hostile."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

SUFFIXES = {"ZIP": ".zip", "TAR": ".tar", "TGZ": ".tar.gz", "TBZ": ".tar.bz2", "TXZ": ".tar.xz"}
KINDS = (*SUFFIXES, "folder")
TARS = ("TAR", "TGZ", "TBZ", "TXZ")
_MODES = {"TAR": "w", "TGZ": "w:gz", "TBZ": "w:bz2", "TXZ": "w:xz"}


class Link(str):
    """Content of a member that is a symbolic link to somewhere."""


def pack(path: Path, kind: str, members: Mapping[str, bytes | Link], **options: object) -> Path:
    """Write an archive (or folder) of a kind; its suffix is added to the path."""
    if kind == "folder":
        return _folder(path, members)
    path = path.with_name(path.name + SUFFIXES[kind])
    if kind == "ZIP":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in members.items():
                info = zipfile.ZipInfo(name)
                info.external_attr = (0o120777 if isinstance(content, Link) else 0o100644) << 16
                made.writestr(info, content)
        return path
    with tarfile.open(path, _MODES[kind], **options) as tar:  # type: ignore[call-overload]
        for name, content in members.items():
            add(tar, name, content)
    return path


def add(tar: tarfile.TarFile, name: str, content: bytes | Link) -> None:
    """One member of a tar file."""
    info = tarfile.TarInfo(name)
    if isinstance(content, Link):
        info.type, info.linkname = tarfile.SYMTYPE, str(content)
        tar.addfile(info)
    else:
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))


def _folder(path: Path, members: Mapping[str, bytes | Link]) -> Path:
    path.mkdir()
    for name, content in members.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            target.symlink_to(content)
        else:
            target.write_bytes(content)
    return path
