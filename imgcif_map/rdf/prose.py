"""The prose of full dictionaries: what a definition says, and what each state means.

A condensed dictionary has none.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from imgcif_map.dictionary.model import Dictionary, Part
from imgcif_map.errors import ImgcifMapError

LONGEST = 20_000
"""Characters of a text; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Texts by title of the dictionary and casefolded id."""

    definitions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    states: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """By title, casefolded id and state."""


def read_prose(dictionary: Dictionary) -> Prose:
    """What the files of a dictionary say; the condensed ones and those gone say nothing."""
    definitions: dict[tuple[str, str], str] = {}
    states: dict[tuple[str, str, str], str] = {}
    for part in dictionary.parts:
        if not part.condensed and Path(part.path).is_file():
            _read(part, definitions, states)
    return Prose(definitions, states)


def _read(
    part: Part,
    definitions: dict[tuple[str, str], str],
    states: dict[tuple[str, str, str], str],
) -> None:
    from imgcif_map.cif.intake import read_bytes
    from imgcif_map.cif.reader import parse_cif

    try:
        document = parse_cif(read_bytes(Path(part.path)), path=part.path)
    except ImgcifMapError:
        return  # it has changed since it was loaded
    for frame in (frame for block in document.blocks for frame in block.frames):
        columns = frame.columns
        identity = columns.get("_definition.id")
        if identity is None:
            continue
        key = (part.title, identity.value(0).text.strip().casefold())
        said = columns.get("_description.text")
        if said is not None and not said.value(0).is_null:
            definitions.setdefault(key, tidied(said.value(0).text))
        state, detail = (
            columns.get("_enumeration_set.state"),
            columns.get("_enumeration_set.detail"),
        )
        if state is not None and detail is not None:
            for one, other in zip(state.values(), detail.values(), strict=False):
                if not other.is_null:
                    states.setdefault((*key, one.text), tidied(other.text))


def tidied(text: str) -> str:
    """Text without the indentation of its dictionary and of a length that can be shown."""
    found = inspect.cleandoc(text).strip()
    return found if len(found) <= LONGEST else found[:LONGEST] + " …"
