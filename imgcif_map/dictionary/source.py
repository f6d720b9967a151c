"""One dictionary file as it is written: header facts and definition frames, nothing expanded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from imgcif_map.cif.document import Block, CifValue, Container, Document
from imgcif_map.cif.intake import read_bytes
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.formal import EXPRESSION, FORMAL
from imgcif_map.dictionary.model import Part
from imgcif_map.dictionary.provenance import read_provenance
from imgcif_map.errors import UnreadableInput

Attributes = Mapping[str, tuple[CifValue, ...]]
"""Casefolded attribute name -> its values: one, or many if looped."""

CATEGORY_CLASSES = frozenset({"head", "set", "loop", "functions"})
SCOPES = frozenset({"dictionary", "category", "item"})


@dataclass(frozen=True, slots=True)
class RawFrame:
    """One definition. ``file`` and ``name`` (casefolded frame code) tell where it was written."""

    name: str
    attributes: Attributes
    file: Path
    origin: str
    """Title of the dictionary that wrote it."""
    prose: frozenset[str] = frozenset()
    """Casefolded names of the attributes that are no formal ones; what they say is left out."""

    def says(self, attribute: str) -> bool:
        """True if the definition has the attribute (casefolded), prose or not."""
        return attribute in self.attributes or attribute in self.prose

    def text(self, attribute: str) -> str:
        """The first value of an attribute; "" if it is absent or null."""
        values = self.attributes.get(attribute)
        return "" if not values or values[0].is_null else values[0].text.strip()

    @property
    def id(self) -> str:
        """``_definition.id`` as written."""
        return self.text("_definition.id")

    @property
    def category(self) -> str:
        """``_name.category_id``, casefolded."""
        return self.text("_name.category_id").casefold()

    @property
    def is_category(self) -> bool:
        """True for a category (by scope or class), False for an item."""
        scope = self.text("_definition.scope").casefold()
        if scope in SCOPES:
            return scope != "item"
        kind = self.text("_definition.class").casefold()
        return kind in CATEGORY_CLASSES and not self.id.startswith("_")

    @property
    def is_head(self) -> bool:
        return self.text("_definition.class").casefold() == "head"

    def moved_to(self, category: str) -> RawFrame:
        """The same definition as a child of another category."""
        attributes = {**self.attributes, "_name.category_id": (CifValue(category),)}
        return replace(self, attributes=attributes)


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its facts, and its frames by casefolded frame code, in file order."""

    path: Path
    part: Part
    digest: str
    """sha256 of the file's bytes, whatever it was condensed from."""
    dictionary_class: str
    """``_dictionary.class`` in lower case: instance, reference, template or function."""
    frames: Mapping[str, RawFrame]
    problems: tuple[str, ...]
    header: Attributes = field(default_factory=dict)
    """Formal attributes outside the frames."""

    @property
    def has_head(self) -> bool:
        return any(frame.is_head for frame in self.frames.values())


def read_source(path: Path) -> Source:
    """Read one file; :class:`UnreadableInput` if it is no DDLm dictionary."""
    data = read_bytes(path)
    document = parse_cif(data, path=str(path))
    sha256 = hashlib.sha256(data).hexdigest()
    return source_of(document, path, data.decode("utf-8", "replace"), sha256)


def source_of(
    document: Document, path: Path, text: str, sha256: str, block: Block | None = None
) -> Source:
    """The dictionary in a document; ``text`` gives the comments, ``sha256`` is of the bytes.

    ``block`` is its data block, by default the one with a title.
    """
    block = block or dictionary_block(document)
    if block is None:
        raise UnreadableInput(
            f"{path} is not a DDLm dictionary: no data block has a _dictionary.title"
        )
    header = attributes_of(block)
    part = _part(header, path, text, sha256)
    frames: dict[str, RawFrame] = {}
    problems: list[str] = []
    for frame in block.frames:
        name = frame.name.casefold()
        if name in frames:
            problems.append(f"{path.name}: save frame {frame.name} stands twice; the first counts")
            continue
        prose = frozenset(frame.columns.keys() - FORMAL)
        frames[name] = RawFrame(name, attributes_of(frame), path, part.title, prose)
    if document.problems:
        first = document.problems[0]
        count = sum(finding.count for finding in document.problems)
        problems.append(
            f"{path.name}: {count} syntax problem(s), the first in line "
            f"{first.location.line}: {first.message}"
        )
    kind = RawFrame("", header, path, "").text("_dictionary.class").casefold() or "instance"
    return Source(path, part, sha256, kind, frames, tuple(problems), header)


def dictionary_block(document: Document) -> Block | None:
    """The first data block with a ``_dictionary.title``."""
    return next((b for b in document.blocks if b.column("_dictionary.title")), None)


def is_ddl2(block: Block) -> bool:
    """True for a dictionary written in DDL2: its definitions have an ``_item.name``, no id."""
    if not block.column("_dictionary.title") or any(
        "_definition.id" in f.columns for f in block.frames
    ):
        return False
    return any("_item.name" in f.columns or "_category.id" in f.columns for f in block.frames)


def untitled_block(document: Document) -> Block | None:
    """The first data block that defines something, though it has no ``_dictionary.title``."""
    return next(
        (b for b in document.blocks if any("_definition.id" in f.columns for f in b.frames)), None
    )


def attributes_of(container: Container) -> dict[str, tuple[CifValue, ...]]:
    """The formal attributes of a frame or block header, each with all its values.

    Prose is left out here already: no definition depends on it, and a
    condensed dictionary must merge exactly as its original does.
    """
    columns = container.columns
    found = {key: tuple(x.values()) for key, x in columns.items() if key in FORMAL}
    if EXPRESSION in columns and "_method.purpose" not in found:
        # Evaluation is what an expression without a stated purpose is for.
        found["_method.purpose"] = (CifValue("Evaluation"),)
    return found


def _part(header: Attributes, path: Path, text: str, sha256: str) -> Part:
    def fact(name: str) -> str:
        values = header.get(f"_dictionary.{name}")
        return "" if not values or values[0].is_null else values[0].text.strip()

    provenance = read_provenance(text)
    original = provenance.original
    return Part(
        title=fact("title"),
        version=fact("version"),
        date=fact("date"),
        uri=fact("uri"),
        licence=fact("licensing_spdx") or provenance.licence,
        sha256=original.sha256 if original else sha256,
        path=str(path),
        condensed=original is not None,
        namespace=fact("namespace"),
        ddl_conformance=fact("ddl_conformance"),
    )
