"""Looks into a converted data block the way a test wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from imgcif_map.cif.document import Block

EXPECTED = Path(__file__).parent / "expected"
NAMES = sorted(path.stem for path in EXPECTED.glob("*.yaml"))


def expectation(name: str) -> dict[str, Any]:
    """What is known of a real file."""
    loaded: dict[str, Any] = yaml.load(
        (EXPECTED / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Texts
    )
    return loaded


class _Texts(yaml.SafeLoader):
    """Dates stay texts."""


_Texts.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def texts(block: Block, name: str) -> list[str]:
    """A column's values; none if it is absent."""
    column = block.column(name)
    return column.texts() if column is not None else []


def table(block: Block, category: str, key: str) -> dict[str, dict[str, str]]:
    """Rows of a category by the value of one item, items by object name."""
    columns = {
        name.split(".")[1]: column.texts()
        for name, column in block.columns.items()
        if name.startswith(f"_{category}.")
    }
    return {
        row: {item: values[n] for item, values in columns.items()}
        for n, row in enumerate(columns[key])
    }


def triple(row: dict[str, str], item: str) -> list[float]:
    """``vector[1..3]`` or ``offset[1..3]`` of an axis."""
    return [float(row[f"{item}[{n}]"]) for n in (1, 2, 3)]
