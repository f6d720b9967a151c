"""Finding and loading mapping files, and the chain of what each extends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from imgcif_map.errors import MappingError, Place, UnreadableInput
from imgcif_map.mapping.checked import once
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.heads import head
from imgcif_map.mapping.loading.shapes import as_text, is_null, near
from imgcif_map.mapping.loading.values import condition
from imgcif_map.mapping.model import INSTRUMENT, MappingFile
from imgcif_map.mapping.yamltree import Map, Node, Scalar, parse_yaml, yaml_text

__all__ = ["chain", "checked", "compose", "find_mapping", "load_all", "load_file"]

LANGUAGE: Final = 1
"""The version of the language this package reads, ``imgcif_map: 1``."""
_LONGEST_KEPT: Final = 64 * 1024
"""Characters; files that are longer are read each time."""
_SUFFIXES: Final = (".yaml", ".yml")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


def load_file(path: Path) -> MappingFile:
    """One file, checked by itself: YAML, language version, JSON Schema, ``when:``."""
    return checked(_header(path))


def checked(file: MappingFile) -> MappingFile:
    """A file of :func:`load_all`, held to the JSON Schema; MappingError if it is not valid."""

    def check() -> None:
        from imgcif_map.mapping.schema import check_schema

        check_schema(file.data)

    schema = Path(__file__).with_name("schema.json").read_bytes()
    once("schema", (schema, _bytes(Path(file.path))), check)
    return file


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror}") from None


def load_all(folders: Sequence[Path]) -> list[MappingFile]:
    """All mapping files of the folders and their subfolders, headers checked only.

    The first file of an id wins, so put the user's folder first. :func:`compose`
    wants checked files: :func:`checked` what was chosen.
    """
    found: dict[str, MappingFile] = {}
    for path in _files(folders):
        if _is_mapping(path):
            file = _header(path)
            found.setdefault(file.id, file)
    return list(found.values())


def find_mapping(name_or_path: str | Path, search: Sequence[Path] | None = None) -> Path:
    """The file of a mapping: a path to it, or its id, sought in ``search``.

    ``search`` defaults to the user's mappings and the packaged ones.
    """
    path = Path(name_or_path)
    if path.is_file():
        return path
    if path.is_dir() and (len(path.parts) != 1 or path.is_absolute()):
        raise _folder(path)
    if path.suffix in _SUFFIXES or len(path.parts) > 1:
        raise UnreadableInput(f"{path}: no such file")
    if search is None:
        from imgcif_map.resources import mapping_paths

        search = mapping_paths()
    name = str(name_or_path)
    candidates = list(_files(search))
    candidates.sort(key=lambda p: p.stem != name)
    ids: list[str] = []
    for candidate in candidates:
        if _is_mapping(candidate):
            found = _header(candidate).id
            if found == name:
                return candidate
            ids.append(found)
    if path.is_dir():
        raise _folder(path)
    raise MappingError(
        f"there is no mapping '{name}'",
        hint=near(name, ids) or f"known are {', '.join(sorted(set(ids))) or 'none'}",
    )


def _folder(path: Path) -> UnreadableInput:
    return UnreadableInput(f"{path} is a folder, not a mapping file", hint="name a file in it")


def chain(file: MappingFile, files: Sequence[MappingFile]) -> list[MappingFile]:
    """The file and all it extends, the form first."""
    by_id: dict[str, MappingFile] = {}
    for known in files:
        by_id.setdefault(known.id, known)
    found = [file]
    while found[0].extends:
        name = found[0].extends
        place = _extends_place(found[0])
        if name in {known.id for known in found}:
            raise MappingError(f"'{name}' extends itself in the end", place=place)
        if name not in by_id:
            raise MappingError(
                f"extends: there is no mapping '{name}'", place=place, hint=near(name, by_id)
            )
        found.insert(0, by_id[name])
    return found


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_file():
            yield folder
            continue
        for path in sorted(folder.rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                yield path


def _is_mapping(path: Path) -> bool:
    """Mapping files name the language in their first lines; profiles and the like do not."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError:
        return False
    return re.search(rb"^imgcif_map\s*:", head, re.MULTILINE) is not None


def _header(path: Path) -> MappingFile:
    text = yaml_text(path)
    return (_kept if len(text) <= _LONGEST_KEPT else _parsed)(text, str(path))


@lru_cache(maxsize=128)
def _kept(text: str, path: str) -> MappingFile:
    """By content: each conversion looks through the heads of all mappings."""
    return _parsed(text, path)


def _parsed(text: str, path: str) -> MappingFile:
    tree: Callable[[], Map] = partial(_whole, text, path)
    known = head(text)
    try:
        root = _mapping(parse_yaml(known[0], path)) if known else tree()
    except MappingError:
        root = tree()  # which says what is wrong where it is
    names = known[1] if known else frozenset(root.entries)
    _language(root)
    identifier = as_text(root.get("id"), "id")
    if not _ID.fullmatch(identifier):
        node = root.get("id")
        raise MappingError(
            f"'{identifier}' is not an id" if identifier else "id: is missing",
            place=node.place if node is not None else root.place,
            hint="lower-case letters, digits and - . _: e.g. id: dls-i24",
        )
    when = root.get("when")
    return MappingFile(
        id=identifier,
        kind=_kind(root, names),
        path=path,
        extends=as_text(root.get("extends"), "extends") or None,
        title=as_text(root.get("title"), "title"),
        version=as_text(root.get("version"), "version"),
        source_format=_source_format(root),
        when=condition(when) if when is not None else None,
        because=as_text(root.get("because"), "because"),
        priority=_priority(root.get("priority")),
        tree=tree,
    )


def _mapping(root: Node) -> Map:
    if not isinstance(root, Map):
        raise MappingError("a mapping file consists of 'key: value' lines", place=root.place)
    return root


def _whole(text: str, path: str) -> Map:
    """All of a file. What looks like a section has to be one: its head was believed."""
    root = _mapping(parse_yaml(text, path))
    known = head(text)
    if known is not None and known[1] != frozenset(root.entries):
        odd = sorted(known[1] - frozenset(root.entries))
        if odd:
            raise MappingError(
                f"'{odd[0]}:' at the beginning of a line is part of another text",
                place=root.place,
                hint="indent texts of several lines",
            )
    return root


def _language(root: Map) -> None:
    node = root.get("imgcif_map")
    if node is None:
        raise MappingError(
            "not a mapping file", place=root.place, hint=f"start it with 'imgcif_map: {LANGUAGE}'"
        )
    if not isinstance(node, Scalar) or node.value != LANGUAGE or isinstance(node.value, bool):
        raise MappingError(
            f"version {getattr(node, 'text', '?')} of the mapping language is not known",
            place=node.place,
            hint=f"this program reads version {LANGUAGE}",
        )


def _kind(root: Map, names: frozenset[str]) -> str:
    abstract = root.get("abstract")
    if isinstance(abstract, Scalar) and abstract.value is True:
        return "form"
    if INSTRUMENT in names:
        return INSTRUMENT
    if "when" in root.entries:
        return "overlay"
    if "source" in root.entries or "extends" not in root.entries:
        return "format"
    return "overlay"


def _source_format(root: Map) -> str:
    source = root.get("source")
    return as_text(source.get("format"), "format") if isinstance(source, Map) else ""


def _priority(node: Node | None) -> int:
    if node is None or is_null(node):
        return 0
    if isinstance(node, Scalar) and type(node.value) is int:
        return node.value
    raise MappingError("priority is a whole number", place=node.place)


def _extends_place(file: MappingFile) -> Place:
    node = file.data.get("extends") if isinstance(file.data, Map) else None
    return node.content if isinstance(node, Scalar) else Place(file.path)
