"""Parsed expressions kept between runs, as JSON: loading the parser costs more than using it.

The file lies in the user's cache folder; its name changes with the grammar and
the code that builds the tree. What it holds is data, checked while it is read:
anything odd, and the expression is parsed again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from imgcif_map.atomic import atomic_writer
from imgcif_map.errors import ImgcifMapError
from imgcif_map.mapping.expression import ast
from imgcif_map.resources import cache_dir

MAX_BYTES: Final = 8_000_000
"""A larger file is not read, and not written."""
SOURCES: Final = ("expr.lark", "ast.py", "build.py", "refusals.py", "parse.py", "memo.py")


class Memo:
    """Trees by expression text: those of earlier runs and the new ones of this run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stored = _read(path)
        self.fresh: dict[str, Any] = {}

    def get(self, text: str) -> Any:
        """The tree of an expression parsed in an earlier run, or None."""
        data = self.stored.get(text)
        if data is None:
            return None
        try:
            return decode(data)
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
            return None

    def add(self, text: str, tree: Any) -> None:
        """Remember a tree."""
        self.fresh[text] = tree

    def save(self) -> None:
        """Write old and new trees if there are new ones; a folder closed to us is no error."""
        if not self.fresh:
            return
        self.stored.update({text: encode(tree) for text, tree in self.fresh.items()})
        self.fresh.clear()
        text = json.dumps(self.stored, separators=(",", ":"))
        if len(text) > MAX_BYTES:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_writer(self.path) as stream:
                stream.write(text)
        except (OSError, ImgcifMapError):
            return


def memo() -> Memo:
    """The memo of the current cache folder."""
    return _memo(cache_dir() / "mappings" / f"expressions-{_fingerprint()}.json")


@cache
def _memo(path: Path) -> Memo:
    return Memo(path)


@cache
def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(resources.files(__package__).joinpath(name).read_bytes())
    return digest.hexdigest()[:24]


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def encode(tree: Any) -> Any:
    """A tree as JSON data: ``{"!": class, field: value …}``, tuples as lists; places left out."""
    if isinstance(tree, tuple):
        return [encode(member) for member in tree]
    if not dataclasses.is_dataclass(tree):
        return tree
    fields = {
        f.name: encode(getattr(tree, f.name)) for f in dataclasses.fields(tree) if f.name != "place"
    }
    return {"!": type(tree).__name__, **fields}


def decode(data: Any) -> Any:
    """The tree of :func:`encode`; raises ValueError and the like for anything else."""
    if isinstance(data, list):
        return tuple(decode(member) for member in data)
    if not isinstance(data, dict):
        return data
    kind = getattr(ast, data["!"])
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise ValueError(data["!"])
    return kind(**{name: decode(value) for name, value in data.items() if name != "!"})
