"""What is loaded: RDF files, or the data sets of a bundle, each a graph with a name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.rdf.output import MEDIA_TYPES, SUFFIXES
from imgcif_map.rdf.terms import Iri, iri

MANIFEST = "bundle.json"
LARGEST = 1 << 28
"""Bytes of one file; it is held in memory."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph and the file it is in."""

    name: Iri
    path: Path
    media: str

    def data(self) -> bytes:
        """The file. Raises UnreadableInput."""
        try:
            if self.path.stat().st_size > LARGEST:
                raise UnreadableInput(f"{self.path} has more than {LARGEST} bytes")
            return self.path.read_bytes()
        except OSError as error:
            raise UnreadableInput(f"{self.path}: {error.strerror or error}") from None


def graphs(inputs: Sequence[Path]) -> list[Graph]:
    """All graphs of files and bundles. Raises UnreadableInput, UsageError."""
    found: dict[Iri, Graph] = {}
    for path in inputs:
        for graph in _of_bundle(path) if path.is_dir() else _of_file(path):
            found[graph.name] = graph
    if not found:
        raise UsageError("there is nothing to load", hint="name RDF files or bundles")
    return list(found.values())


def _of_file(path: Path) -> Iterator[Graph]:
    form = SUFFIXES.get(path.suffix.casefold())
    if form is None:
        raise UsageError(
            f"{path}: the name does not say what RDF it is",
            hint=f"a file that ends in {', '.join(SUFFIXES)}, as 'rdf dataset' writes it",
        )
    place = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    yield Graph(Iri(f"urn:x-imgcif-map:file:{place[:32]}"), path, MEDIA_TYPES[form])


def _of_bundle(folder: Path) -> Iterator[Graph]:
    hint = "name a folder that 'rdf bundle' made"
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        members = [(str(one["name"]), str(one["iri"])) for one in known["datasets"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableInput(f"{folder} is no bundle", hint=hint) from None
    for name, called in members:
        if not _NAME.fullmatch(name):
            raise UnreadableInput(f"{folder}: {name[:80]!r} is no name of a data set", hint=hint)
        path = folder / "dataset" / name / "metadata.nt"
        yield Graph(iri(called), path, "application/n-triples")
