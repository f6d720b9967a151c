"""Dictionary files -> :class:`Dictionary`: expand the imports, read the attributes, merge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imgcif_map.dictionary.attributes import category_of, definition_of, scope_rules_of
from imgcif_map.dictionary.imports import Importer
from imgcif_map.dictionary.inferred import inferred_links
from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.dictionary.source import RawFrame, Source
from imgcif_map.errors import UnreadableInput


@dataclass(frozen=True, slots=True)
class Compiled:
    """A dictionary and what the cache must compare before it may serve it again."""

    dictionary: Dictionary
    lookups: Mapping[str, Path | None]
    """File names looked up for imports, and where each was found."""
    digests: Mapping[Path, str]
    """sha256 of the bytes of every file that was read."""


def compile_files(roots: Sequence[Path], folders: Sequence[Path]) -> Compiled:
    """Compile one or more dictionaries; imports are looked up in ``folders``, in order.

    Where two of the dictionaries define the same item or category, the first
    one's definition stands, and ``problems`` says so. Raises
    :class:`UnreadableInput` for a file that is no DDLm dictionary or that has
    no Head category.
    """
    importer = Importer(folders)
    for path in roots:
        _require_head(importer.source(path))
    dictionary = merged(importer, roots)
    digests = {path: source.digest for path, source in importer.sources.items()}
    return Compiled(dictionary, importer.lookups, digests)


def merged(importer: Importer, roots: Sequence[Path]) -> Dictionary:
    """The dictionaries of an importer, their imports carried out, as one."""
    merger = _Merger()
    for path in roots:
        merger.add(importer.expand(path).values(), path)
    parts = tuple(source.part for source in importer.sources.values())
    aliases = alias_table(merger.definitions)
    return Dictionary(
        title=parts[0].title,
        version=parts[0].version,
        parts=parts,
        definitions=merger.definitions,
        categories=merger.categories,
        alias_ids=aliases,
        inferred_links=inferred_links(merger.definitions, merger.categories, aliases),
        problems=(*importer.problems, *merger.problems),
        scope_rules=scope_rules_of(next(iter(importer.sources.values())).header),
    )


def alias_table(definitions: Mapping[str, Definition]) -> dict[str, str]:
    """Casefolded alias -> casefolded id; the first definition to claim an alias has it."""
    table: dict[str, str] = {}
    for key, definition in definitions.items():
        for alias in definition.aliases:
            table.setdefault(alias.casefold(), key)
    return table


def _require_head(source: Source) -> None:
    if source.has_head:
        return
    if source.dictionary_class == "template":
        raise UnreadableInput(
            f"{source.path} is a template dictionary: others import from it, "
            "and it defines no data names of its own"
        )
    raise UnreadableInput(f"{source.path} is not a complete dictionary: it has no Head category")


@dataclass
class _Merger:
    """Collects the definitions of all dictionaries; the first of an id stands."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _written: dict[str, RawFrame] = field(default_factory=dict)

    def add(self, frames: Iterable[RawFrame], path: Path) -> None:
        repeated: list[str] = []
        for frame in frames:
            key = frame.id.casefold()
            if not key:
                self.problems.append(f"{path.name}: {frame.name} has no _definition.id; left out")
                continue
            present = self._written.setdefault(key, frame)
            if present is frame:
                self._define(key, frame)
            # The same definition by way of two dictionaries is no contradiction.
            elif (present.file, present.name) != (frame.file, frame.name):
                repeated.append(frame.id)
        if repeated:
            some = ", ".join(repeated[:3]) + (" ..." if len(repeated) > 3 else "")
            self.problems.append(
                f"{path.name}: {len(repeated)} definition(s) of what is defined before ({some}); "
                "the first ones stand"
            )

    def _define(self, key: str, frame: RawFrame) -> None:
        if frame.is_category:
            self.categories[key] = category_of(frame)
            return
        if not frame.category:
            self.problems.append(f"{frame.origin}: {frame.id} has no _name.category_id")
        self.definitions[key] = definition_of(frame, self.problems)
