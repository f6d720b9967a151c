"""Runs tiny mappings over tiny records."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.mapping.answers import Answers, answers_from_settings, merge, read_answers
from imgcif_map.mapping.convert import AtHand, Converted, Plan, convert_records
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.testing import values_of
from imgcif_map.sources.given import record_from_given
from imgcif_map.sources.record import Record

HEAD = "imgcif_map: 1\nid: tiny\nversion: 1.0.0\nsource: {format: header}\n"
BLOCK = 'blocks: {each: "/*"}\n'
FRAME = "frame: {fixed: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}\n"


@cache
def dictionary() -> Dictionary:
    return load_dictionary("cif_img.dic")


@cache
def functions() -> Mapping[str, Function]:
    return load_functions()


def run(
    folder: Path,
    body: str,
    given: Mapping[str, Any] | Sequence[Record],
    *,
    answers: str = "",
    settings: Mapping[str, str] | None = None,
    overlays: Mapping[str, str] | None = None,
    extra: Mapping[str, Function] | None = None,
    blocks: bool = True,
    instrument: str | None = None,
    mapping: str = "tiny",
) -> Converted:
    """Convert ``given`` with the mapping ``body``, which is indented as in the tests."""
    text = HEAD + (BLOCK if blocks else "") + textwrap.dedent(body)
    (folder / "tiny.yaml").write_text(text, encoding="utf-8")
    for name, overlay in (overlays or {}).items():
        head = f"imgcif_map: 1\nid: {name}\nextends: tiny\n"
        (folder / f"{name}.yaml").write_text(head + textwrap.dedent(overlay), encoding="utf-8")
    answered = Answers()
    if answers:
        place = folder / "answers.yml.txt"
        place.write_text(textwrap.dedent(answers), encoding="utf-8")
        answered = read_answers(place, dictionary())
    answered = merge(answered, answers_from_settings(settings or {}, dictionary()))
    known = {**functions(), **(extra or {})}
    library = Library([folder], known)
    roots = (record_from_given(given),) if isinstance(given, Mapping) else tuple(given)
    plan = Plan(mapping, instrument, answers=answered)
    return convert_records(AtHand(roots), "header", plan, dictionary(), library)


def column(converted: Converted, name: str, block: int = 0) -> list[str | None] | None:
    """The texts of a data name; ``.`` is None; None if the column is absent."""
    found = converted.document.blocks[block].column(name)
    return None if found is None else values_of(found)


def item(converted: Converted, name: str) -> str | None:
    """The text of a data name with one value; None if it is absent."""
    found = column(converted, name)
    assert found is None or len(found) == 1, found
    return found[0] if found else None


def one(folder: Path, value: str, given: Mapping[str, Any], rest: str = "") -> str | None:
    """What a mapping writes for ``_diffrn_source.details``, a text without states or unit."""
    body = f"{rest}items:\n  _diffrn_source.details: {value}\n"
    return item(run(folder, SOURCE + body, given), "_diffrn_source.details")


SOURCE = "categories:\n  diffrn_source: {items: {}}\n"


def gaps(converted: Converted, kind: str | None = None) -> list[Finding]:
    """The gaps of one kind, or all."""
    return [f for f in converted.findings if kind is None or f.name == kind]


def messages(converted: Converted, kind: str | None = None) -> str:
    return "\n".join(f.message for f in gaps(converted, kind))
