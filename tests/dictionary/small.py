"""Small dictionaries for the tests, written on the spot."""

from __future__ import annotations

from pathlib import Path

HEADER = """#\\#CIF_2.0
data_{title}
_dictionary.title {title}
_dictionary.class {kind}
_dictionary.version {version}
_dictionary.date 2026-01-02
_dictionary.uri https://example.org/{title}.dic
_dictionary.ddl_conformance 4.2.0
_dictionary.namespace Test
"""


def head(title: str, imports: str = "") -> str:
    """A Head category called TITLE_HEAD."""
    return frame(
        f"{title}_HEAD",
        f"_definition.id {title}_HEAD\n_definition.scope Category\n_definition.class Head\n"
        f"_name.category_id {title}\n_name.object_id {title}_HEAD\n{imports}",
    )


def category(name: str, parent: str, *keys: str, kind: str = "Loop", more: str = "") -> str:
    listed = "".join(f"'{key}'\n" for key in keys)
    loop = f"loop_\n_category_key.name\n{listed}" if keys else ""
    return frame(
        name,
        f"_definition.id {name}\n_definition.scope Category\n_definition.class {kind}\n"
        f"_name.category_id {parent}\n_name.object_id {name}\n{loop}{more}",
    )


def item(name: str, more: str = "") -> str:
    """An item such as ``_axis.id``; ``more`` are further attributes."""
    parent, _, object_id = name[1:].partition(".")
    return frame(
        name[1:],
        f"_definition.id '{name}'\n_name.category_id {parent}\n_name.object_id '{object_id}'\n"
        f"{more}",
    )


def frame(name: str, body: str) -> str:
    return f"\nsave_{name}\n{body}\nsave_\n"


def imports(*tables: str) -> str:
    """``_import.get`` of tables such as ``'file':a.dic 'save':b``."""
    return "_import.get [" + " ".join("{" + table + "}" for table in tables) + "]\n"


def dictionary(
    folder: Path,
    name: str,
    title: str,
    *frames: str,
    kind: str = "Instance",
    version: str = "1.0.0",
) -> Path:
    """Write a dictionary file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    text = HEADER.format(title=title, kind=kind, version=version) + "".join(frames)
    path.write_text(text, "utf-8")
    return path


def plain(folder: Path, name: str, title: str, *frames: str, imported: str = "") -> Path:
    """A dictionary with a Head, one Loop category THING with key ``_thing.id``, and ``frames``."""
    return dictionary(
        folder,
        name,
        title,
        head(title, imported),
        category("THING", f"{title}_HEAD", "_thing.id"),
        item("_thing.id", "_type.contents Word\n"),
        *frames,
    )
