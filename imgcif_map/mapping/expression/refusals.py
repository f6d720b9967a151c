"""What the grammar allows and the language does not; free of the parser, which loads slowly."""

from __future__ import annotations

from typing import Any

from imgcif_map.mapping.expression import ast


class Refused(Exception):
    """Grammatical, but not allowed; ``offset`` counts code points from 0."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


def as_condition(tree: Any) -> ast.Condition:
    """A bare expression as a condition is "usable"; a literal is refused."""
    if isinstance(tree, ast.Compare | ast.Not):
        return tree
    if isinstance(tree, ast.Text | ast.ListOf):
        raise Refused(0, "a literal is not a condition", "compare it with something: name = 'NXmx'")
    return ast.Usable(tree)
