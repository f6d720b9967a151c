"""Lines of mapping files that name something, found by searching their text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

VALUES = ("items", "categories", "reverse fields")
EVERYWHERE = (*VALUES, "no_source", "reverse", "tests", "let", "tables")


def lines_of(paths: Iterable[Path], name: str, sections: Iterable[str] = EVERYWHERE) -> set[str]:
    """``file:line`` of all lines in some sections that name a data name."""
    category, object_id = name.removeprefix("_").split(".")
    whole = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w\[])")
    inside = re.compile(rf"(^|[{{\s,]){re.escape(object_id)}: ")
    target = re.compile(rf"\bto: _?{re.escape(category)}\.{re.escape(object_id)}(?![\w\[])")
    found = set()
    for path in paths:
        for number, section, within, line in _read(path):
            code = re.sub(r"\s#.*", "", line)
            named = whole.search(code) and not _prose(section, code, whole)
            listed = section == "categories" and within == category and inside.search(code)
            if section in sections and (named or listed or target.search(code)):
                found.add(f"{path}:{number}")
    return found


def with_text(paths: Iterable[Path], pattern: str) -> set[str]:
    """``file:line`` of all lines that have a text."""
    return {
        f"{path}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line)
    }


def _prose(section: str, code: str, whole: re.Pattern[str]) -> bool:
    """Where a name stands in a reason, not before a colon."""
    if section in ("no_source", "reverse"):
        return whole.search(code.partition(": ")[0]) is None
    return section == "gaps"


def _read(path: Path):
    """Number, section, category and text of each line."""
    section, within = "", ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if top := re.match(r"(\w+):", line):
            section, within = top[1], ""
        elif section.startswith("reverse") and (part := re.match(r"  (\w+):", line)):
            section = "reverse fields" if part[1] == "fields" else "reverse"
        elif section == "categories" and (part := re.match(r"  (\w+):", line)):
            within = part[1]
        yield number, section, within, line
