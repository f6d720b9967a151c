"""Lines of headers through Lark grammars, which stand in ``imgcif_map/sources/grammars``."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark, Tree


class LineGrammar:
    """A grammar with several start rules, tried in turn on one line."""

    def __init__(self, name: str, *starts: str) -> None:
        self._starts = starts
        self._lark = _parser(name, starts)

    def parse(self, line: str) -> Tree[str] | None:
        """The tree of the first rule that fits the whole line; None if none does."""
        from lark.exceptions import UnexpectedInput

        for start in self._starts:
            try:
                return self._lark.parse(line, start=start)  # type: ignore[return-value]
            except UnexpectedInput:
                continue
        return None


@lru_cache(maxsize=16)
def _parser(name: str, starts: tuple[str, ...]) -> Lark:
    """Made once: it takes as long as reading a hundred headers."""
    from lark import Lark

    text = resources.files("imgcif_map.sources.grammars").joinpath(f"{name}.lark")
    return Lark(
        text.read_text(encoding="utf-8"),
        parser="lalr",
        start=list(starts),
        maybe_placeholders=True,
    )
