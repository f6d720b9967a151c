"""The bundle on disk: its manifest, its data sets' folders, files that changed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from imgcif_map.atomic import atomic_writer
from imgcif_map.bundle.model import Entry, from_plain, to_plain
from imgcif_map.bundle.site import FOLDER
from imgcif_map.errors import UnreadableInput, UsageError

MANIFEST = "bundle.json"
FORM = 1
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_FILE = re.compile(r"(?:(?:oai|servers)/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")


class Folder:
    """The output folder; what it holds is known from its manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        """What an earlier run left, by source."""
        self.files: tuple[str, ...] = ()
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path} is no folder", hint="name a folder for the bundle")
        if (path / MANIFEST).is_file():
            self._read()
        elif path.is_dir() and any(path.iterdir()):
            raise UsageError(
                f"{path} is not empty and holds no bundle", hint="name a new or an empty folder"
            )
        try:
            (path / FOLDER).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
        for left in (path / FOLDER).glob(".*.part"):  # of a run that was interrupted
            shutil.rmtree(left, ignore_errors=True)

    def _read(self) -> None:
        path = self.path / MANIFEST
        hint = "delete the folder and make the bundle again"
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            raise UnreadableInput(f"{path} cannot be read", hint=hint) from None
        if not isinstance(known, dict) or not isinstance(known.get("files"), list):
            raise UnreadableInput(f"{path} is no manifest of a bundle", hint=hint)
        for given in known.get("datasets", []):
            entry = from_plain(given)
            if entry is not None and _NAME.fullmatch(entry.name):
                self.entries[entry.source] = entry
        self.files = tuple(n for n in known["files"] if isinstance(n, str) and _FILE.fullmatch(n))

    def has(self, entry: Entry) -> bool:
        """True if all files of a data set are there."""
        return all((self.path / entry.path(name)).is_file() for name in entry.files)

    def read(self, entry: Entry, name: str) -> str:
        """One of a data set's files."""
        return (self.path / entry.path(name)).read_text(encoding="utf-8")

    def put(self, name: str, files: Mapping[str, bytes]) -> None:
        """A data set's folder in place of the one there is: all of its files at once."""
        place = self.path / FOLDER / name
        new = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=self.path / FOLDER))
        try:
            new.chmod(0o755)
            for file, data in files.items():
                (new / file).write_bytes(data)
            if place.exists():
                old = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=self.path / FOLDER))
                place.replace(old / name)
                new.replace(place)
                shutil.rmtree(old, ignore_errors=True)
            else:
                new.replace(place)
        except OSError as error:
            raise UsageError(f"{place}: {error.strerror}") from None
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def drop(self, name: str) -> None:
        """Take a data set out."""
        shutil.rmtree(self.path / FOLDER / name, ignore_errors=True)

    def write(self, name: str, text: str) -> None:
        """A file of the bundle, if it is not there with the same bytes."""
        path = self.path / name
        data = text.encode("utf-8", "replace")
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        path.parent.mkdir(exist_ok=True)
        with atomic_writer(path, "wb", None) as stream:
            stream.write(data)

    def finish(self, entries: list[Entry], files: list[str]) -> None:
        """Write the manifest; then take out what belongs to the bundle no longer."""
        known = {
            "form": FORM,
            "files": sorted(files),
            "datasets": [to_plain(entry) for entry in entries],
        }
        self.write(MANIFEST, json.dumps(known, indent=1, ensure_ascii=True) + "\n")
        for file in set(self.files) - set(files):
            (self.path / file).unlink(missing_ok=True)
        kept = {entry.name for entry in entries}
        for entry in self.entries.values():
            if entry.name not in kept:
                self.drop(entry.name)


def checksum(data: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(data).hexdigest()
