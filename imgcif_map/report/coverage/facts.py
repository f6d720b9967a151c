"""Coverage as JSON: all rows of both sides, with their numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from imgcif_map.mapping.coverage.model import (
    ITEM_WORDS,
    SOURCE_WORDS,
    Coverage,
    accounted,
    counts,
)
from imgcif_map.report.coverage.chosen import Choice


def render(found: Sequence[Coverage], choice: Choice) -> Iterable[str]:
    """``{"coverage": [{"mapping": …, "source": …, "imgcif": …}]}``."""
    content = {"coverage": [_facts(one, choice) for one in found]}
    return [json.dumps(content, indent=1, ensure_ascii=False), "\n"]


def _facts(one: Coverage, choice: Choice) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "mapping": one.mapping,
        "title": one.title,
        "kind": one.kind,
        "format": one.source_format,
        "definition": one.definition or None,
        "open": one.open,
    }
    if choice.source:
        facts["source"] = {
            "total": len(one.listed),
            "accounted": accounted(one.listed),
            "counts": counts(one.listed, SOURCE_WORDS),
            "beyond": len(one.beyond),
            "beyond_counts": counts(one.beyond, SOURCE_WORDS),
            "rows": [asdict(row) for row in choice.places(one)],
        }
    if choice.imgcif:
        facts["imgcif"] = {
            "total": len(one.needed),
            "accounted": accounted(one.needed),
            "counts": counts(one.needed, ITEM_WORDS),
            "others": len(one.others),
            "rows": [asdict(row) for row in choice.items(one)],
        }
    return facts
