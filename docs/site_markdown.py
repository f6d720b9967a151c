"""Markdown as it is written here (CommonMark) in the form that the site's renderer reads.

The renderer wants a blank line before a list, and four blanks for all that belongs to an item.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^( *)(```+|~~~+)")
_ITEM = re.compile(r"^( *)([-*+]|\d{1,9}[.)])( +)(?=\S)")
_STEP = 4


def for_the_site(text: str) -> str:
    """The same page for Python-Markdown."""
    lines: list[str] = []
    open_items: list[int] = []
    fence = ""
    before = ""
    for line in text.split("\n"):
        if fence:
            lines.append(_moved(line, open_items))
            fence = "" if line.strip() == fence else fence
            before = "fence"
            continue
        if not line.strip():
            lines.append(line)
            before = ""
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = _ITEM.match(line)
        lazy = before == "text" and not item
        while open_items and indent < open_items[-1] and not lazy:
            open_items.pop()
        if item and before == "text" and (not open_items or indent >= open_items[-1]):
            lines.append("")
        lines.append(_moved(line, open_items))
        if item:
            open_items.append(len(item[0]))
        if opened := _FENCE.match(line):
            fence = opened[2]
        before = "item" if item else "text"
        if item or (before == "text" and open_items):
            before = "item"
    return "\n".join(lines)


def _moved(line: str, open_items: list[int]) -> str:
    """The line with four blanks for each item it stands in, in place of what it had."""
    if not open_items or not line.strip():
        return line
    blanks = len(line) - len(line.lstrip(" "))
    return " " * (_STEP * len(open_items)) + line[min(blanks, open_items[-1]) :]
