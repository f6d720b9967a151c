"""Questions from a dictionary and a document, without a conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from imgcif_map.cif.build import build_block, build_column, build_document, build_loop
from imgcif_map.cif.document import Document
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding, Location, Severity
from imgcif_map.interactive.questions import Asked, Default, questions

WAVE = "_diffrn_radiation_wavelength.value"


@cache
def dictionary() -> Dictionary:
    return load_dictionary()


@dataclass(frozen=True)
class Stated:
    """As much of a conversion as questions need."""

    document: Document
    findings: tuple[Finding, ...]
    dictionary: Dictionary


def document(*blocks: Sequence[Mapping[str, Any]]) -> Document:
    """Blocks of loops of columns."""
    return build_document(
        build_block(
            f"b{n}",
            [build_loop([build_column(k, v) for k, v in loop.items()]) for loop in loops],
        )
        for n, loops in enumerate(blocks)
    )


def gap(names: str, kind: str = "required", count: int = 1, **more: Any) -> Finding:
    severity = Severity.ERROR if kind == "required" else Severity.WARNING
    return Finding(
        "GAP001", f"missing-{kind}", severity, f"{names}: wanted", Location(item=names),
        count=count, why="It matters.", **more,
    )  # fmt: skip


def lacking(
    *names: str,
    blocks: Sequence[Sequence[Mapping[str, Any]]] = ((),),
    done: Sequence[str] = (),
    defaults: Mapping[str, Default] | None = None,
    count: int = 1,
) -> Asked:
    """What is asked where a document lacks these data names."""
    stated = Stated(document(*blocks), tuple(gap(n, count=count) for n in names), dictionary())
    return questions(stated, done, defaults or {})  # type: ignore[arg-type]
