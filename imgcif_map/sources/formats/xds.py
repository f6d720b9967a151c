"""XDS.INP, what a user asks of the program XDS, as records: one leaf for each keyword.

Values are numbers, texts, or lists of them; ``UNTRUSTED_RECTANGLE`` and others that may be
repeated are rows, (n, 4). ``file_template`` has the names of the images without the folders
of somebody's computer. Source: documentation of XDS, *Input parameters*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.formats.jsontree import array_of
from imgcif_map.sources.headers.facts import decoded, key_name, number
from imgcif_map.sources.headers.grammar import LineGrammar
from imgcif_map.sources.inputs import open_regular
from imgcif_map.sources.plainsource import PlainSource
from imgcif_map.sources.record import TreeRecord

if TYPE_CHECKING:
    from lark import Tree

MAX_BYTES = 4 << 20
"""No file that somebody wrote for XDS is longer."""
REPEATED = re.compile(r"UNTRUSTED_|EXCLUDE_|SPOT_RANGE$|.*SEGMENT")
"""Keywords that say something more each time; of the others one value can be meant."""
_ONE = (
    "ORGX ORGY NX NY QX QY DETECTOR_DISTANCE OVERLOAD MINIMUM_VALID_PIXEL_VALUE OFFSET "
    "X-RAY_WAVELENGTH OSCILLATION_RANGE STARTING_ANGLE STARTING_FRAME SENSOR_THICKNESS "
    "FRACTION_OF_POLARIZATION"
)
_THREE = (
    "ROTATION_AXIS INCIDENT_BEAM_DIRECTION DIRECTION_OF_DETECTOR_X-AXIS "
    "DIRECTION_OF_DETECTOR_Y-AXIS"
)
NUMBERS = {
    **dict.fromkeys(_ONE.split(), 1),
    **dict.fromkeys(_THREE.split(), 3),
    "DATA_RANGE": 2,
}
"""How many numbers a keyword has; three are a direction."""
_NOT_NEGATIVE = ("NX", "NY", "QX", "QY")
_TEMPLATE = "NAME_TEMPLATE_OF_DATA_FRAMES"
_PLACEHOLDER = re.compile(r"\$[{(]?[A-Za-z_]|<[^>]*>$")
"""``$ORGX``: what a script was to fill in."""


def open_file(path: Path, allow_dirs: Any = ()) -> PlainSource:
    """Open an XDS.INP; raises UnreadableInput."""
    with open_regular(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableInput(f"{path} has more than {MAX_BYTES >> 20} MB")
    try:
        text = decoded(data)
    except UnreadableValue as problem:
        raise UnreadableInput(f"{path} is not text") from problem
    entries, others = _entries(text)
    if not entries:
        raise UnreadableInput(f"{path} has no KEYWORD=value", hint="an input file of XDS")
    root = TreeRecord("", file=str(path))
    for key, values in entries.items():
        root.add(_leaf(key, values, str(path)))
    if others:
        root.add(TreeRecord("other_lines", value=array_of(others), file=str(path)))
    if _TEMPLATE in entries:
        root.add(_file_template(root.nodes[_TEMPLATE], str(path)))
    return PlainSource("xds", path, root)


def known_keys() -> tuple[str, ...]:
    """Keywords whose values are numbers, and what the reader adds."""
    return (*NUMBERS, _TEMPLATE, "file_template", "other_lines")


def _entries(text: str) -> tuple[dict[str, list[list[str]]], list[str]]:
    """Words by keyword, once for each time it is given; lines that are none of it."""
    grammar = LineGrammar("xds", "line")
    found: dict[str, list[list[str]]] = {}
    others = []
    for line in re.split(r"[\r\n]+", text):
        if not line.partition("!")[0].strip():
            continue
        tree: Tree[str] | None = grammar.parse(line)
        for entry in tree.children if tree is not None else ():
            keyword, *words = (str(word) for word in entry.children)  # type: ignore[union-attr]
            found.setdefault(key_name(keyword[:-1]), []).append(words)
        if tree is None:
            others.append(line.strip()[:80])
    return found, others


def _leaf(key: str, given: Sequence[Sequence[str]], file: str) -> TreeRecord:
    record = TreeRecord(key, file=file)
    if REPEATED.match(key):
        rows = [_value(words) for words in given]
        record.problem = next((_unfilled(words) for words in given if _unfilled(words)), None)
        record.value = rows[0] if len(rows) == 1 else _rows(rows, given)
        return record
    shown = list(dict.fromkeys(" ".join(words) for words in given))
    if len(shown) > 1:
        record.problem = f"{key} is given with different values: {', '.join(shown[:3])}"
    else:
        record.value = _value(given[0])
        record.problem = _unfilled(given[0]) or _odd(key, record.value, shown[0])
    return record


def _odd(key: str, value: Any, shown: str) -> str | None:
    """Why a value is none for this keyword; None if it is, or if there is none."""
    count = NUMBERS.get(key)
    if count is None or value is None:
        return None
    array = np.atleast_1d(np.asarray(value))
    if array.shape != (count,) or array.dtype.kind not in "if":
        wanted = "one number is" if count == 1 else f"{count} numbers are"
        return f"{wanted} needed, not {shown[:40]}"
    if count == 3 and not array.any():
        return f"{shown} is no direction"
    if key in _NOT_NEGATIVE and array[0] < 0:
        return f"{shown} is negative"
    return None


def _value(words: Sequence[str]) -> Any:
    """One number or text, an array of numbers, or texts; None for a keyword without value."""
    if not words:
        return None
    numbers = [number(word) for word in words]
    if any(value is None for value in numbers):
        return array_of(list(words))
    return array_of(numbers)


def _rows(rows: list[Any], given: Sequence[Sequence[str]]) -> Any:
    """Numbers as an array (n, k) where each has as many, else the texts."""
    arrays = [np.atleast_1d(np.asarray(row)) for row in rows if row is not None]
    alike = len(arrays) == len(rows) and len({array.shape for array in arrays}) == 1
    if alike and all(array.dtype.kind in "if" for array in arrays):
        return np.stack(arrays)
    return array_of([" ".join(words) for words in given])


def _unfilled(words: Sequence[str]) -> str | None:
    found = next((word for word in words if _PLACEHOLDER.match(word)), None)
    return f"a placeholder that nobody filled in: {found[:40]}" if found else None


def _file_template(given: Any, file: str) -> TreeRecord:
    """The name of the images, ``?`` as ``#``; of HDF5 files that of the master (as XDS does)."""
    record = TreeRecord("file_template", file=file, problem=given.problem)
    if given.problem is None and not isinstance(given.value, str):
        record.problem = "not one file name"
    if record.problem is not None:
        return record
    name = PurePosixPath(given.value.replace("\\", "/")).name
    if "#" in name or not re.fullmatch(r"[^?]*\?+[^?]*", name):
        record.problem = f"not a template with one row of ?: {name}"
    elif name.lower().endswith((".h5", ".nxs")):
        record.value = re.sub(r"\?+", "master", name)
    else:
        record.value = name.replace("?", "#")
    return record
