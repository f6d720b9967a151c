"""The line of a file that a finding is about, and a mark below what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from imgcif_map.findings import Finding
from imgcif_map.report.plain import cell, safe

_TAB = 8
_ELLIPSIS = "…"


class Excerpt(NamedTuple):
    """A source line as a terminal shows it, and the columns of it that are marked."""

    text: str
    start: int
    length: int


class Source:
    """The lines of a file that are asked for; none of them if it cannot be read again.

    Lines end with LF, CR or both, as in CIF. Only regular files are opened: a
    pipe would give nothing a second time.
    """

    def __init__(self, path: str, lines: Iterable[int]) -> None:
        self._lines: dict[int, str] = {}
        wanted = set(lines)
        last = max(wanted, default=0)
        try:
            if not last or not path or not Path(path).is_file():
                return
            with Path(path).open(encoding="utf-8-sig", errors="replace") as stream:
                for number, text in enumerate(stream, 1):
                    if number in wanted:
                        self._lines[number] = text.rstrip()
                    if number == last:
                        break
        except (OSError, ValueError):  # gone, not allowed, or no file name at all
            self._lines.clear()

    def line(self, number: int) -> str | None:
        """The text of a line; None if it is not known."""
        return self._lines.get(number)


def excerpt(line: str, finding: Finding, columns: int) -> Excerpt:
    """The part of a source line around the finding that fits into so many columns."""
    at = min(max(finding.location.column, 1) - 1, len(line))
    cells = _cells(line)
    end = min(at + marked(line[at:], finding), len(cells))
    while 0 < at < len(cells) and cells[at][1] == 0:
        at -= 1  # a combining character is marked with the one it stands on
    first, last = _window(cells, at, columns)
    head = _ELLIPSIS if first else ""
    tail = _ELLIPSIS if last < len(cells) else ""
    text = head + "".join(shown for shown, _ in cells[first:last]) + tail
    before = len(head) + _total(cells[first:at])
    return Excerpt(text.rstrip(), before, max(1, _total(cells[at : min(end, last)])))


def marked(rest: str, finding: Finding) -> int:
    """How many characters of the line the finding is about: its value, its name, or one."""
    value, item = finding.value or "", finding.location.item or ""
    if value and rest.startswith(value):
        return len(value)
    if value and rest[:1] in "'\"" and rest[1:].startswith(f"{value}{rest[:1]}"):
        return len(value) + 2
    if item and rest[: len(item)].casefold() == item.casefold():
        return len(item)
    return 1


def _cells(line: str) -> list[tuple[str, int]]:
    """What is shown for each character, and how wide it is."""
    cells: list[tuple[str, int]] = []
    reached = 0
    for original, shown in zip(line, safe(line), strict=True):
        if original == "\t":
            shown = " " * (_TAB - reached % _TAB)
            cells.append((shown, len(shown)))
        else:
            cells.append((shown, cell(shown)))
        reached += cells[-1][1]
    return cells


def _window(cells: list[tuple[str, int]], at: int, columns: int) -> tuple[int, int]:
    """First and last character to show: the beginning if the mark is in it, else the middle."""
    if _total(cells) <= columns:
        return 0, len(cells)
    first = at
    if _total(cells[: at + 1]) <= columns * 3 // 4:
        first = 0
    else:
        behind = min(_total(cells[at:]), columns // 2)
        first = _back(cells, at, columns - behind - 2)
    last, room = first, columns - 1 - (1 if first else 0)
    while last < len(cells) and room >= cells[last][1]:
        room -= cells[last][1]
        last += 1
    return first, last


def _back(cells: list[tuple[str, int]], at: int, room: int) -> int:
    """How far left of a character one can go; never to the middle of a combined one."""
    first = at
    while first > 0 and room >= cells[first - 1][1]:
        first -= 1
        room -= cells[first][1]
    while first < at and cells[first][1] == 0:
        first += 1
    return first


def _total(cells: list[tuple[str, int]]) -> int:
    return sum(wide for _, wide in cells)
