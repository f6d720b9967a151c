"""One-line summaries of data names, in this project's own words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from imgcif_map.errors import UnreadableInput
from imgcif_map.resources import packaged_dir


def summary(name: str) -> str | None:
    """What a data name is, in one line; None for a name without a summary.

    Caseless; aliases are not resolved (see ``Dictionary.item``). There is a
    line for each of the 240 items that raw data need.
    """
    return summaries().get(name.casefold())


def summaries() -> Mapping[str, str]:
    """All summaries by casefolded data name, read from the packaged file once."""
    return _read(packaged_dir("dictionaries") / "summaries.yaml")


@cache
def _read(path: Path) -> Mapping[str, str]:
    # Several times faster than the YAML parser, which is needed for nothing else
    # here: the file is a flat mapping of names to plain one-line texts.
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror}") from error
    pairs = (line.partition(": ") for line in lines if line.startswith("_"))
    return MappingProxyType({name.casefold(): text.strip() for name, _, text in pairs})
