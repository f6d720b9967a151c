"""An experiment log as facts: for all images, or for single ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from imgcif_map.sources.headers.facts import Fact, key_name, number
from imgcif_map.sources.record import Data

_UNIT = re.compile(r"^(?P<key>.*\S)\s*[\[(](?P<unit>[^\[\]()]+)[\])]\s*$")
FILE_COLUMNS = frozenset({"file", "filename", "file_name", "image", "image_file", "path"})
"""Headings, caseless, of the column that names the image file of a row."""


@dataclass(frozen=True)
class Log:
    """What one file says: ``common`` holds for all images, ``single`` for those named.

    ``names``: keys that are data names (``_diffrn_source.beamline``), with their facts.
    """

    path: str
    common: Mapping[str, Fact] = field(default_factory=dict)
    single: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    names: Mapping[str, Fact] = field(default_factory=dict)


def key_and_unit(heading: str) -> tuple[str, str | None]:
    """``distance [mm]`` is the key ``distance`` in ``mm``; data names stay as they are."""
    heading = heading.strip()
    if heading.startswith("_"):
        return heading, None
    match = _UNIT.match(heading)
    if match:
        return key_name(match["key"]), match["unit"].strip()
    return key_name(heading), None


def made_fact(key: str, value: Data, unit: str | None) -> Fact | None:
    """A fact; text that is a number becomes one. None where nothing is said."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        amount = number(text)
        value = text if amount is None else amount
    if value is None or (isinstance(value, list) and not value):
        return None
    return Fact(key, value, unit)
