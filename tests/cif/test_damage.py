"""One slip in a realistic file: few findings, the first one where the slip is.

Each quote, semicolon and bracket is taken out, and quotes, semicolons, brackets, reserved words
and values are put in before and after words and lines, one at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest

from imgcif_map.cif import Delimiter, Document, parse_cif

from .sample import sample

Fault = tuple[str, int, str]
"""What was done, at which offset, and the text that this gives."""

STEP = 21
"""Every so-manieth fault is tried: the others are of the same kinds."""


def deleted(text: str, new: bool) -> Iterator[Fault]:
    for at, character in enumerate(text):
        if character in "'\"" or (character == ";" and text[at - 1] == "\n"):
            yield f"delete {character}", at, text[:at] + text[at + 1 :]
    if new:
        for at in (m.start() for m in re.finditer(r"[\[\]{}](?![1-3]\]?\s)", text)):
            yield f"delete {text[at]}", at, text[:at] + text[at + 1 :]
    for match in re.finditer(r"\S+", text):
        yield "delete word", match.start(), text[: match.start()] + text[match.end() :]


def inserted(text: str, new: bool) -> Iterator[Fault]:
    lines = [";", ";\n", "loop_\n", "stop_\n", "save_\n", "save_x\n", "data_y\n", "global_\n"]
    for match in re.finditer(r"(?m)^(?=.)", text):
        at = match.start()
        yield from ((f"insert {x!r}", at, text[:at] + x + text[at:]) for x in lines)
    marks = "'\"[]{}" if new else "'\""
    for match in re.finditer(r"\S+", text):
        for at in match.span():
            yield from ((f"insert {x}", at, text[:at] + x + text[at:]) for x in marks)
        at = match.start()
        for word in ("loop_ ", "stop_ ", "data_y ", "extra "):
            yield f"insert {word}", at, text[:at] + word + text[at:]


def constructs(document: Document) -> list[tuple[int, set[int]]]:
    """First lines of items and loops, each with the lines on which a finding may stand."""
    found = []
    for block in document.blocks:
        for loop in block.loops:
            lines = {loop.position.line}
            for column in loop.columns:
                lines.add(column.name_position.line)
                for row, value in enumerate(column.values()):
                    if value.delimiter >= Delimiter.TRIPLE_SINGLE or row in (0, len(column) - 1):
                        first = column.position(row).line
                        lines |= {first, first + value.text.count("\n") + 1}
            found.append((loop.position.line, lines))
    return found


def places(line: int, starts: list[tuple[int, set[int]]]) -> set[int]:
    """Lines where a fault on ``line`` may be said: there, or where its construct begins.

    Where text fields follow each other in a loop, nobody can tell which semicolon is the one
    too many: each of that loop will do. A line that was put in moves what follows.
    """
    allowed = {line - 1, line, line + 1}
    at = bisect_right([first for first, _ in starts], line) - 1
    for number in (at, at + 1):
        if 0 <= number < len(starts):
            allowed |= starts[number][1] | {after + 1 for after in starts[number][1]}
    return allowed


@pytest.mark.parametrize("shift", range(2))
@pytest.mark.parametrize("make", [deleted, inserted], ids=lambda f: f.__name__)
@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_one_slip_gives_few_findings_in_place(version: str, make, shift: int) -> None:
    text = sample(version)
    document = parse_cif(text)
    assert document.problems == ()
    starts = constructs(document)
    seen: Counter[str] = Counter()
    many, elsewhere = [], []
    for what, at, damaged in islice(make(text, version == "2.0"), shift * 3, None, STEP):
        problems = parse_cif(damaged).problems
        line = text.count("\n", 0, at) + 1
        seen[what] += 1
        places_said = [(p.code, p.location.line) for p in problems]
        if len(problems) > 3 or sum(p.count for p in problems) > 5:
            many.append((what, line, places_said))
        if problems and problems[0].location.line not in places(line, starts):
            elsewhere.append((what, line, places_said))
    assert seen.total() > 30
    # A slip in the very first line makes it CIF 1.1 at times, and what follows is said of that.
    assert [fault for fault in many if fault[1] > 1] == []
    assert [fault for fault in elsewhere if fault[1] > 1] == []


def test_the_sample_is_of_the_size_and_kind_that_people_write() -> None:
    text = sample("2.0")
    assert 190 <= text.count("\n") <= 210
    kinds = Counter(
        kind
        for loop in parse_cif(text).blocks[0].loops
        for column in loop.columns
        for kind in column.delimiters().tolist()
    )
    assert set(kinds) == set(range(8)) - {Delimiter.TRIPLE_SINGLE}
