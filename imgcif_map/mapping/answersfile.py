"""Writes answers as the YAML file that :func:`imgcif_map.mapping.answers.read_answers` reads."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.dictionary.summaries import summary
from imgcif_map.mapping.answers import Answers
from imgcif_map.mapping.model import Value
from imgcif_map.mapping.yamltree import resolve

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*")
"""Texts that need no quotes, unless YAML has another meaning for them."""


def answers_text(answers: Answers, dictionary: Dictionary, heading: str = "") -> str:
    """An answers file with the same answers; ``heading`` becomes a comment."""
    lines = [f"# {''.join(c if c.isprintable() else '?' for c in h)}" for h in heading.splitlines()]
    for (category, object_id), value in answers.values.items():
        definition = dictionary.object(category, object_id)
        name = definition.id if definition is not None else f"_{category}.{object_id}"
        told = summary(name)
        lines += ["", *([f"# {told}"] if told else []), f"{_text(name)}: {_answer(value)}"]
    for heading, block in (("set:", answers.settings), ("catalogue:", answers.catalogue)):
        if block:
            lines += ["", heading]
            lines += [f"  {_text(name)}: {_flow(data)}" for name, data in block.items()]
    return "\n".join(lines).lstrip("\n") + "\n"


def _answer(value: Value) -> str:
    if not value.picks:
        return "."
    pick = value.picks[0]
    data = _flow(pick.literal)
    if isinstance(pick.literal, list):
        data = f"[{', '.join('.' if x is None else _flow(x) for x in pick.literal)}]"
    unit = pick.unit.given if pick.unit is not None else None
    return data if unit is None else f"{{value: {data}, unit: {_text(unit)}}}"


def _flow(data: Any) -> str:
    """Data as YAML in one line, so that reading it gives the same data."""
    if isinstance(data, str):
        return _text(data)
    if isinstance(data, list):
        return f"[{', '.join(map(_flow, data))}]"
    if isinstance(data, dict):
        pairs = (f"{_text(str(key))}: {_flow(value)}" for key, value in data.items())
        return f"{{{', '.join(pairs)}}}"
    if data is None or isinstance(data, bool):
        return {None: "null", True: "true", False: "false"}[data]
    if isinstance(data, float) and not math.isfinite(data):
        return ".nan" if math.isnan(data) else ".inf" if data > 0 else "-.inf"
    return repr(data)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and resolve(text) == text:
        return text
    if text.startswith("_") and _PLAIN.fullmatch(text.replace(".", "").lstrip("_")):
        return text  # a data name
    return f'"{"".join(_escaped(text))}"'


def _escaped(text: str) -> Iterator[str]:
    for c in text:
        if c in '"\\':
            yield f"\\{c}"
        elif c.isprintable():
            yield c
        else:
            yield f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\U{ord(c):08x}"
