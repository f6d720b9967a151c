"""Whether a fixed value of a mapping can be what a definition asks for."""

from __future__ import annotations

from typing import Any

from imgcif_map.dictionary.model import Definition
from imgcif_map.mapping.engine.cells import fit
from imgcif_map.mapping.quantity import Quantity


def misfit(data: Any, definition: Definition) -> str:
    """Why a value cannot be written, in words; "" if it can, or if it is null."""
    for member in data if isinstance(data, tuple) else (data,):
        if member is None or isinstance(member, tuple):
            continue
        said: list[str] = []

        def report(kind: str, message: str, said: list[str] = said) -> None:
            said.append(message)

        fit(Quantity(member, kind="value"), definition, None, report)
        if said:
            return said[0]
    return ""


def words(data: Any) -> list[str]:
    """The texts of a value, in lower case."""
    members = data if isinstance(data, tuple) else (data,)
    return [str(m).casefold() for m in members if m is not None and not isinstance(m, tuple)]
