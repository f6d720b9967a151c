"""Calls against the registry: is there such a function, and do the arguments fit."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

from imgcif_map.errors import Place
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.loading.shapes import near


def check_call(
    name: str, positional: int, named: Sequence[str], place: Place, book: Notebook
) -> None:
    """Check one call; ``positional`` counts the value of ``fn:`` as well."""
    if book.functions is None:
        return
    function = book.functions.get(name)
    if function is None:
        hint = near(name, book.functions) or "functions are listed in the reference"
        book.say("unknown-function", f"there is no function '{name}'", place, hint)
        return
    problem = wrong_arguments(function, positional, named)
    if problem:
        book.say("wrong-arguments", problem, place, f"it is {signature_text(function)}")


def parameters(function: Function) -> list[inspect.Parameter]:
    """The parameters a mapping file fills, without the engine's ``call``."""
    found = list(inspect.signature(function.run).parameters.values())
    return found[1:] if found and found[0].name == "call" else found


def signature_text(function: Function) -> str:
    """``scale(x, factor, constant=0)``."""
    texts: list[str] = []
    for parameter in parameters(function):
        if parameter.kind is parameter.VAR_POSITIONAL:
            texts.append(f"{parameter.name}...")
        elif parameter.default is parameter.empty:
            texts.append(parameter.name)
        else:
            texts.append(f"{parameter.name}={parameter.default}")
    return f"{function.name}({', '.join(texts)})"


def wrong_arguments(function: Function, positional: int, named: Sequence[str]) -> str:
    """What does not fit, in words, or ""."""
    known = parameters(function)
    places = [p for p in known if p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}]
    open_ended = any(p.kind is p.VAR_POSITIONAL for p in known)
    by_name = {p.name for p in known if p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}}
    if positional > len(places) and not open_ended:
        return f"{function.name} takes at most {len(places)} arguments, not {positional}"
    for name in named:
        if name not in by_name:
            return f"{function.name} has no argument '{name}'"
        if name in {p.name for p in places[:positional]}:
            return f"{function.name} gets its argument '{name}' twice"
    for parameter in (*places[positional:], *(p for p in known if p.kind is p.KEYWORD_ONLY)):
        if parameter.default is parameter.empty and parameter.name not in named:
            return f"{function.name} needs an argument '{parameter.name}'"
    return ""
