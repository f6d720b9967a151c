"""The dictionary that is being checked: its own definitions with positions, and all others."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from imgcif_map.cif.document import Block, CifValue, Container, Document, Frame
from imgcif_map.cif.intake import read_bytes
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.attributes import category_of, definition_of
from imgcif_map.dictionary.compile import merged
from imgcif_map.dictionary.import_get import IMPORT
from imgcif_map.dictionary.imports import Importer
from imgcif_map.dictionary.locate import locate
from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.dictionary.source import (
    RawFrame,
    Source,
    dictionary_block,
    is_ddl2,
    read_source,
    source_of,
    untitled_block,
)
from imgcif_map.errors import UnreadableInput

UNKNOWN = "Implied"
"""Contents or container of an item whose type cannot be told."""


@dataclass(frozen=True, eq=False)
class Own:
    """One definition that the dictionary writes itself."""

    container: Frame
    """The save frame with the positions of its attributes."""
    written: RawFrame
    """Its attributes as they stand in the file."""
    full: RawFrame
    """With what it imports in mode Contents."""
    lacking: bool = False
    """True if an import of attributes failed: what is not there may be in what is missing."""
    unnamed: bool = False
    """True if it has no ``_definition.id``, and the frame code is taken for it."""

    @property
    def id(self) -> str:
        """``_definition.id``, or the frame code where there is none."""
        return self.full.id or self.container.name

    def says(self, attribute: str) -> bool:
        """True if the file itself gives the attribute (lower case) here."""
        return attribute in self.container.columns


@dataclass(frozen=True, eq=False)
class Subject:
    """A dictionary under examination. Findings belong to ``own`` definitions, never to others."""

    document: Document
    block: Block
    source: Source
    own: Mapping[str, Own]
    """By casefolded frame code; of frames that stand twice, the first."""
    frames: Mapping[str, RawFrame]
    """Every definition, its own and the imported ones, with imports carried out."""
    importer: Importer
    ddlm: Dictionary | None = None
    """The reference dictionary that defines the attributes."""
    preface: str = ""
    """The comments before the data block."""

    def is_own(self, frame: RawFrame) -> bool:
        """True if the dictionary writes this definition itself."""
        return frame.file == self.source.path and frame.name in self.own

    @cached_property
    def lacking(self) -> bool:
        """True if an import of definitions failed, here or in what is imported.

        A name that is not defined may then be defined in what is missing.
        """
        return any(fault.full and fault.kind.loses for fault in self.importer.faults)

    @property
    def is_template(self) -> bool:
        """True if others import from it, and it is no dictionary of its own."""
        return self.source.dictionary_class == "template"

    @cached_property
    def has_imports(self) -> bool:
        """True if it imports anything."""
        return any(IMPORT in frame.attributes for frame in self.source.frames.values())

    @property
    def is_expanded(self) -> bool:
        """True if the file says that its imports are carried out, and has none.

        It says so with the word "expanded" in its name, its title or the comments
        before its data block. Its definitions come from other dictionaries, too.
        """
        if self.has_imports:
            return False
        names = f"{self.source.path.name} {self.attribute('_dictionary.title')}"
        return "expanded" in f"{names} {self.preface}".casefold()

    @property
    def is_condensed(self) -> bool:
        """True if its prose has been left out on purpose, as a leading comment says."""
        return self.source.part.condensed

    @cached_property
    def dictionary(self) -> Dictionary:
        """What the file means once compiled, imports included; works without a Head, too.

        Its own items are those of ``described``.
        """
        definitions = dict(self._compiled.definitions)
        for own, definition in self.described:
            key = own.full.id.casefold()
            if self.definitions.get(key) is own.full and key in definitions:
                definitions[key] = definition
        return replace(self._compiled, definitions=definitions)

    @cached_property
    def _compiled(self) -> Dictionary:
        return merged(self.importer, [self.source.path])

    @cached_property
    def definitions(self) -> Mapping[str, RawFrame]:
        """Every definition by casefolded ``_definition.id``; the first of an id."""
        found: dict[str, RawFrame] = {}
        for frame in self.frames.values():
            found.setdefault(frame.id.casefold(), frame)
        return found

    @cached_property
    def ids(self) -> Counter[str]:
        """How many frames define each casefolded id."""
        return Counter(frame.id.casefold() for frame in self.frames.values() if frame.id)

    @cached_property
    def items(self) -> tuple[Own, ...]:
        """Its own data items."""
        return tuple(own for own in self.own.values() if not own.full.is_category)

    @cached_property
    def categories(self) -> tuple[Own, ...]:
        """Its own categories."""
        return tuple(own for own in self.own.values() if own.full.is_category)

    @cached_property
    def imports_condensed(self) -> bool:
        """True if a dictionary that it imports is here without its prose."""
        others = (x for x in self.importer.sources.values() if x.path != self.source.path)
        return any(source.part.condensed for source in others)

    @cached_property
    def heads(self) -> tuple[Own, ...]:
        """Its own Head categories; there should be one."""
        return tuple(own for own in self.own.values() if own.full.is_head)

    @cached_property
    def category_ids(self) -> frozenset[str]:
        """Casefolded ids of all categories, imported ones included."""
        return frozenset(x.id.casefold() for x in self.frames.values() if x.is_category)

    @cached_property
    def described(self) -> tuple[tuple[Own, Definition], ...]:
        """Its own data items with what their attributes mean, those of a template, too.

        Contents that are missing or do not exist are reported as that. What they are
        meant to be is not known, so they are Implied here, which fits everything.
        """
        return tuple((own, self._definition(own)) for own in self.items)

    def _definition(self, own: Own) -> Definition:
        key = own.full.id.casefold()
        first = self.definitions.get(key) is own.full
        made = self._compiled.definitions.get(key) if first else None
        made = made or definition_of(own.full, [])
        if not own.full.text("_type.contents") or self._is_no_state(own, "_type.contents"):
            made = replace(made, contents=UNKNOWN)
        if self._is_no_state(own, "_type.container"):
            made = replace(made, container=UNKNOWN)
        return made

    def _is_no_state(self, own: Own, attribute: str) -> bool:
        """True if an attribute says what the reference dictionary does not allow."""
        text = own.full.text(attribute).casefold()
        item = self.ddlm.item(attribute) if self.ddlm else None
        return bool(text and item and text not in map(str.casefold, item.states))

    @cached_property
    def grouped(self) -> tuple[tuple[Own, Category], ...]:
        """Its own categories with what their attributes mean."""
        return tuple((own, category_of(own.full)) for own in self.categories)

    def owner(self, definition: Definition) -> Own | None:
        """Who writes an item that stands in ``dictionary``; None if it is imported."""
        return self._owners.get(definition.id.casefold())

    @cached_property
    def _owners(self) -> Mapping[str, Own]:
        found: dict[str, Own] = {}
        for name, own in self.own.items():
            # An import may have put another definition in its place.
            if self.frames[name].file == own.full.file:
                found.setdefault(own.full.id.casefold(), own)
        return found

    def attribute(self, attribute: str) -> str:
        """A header attribute such as ``_dictionary.version``; "" if absent or null."""
        return text_of(self.block, attribute)


def text_of(container: Container, attribute: str) -> str:
    """The first value of an attribute in a frame or block; "" if it is absent or null."""
    column = container.column(attribute)
    if column is None or not len(column):
        return ""
    value = column.value(0)
    return "" if value.is_null else value.text.strip()


def read_subject(path: Path, import_paths: Sequence[Path] = ()) -> Subject:
    """The dictionary in a file, its imports looked up beside it and in ``import_paths``.

    Raises UnreadableInput if the file cannot be read or is no DDLm dictionary.
    """
    data = read_bytes(path)
    return subject_of(parse_cif(data, path=str(path)), data, path, import_paths)


def subject_of(
    document: Document,
    data: bytes,
    path: Path,
    import_paths: Sequence[Path] = (),
    ddlm: Dictionary | None = None,
    read: Callable[[Path], Source] = read_source,
) -> Subject:
    """The dictionary in a document that was read from ``data``, to be held against ``ddlm``.

    ``read`` reads what it imports.
    """
    block = dictionary_block(document) or untitled_block(document)
    if block is None:
        raise UnreadableInput(
            f"{path} is not a DDLm dictionary: no data block has a _dictionary.title"
        )
    if is_ddl2(block):
        raise UnreadableInput(
            f"{path} is a DDL2 dictionary, not a DDLm one",
            hint="its DDLm successor can be checked; to check the CIF syntax alone, name a "
            "dictionary: validate --dictionary ddl.dic --select CIF",
        )
    digest = hashlib.sha256(data).hexdigest()
    text = data.decode("utf-8", "replace")
    source, unnamed = _named(source_of(document, path, text, digest, block), block)
    folders = list(dict.fromkeys((path.parent, *locate((), import_paths).folders)))
    importer = Importer(folders, (source,), read)
    frames = importer.expand(path)
    own: dict[str, Own] = {}
    for frame in block.frames:
        name = frame.name.casefold()
        if name not in own:
            own[name] = Own(
                container=frame,
                written=source.frames[name],
                full=importer.filled(path, name),
                lacking=importer.lacks(path, name),
                unnamed=name in unnamed,
            )
    preface = "\n".join(takewhile(lambda line: line.startswith("#"), _lines(text)))
    return Subject(document, block, source, own, frames, importer, ddlm, preface)


def _named(source: Source, block: Block) -> tuple[Source, frozenset[str]]:
    """The source with the frame code for a missing id, and the frames that have none.

    A definition without id would otherwise be missed by all that refers to it.
    An id may be imported, so nothing is assumed of frames that import.
    """
    ids = {frame.id.casefold() for frame in source.frames.values()}
    made = dict(source.frames)
    for frame in block.frames:
        raw = source.frames[frame.name.casefold()]
        name = frame.name if raw.is_category else f"_{frame.name.lstrip('_')}"
        if raw.id or IMPORT in raw.attributes or name.casefold() in ids:
            continue
        attributes = {**raw.attributes, "_definition.id": (CifValue(name),)}
        made[raw.name] = replace(raw, attributes=attributes)
    if source.dictionary_class == "template":
        return source, frozenset()
    changed = frozenset(name for name, raw in made.items() if raw is not source.frames[name])
    return replace(source, frames=made), changed


def _lines(text: str) -> Iterator[str]:
    """Lines without blanks around them, empty ones left out."""
    return (
        line for match in re.finditer(r"[^\r\n]+", text) if (line := match[0].strip("\ufeff \t"))
    )
