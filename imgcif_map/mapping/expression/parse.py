"""Expressions, conditions and templates from text, with errors that point at a column."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.memo import memo
from imgcif_map.mapping.expression.problems import Problem, explain
from imgcif_map.mapping.expression.refusals import Refused, as_condition

if TYPE_CHECKING:
    from lark import Lark

MAX_LENGTH: Final = 4000
"""Characters of one expression; a longer one is a mistake or an attack."""
MAX_DEPTH: Final = 40
"""Nested brackets of any kind."""

_SPEC: Final = re.compile(r":(0?[1-9][0-9]?d?|\.[0-9]{1,2}[feg])$")


def parse_expression(text: str, place: Place, *, exact: bool = True) -> ast.Expression:
    """An expression: a path, a call or a literal.

    ``place`` is where the first character of ``text`` stands; ``exact=False`` says that
    columns do not carry over (a text folded over lines). Raises MappingError.
    """
    tree = _tree(text, place, exact)
    if isinstance(tree, ast.Compare | ast.Not):
        raise MappingError(
            f"'{text}' is a condition where a value is expected",
            place=place,
            hint="conditions stand in when:, where: and between [ ]",
        )
    if isinstance(tree, ast.Path | ast.Call):
        return replace(tree, place=place) if exact else tree
    literal: ast.Text | ast.ListOf = tree
    return literal


def parse_condition(text: str, place: Place, *, exact: bool = True) -> ast.Condition:
    """A condition: a comparison, ``not …`` or a bare expression ("is usable")."""
    try:
        return as_condition(_tree(text, place, exact))
    except Refused as refused:
        raise MappingError(refused.message, place=place, hint=refused.hint) from None


def parse_template(text: str, place: Place, *, exact: bool = True) -> ast.Template:
    """Text with inserts: ``"{$scan/name}.{$i:06}"``; ``{{`` and ``}}`` are plain braces."""
    if not exact:
        place = replace(place, line=0, column=0, file=str(place))
    return ast.Template(
        tuple(
            part if isinstance(part, str) else (_insert(part[1], shift(place, part[0])), part[2])
            for part in _split_template(text, place)
        ),
        text,
    )


def shift(place: Place, offset: int) -> Place:
    """The place ``offset`` characters further on; a place without a line stays."""
    return replace(place, column=place.column + offset) if place.line else place


def _insert(text: str, place: Place) -> ast.Expression:
    if not text.strip():
        raise MappingError("empty braces", place=place, hint="write a name between { and }")
    return parse_expression(text, place)


def _split_template(text: str, place: Place) -> list[str | tuple[int, str, str]]:
    """Literal text and ``(offset, expression, format)`` in turn."""
    parts: list[str | tuple[int, str, str]] = []
    literal: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in "{}" and text[at : at + 2] == char * 2:
            literal.append(char)
            at += 2
        elif char == "{":
            if literal:
                parts.append("".join(literal))
                literal = []
            end = _closing(text, at, place)
            inner = text[at + 1 : end]
            spec = _SPEC.search(inner)
            parts.append(
                (at + 1, inner[: spec.start()] if spec else inner, spec.group(1) if spec else "")
            )
            at = end + 1
        elif char == "}":
            raise MappingError(
                "} without {", place=shift(place, at), hint="write }} for a plain brace"
            )
        else:
            literal.append(char)
            at += 1
    if literal:
        parts.append("".join(literal))
    return parts


def _closing(text: str, start: int, place: Place) -> int:
    """Offset of the ``}`` that closes the ``{`` at ``start``; quotes are skipped."""
    depth, quote = 0, ""
    for at in range(start, len(text)):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'`":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return at
    raise MappingError(
        "{ is never closed", place=shift(place, start), hint="write {{ for a plain brace"
    )


def _tree(text: str, place: Place, exact: bool) -> Any:
    try:
        return _parse(text)
    except Problem as problem:
        raise MappingError(
            f"{problem.message} in '{_short(text)}'",
            place=shift(place, problem.offset) if exact else place,
            hint=problem.hint,
        ) from None


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 60 else text[:57] + "..."


@lru_cache(maxsize=4096)
def _parse(text: str) -> Any:
    known = memo()
    tree = known.get(text)
    if tree is None:
        tree = _parse_afresh(text)
        known.add(text, tree)
    return tree


def _parse_afresh(text: str) -> Any:
    from lark.exceptions import LarkError, UnexpectedInput, VisitError

    _bounded(text)
    try:
        tree = _grammar().parse(text)
    except VisitError as error:
        if isinstance(error.orig_exc, Refused):
            refused = error.orig_exc
            raise Problem(refused.offset, refused.message, refused.hint) from None
        raise
    except Refused as refused:
        raise Problem(refused.offset, refused.message, refused.hint) from None
    except UnexpectedInput as error:
        raise explain(text, error) from None
    except LarkError as error:
        raise Problem(0, str(error).splitlines()[0]) from None
    if isinstance(tree, ast.Path | ast.Call):
        return replace(tree, text=text)
    return tree


def _bounded(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise Problem(0, f"an expression of more than {MAX_LENGTH} characters")
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if depth > MAX_DEPTH:
            raise Problem(at, f"more than {MAX_DEPTH} brackets inside each other")


@cache
def _grammar() -> Lark:
    from lark import Lark

    from imgcif_map.mapping.expression.build import Builder

    grammar = resources.files(__package__).joinpath("expr.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=True,
        transformer=Builder(),
    )
