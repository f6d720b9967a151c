"""What lies in the folders: imgCIF files, and what is known of each beside it.

``scan.cif`` may have ``scan.catalogue.yaml`` (its catalogue: block) and ``scan.prov.json``
(what ``convert --provenance`` wrote) beside it. ``catalogue.yaml`` in its folder, or in one
above it as far as the folder given, says what all data sets below have in common.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import Finding
from imgcif_map.rdf.catalogue import read_catalogue
from imgcif_map.rdf.catalogue.model import Catalogue

SUFFIX = ".cif"
SHARED = "catalogue.yaml"
OWN = ".catalogue.yaml"
PROVENANCE = ".prov.json"
_OF_ONE = ("title", "doi", "iri", "landing_page", "file_url", "works")
"""What no two data sets have in common."""


@dataclass(frozen=True, slots=True)
class Source:
    """An imgCIF file and what stands beside it."""

    path: Path
    name: str
    """Path below the folder that was given."""
    blocks: tuple[Path, ...] = ()
    """Files with a catalogue: block, the nearest first."""
    provenance: Path | None = None
    alone: bool = False
    """True if it is the only imgCIF file of its folder."""
    beside: str = ""
    """Name, size and time of the files in its folder, of which checksums may be published."""

    def digest(self, salt: str) -> str:
        """A checksum of all that the data set is made from. Raises UnreadableInput."""
        total = hashlib.sha256(f"{salt}\n{self.beside}".encode("utf-8", "surrogateescape"))
        parts = (self.path, *self.blocks, *((self.provenance,) if self.provenance else ()))
        for path in parts:
            try:
                with path.open("rb") as stream:
                    own = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                raise UnreadableInput(f"{path}: {error.strerror or error}") from None
            total.update(f"\n{path.name} {own} {self.alone}".encode("utf-8", "surrogateescape"))
        return total.hexdigest()

    def catalogue(self) -> tuple[Catalogue, tuple[Finding, ...]]:
        """The blocks put together, the nearest first, and what is wrong in them."""
        made, findings = Catalogue(), list[Finding]()
        for path in self.blocks:
            known, wrong = read_catalogue(path)
            findings += wrong
            if path.name == SHARED and not (self.alone and path.parent == self.path.parent):
                known = replace(known, **{name: getattr(Catalogue(), name) for name in _OF_ONE})
            made = _completed(made, known)
        return made, tuple(findings)


def _completed(first: Catalogue, second: Catalogue) -> Catalogue:
    missing = {
        field.name: getattr(second, field.name)
        for field in fields(Catalogue)
        if not getattr(first, field.name)
    }
    if first.access or first.embargo:  # the two belong together
        missing.pop("access", None)
        missing.pop("embargo", None)
    return replace(first, **missing)


def sources(folders: Sequence[Path], output: Path) -> list[Source]:
    """All imgCIF files in the folders, in a fixed order. Raises UsageError.

    Hidden ones, links and the bundle itself are left out.
    """
    place = Path(os.path.realpath(output))
    found: dict[Path, Source] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder", hint="name folders with imgCIF files")
        root = Path(os.path.realpath(folder))
        if place == root or place in root.parents:
            raise UsageError(
                f"{folder} is in the output folder", hint="the bundle needs a folder of its own"
            )
        for source in _below(root, place):
            found.setdefault(source.path, source)
    return sorted(found.values(), key=lambda source: (source.name, str(source.path)))


def _below(root: Path, output: Path) -> Iterator[Source]:
    for at, folders, files in os.walk(root):
        here = Path(at)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and here / name != output
        )
        known = {name for name in files if not (here / name).is_symlink()}
        cifs = sorted(n for n in known if n.lower().endswith(SUFFIX) and not n.startswith("."))
        seen = _stamps(here, known)
        for name in cifs:
            path = here / name
            beside = [here / (path.stem + OWN)] if path.stem + OWN in known else []
            shared = _shared(here, root)
            prov = path.stem + PROVENANCE
            yield Source(
                path,
                path.relative_to(root).as_posix(),
                (*beside, *shared),
                here / prov if prov in known else None,
                len(cifs) == 1,
                seen,
            )


def _stamps(here: Path, names: set[str]) -> str:
    """What tells whether archives beside imgCIF files changed, without reading them."""
    found = []
    for name in sorted(names):
        if not name.lower().endswith((SUFFIX, ".yaml", ".json")):
            facts = (here / name).stat()
            found.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    return "\n".join(found)


def _shared(here: Path, root: Path) -> Iterator[Path]:
    for folder in (here, *here.parents):
        path = folder / SHARED
        if path.is_file() and not path.is_symlink():
            yield path
        if folder == root:
            return
