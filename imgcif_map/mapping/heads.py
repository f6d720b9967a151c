"""The head of a mapping file: what says whether it applies, read without the rest.

Choosing a mapping looks through all of them; their items, tables and tests are nine tenths of
the text, and only those of the chosen ones are needed.
"""

from __future__ import annotations

import re
from typing import Final

BODY: Final = frozenset(
    (
        "target", "params", "frame", "blocks", "let", "items", "tables", "categories", "checks",
        "gaps", "ignore", "fix", "tests", "reverse", "instrument", "lookups", "pipelines",
        "no_source",
    )
)  # fmt: skip
"""Sections that say what a mapping does, not when."""
_TOP: Final = re.compile(r"^[^\s#].*$", re.M)
_KEY: Final = re.compile(r"([a-z_]+):(?=\s|$)")
_OTHER_BREAKS: Final = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


def head(text: str) -> tuple[str, frozenset[str]] | None:
    """The text with the sections of ``BODY`` emptied, line by line, and the names of all sections.

    None where the text alone does not tell sections apart: then all of it has to be parsed.
    """
    if _OTHER_BREAKS.search(text):
        return None
    starts: dict[str, int] = {}
    for line in _TOP.finditer(text):
        key = _KEY.match(line.group())
        if key is None or key[1] in starts:
            return None
        starts[key[1]] = line.start()
    if not starts:
        return None
    kept = [text[: min(starts.values())]]
    ends = [*list(starts.values())[1:], len(text)]
    for (name, start), end in zip(starts.items(), ends, strict=True):
        section = text[start:end]
        kept.append("\n" * section.count("\n") if name in BODY else section)
    return "".join(kept), frozenset(starts)
