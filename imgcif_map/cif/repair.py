"""Which semicolon at a line start was forgotten, or is one too many.

Without one of its delimiters a text field runs on to the next one, and from there on text is
taken for structure and structure for text. The way out that explains most: between two
semicolons stands either text or structure, they alternate, and structure before a text field
ends with a lone data name. Breaks of the alternation are the faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from imgcif_map.cif.kinds import STRUCTURE

_MOST = 200_000
"""With more semicolons than that nobody looks for the one that is missing."""
_NAME_LINE = re.compile(rb"[ \t]*+_[A-Za-z][^\s]*+[ \t]*+")
_LINE = re.compile(
    rb"\n(?:_[A-Za-z][^\s]*+[ \t]|loop_[ \t]*+\n|data_[^\s]++[ \t]*+\n)", re.IGNORECASE
)
"""A line of structure; examples in text fields are mostly indented."""
_ENOUGH = 4
_PROSE = re.compile(rb"[A-Za-z,]++[ \t]++[A-Za-z]++[ \t]++[a-z]++[ \t]++[A-Za-z(]")
_BREAK = 4
"""What a break of the alternation costs."""
_EDGE = 4
"""What it is worth that a file ends outside text fields."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """Offsets of semicolons at line starts that are not what they seem."""

    unclosed: frozenset[int] = frozenset()
    """They open a text field that nothing closes."""
    inner: frozenset[int] = frozenset()
    """They stand in the midst of a text."""


def find_repairs(data: bytes) -> Repairs:
    """The semicolons that best explain why text fields do not come out even."""
    places = [0] if data.startswith(b";") else []
    at = data.find(b"\n;")
    while at >= 0:
        places.append(at + 1)
        if len(places) > _MOST:
            return Repairs()
        at = data.find(b"\n;", at + 1)
    if not places:
        return Repairs()
    states = _states(data, places)
    unclosed: list[int] = []
    inner: list[int] = []
    for place, before, after in zip(places, states, states[1:], strict=False):
        if before == after:
            (inner if before else unclosed).append(place)
    return Repairs(frozenset(unclosed), frozenset(inner))


def _states(data: bytes, places: list[int]) -> list[bool]:
    """For each stretch between semicolons whether it is text; the best path by Viterbi."""
    structure, text = 0.0, float("-inf")
    back: list[tuple[bool, bool]] = []
    for number, place in enumerate(places):
        end = places[number + 1] if number + 1 < len(places) else len(data)
        as_structure, as_text = _scores(data, place, end, number + 1 == len(places))
        stays, comes = structure - _BREAK, text
        on, enters = text - _BREAK, structure
        back.append((comes < stays, on <= enters))
        structure, text = max(stays, comes) + as_structure, max(on, enters) + as_text
    states = [text > structure]
    for from_structure, opened in reversed(back):
        state = states[-1]
        states.append(not opened if state else not from_structure)
    return states[::-1]


def _scores(data: bytes, place: int, end: int, last: bool) -> tuple[float, float]:
    """How much the stretch after a semicolon looks like structure, and like text."""
    line = data.find(b"\n", place, end)
    line = end if line < 0 else line
    said = data[place + 1 : line].strip()
    structure = text = 0.0
    if last:
        structure += _EDGE
    else:
        start = data.rfind(b"\n", place, end - 1) + 1
        if start > place and _NAME_LINE.fullmatch(data, start, end - 1):
            structure += 3
    structure += sum(1 for _ in islice(_LINE.finditer(data, line, end), _ENOUGH))
    if said and not said.startswith(b"#"):
        text += 2
    first = line
    while first + 1 < end and data[first + 1 : first + 2] == b"\n":
        first += 1
    if not said:
        if STRUCTURE.match(data, first, end):
            structure += 1
        elif data[first:end].strip():
            text += 0.5
    if _PROSE.search(data, place, end) and not STRUCTURE.search(data, line, end):
        text += 1
    return structure, text
