"""Where the data come from: source files, measurement, conversion with its mapping set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

from imgcif_map.errors import UnreadableInput
from imgcif_map.rdf.dataset.columns import clipped

MAX_BYTES = 200_000_000
_REMARKS = {
    "assumption": "assumed: the source does not state it",
    "answer": "supplied with the answers: the source does not state it",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of a data name come from."""

    path: str = ""
    """Path inside the source file."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a provenance file of ``convert`` says, or the little that the imgCIF file does."""

    tool: str = ""
    """Version of imgcif-map that converted; "" if nobody knows."""
    mapping: str = ""
    version: str = ""
    overlays: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Names of source files, without their folders."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By casefolded data name."""
    assumed: int = 0
    """Columns that rest on an assumption."""


def read_provenance(path: Path) -> Provenance:
    """The file that ``convert --provenance`` wrote. Raises UnreadableInput."""
    hint = "give the file that 'convert --provenance' wrote"
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableInput(f"{path}: larger than {MAX_BYTES} bytes", hint=hint)
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise UnreadableInput(f"{path}: no JSON text", hint=hint) from None
    return from_json(found, str(path))


def from_json(found: Any, path: str = "") -> Provenance:
    """The provenance of a :class:`imgcif_map.api.Conversion`. Raises UnreadableInput."""
    mapping = found.get("mapping") if isinstance(found, dict) else None
    tool = found.get("tool") if isinstance(found, dict) else None
    if not isinstance(mapping, dict) or not isinstance(tool, dict):
        raise UnreadableInput(
            f"{path}: no provenance of a conversion",
            hint="give the file that 'convert --provenance' wrote",
        )
    origins: dict[str, Origin] = {}
    assumed = 0
    for block in _list(found, "blocks"):
        for column in _list(block, "columns"):
            kind, item = column.get("kind"), column.get("item")
            if not isinstance(item, str):
                continue
            assumed += kind == "assumption"
            first = next(iter(_list(column, "sources")), {})
            inside = first.get("path") if kind == "source" else ""
            origin = Origin(_text(inside), _REMARKS.get(kind if isinstance(kind, str) else "", ""))
            origins.setdefault(item.casefold(), origin)
    return Provenance(
        _text(tool.get("version")),
        _text(mapping.get("id")),
        _text(mapping.get("version")),
        _texts(mapping.get("overlays")),
        _texts(mapping.get("instruments")),
        tuple(dict.fromkeys(file_name(source) for source in _texts(found.get("sources")))),
        origins,
        assumed,
    )


def file_name(path: str) -> str:
    """The name of a file without its folders, whatever system it is from."""
    return PureWindowsPath(path).name or "file"


def _list(found: Any, key: str) -> list[dict[str, Any]]:
    members = found.get(key) if isinstance(found, dict) else None
    if not isinstance(members, list):
        return []
    return [member for member in members if isinstance(member, dict)]


def _text(found: Any) -> str:
    return clipped(found) if isinstance(found, str) else ""


def _texts(found: Any) -> tuple[str, ...]:
    members = found if isinstance(found, list) else []
    return tuple(clipped(member) for member in members if isinstance(member, str))
