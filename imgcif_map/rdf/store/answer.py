"""Answers to queries, and how they are shown."""

from __future__ import annotations

import csv
import enum
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.harmless import safe, shortened

_WIDEST = 60


class Shown(enum.StrEnum):
    """Ways to show an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, a yes or no, or a graph as Turtle."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    yes: bool | None = None
    graph: str | None = None
    plain: Mapping[str, Any] | None = None
    """As JSON (SPARQL 1.1 Query Results)."""


def from_json(given: Any) -> Answer:
    """An answer from SPARQL's JSON, or ``{"graph": Turtle}``. Raises UnreadableInput."""
    try:
        if "graph" in given:
            return Answer(graph=str(given["graph"]))
        if "boolean" in given:
            return Answer(yes=bool(given["boolean"]), plain=given)
        columns = tuple(str(name) for name in given["head"]["vars"])
        rows = tuple(
            tuple(str(row[name]["value"]) if name in row else "" for name in columns)
            for row in given["results"]["bindings"]
        )
        return Answer(columns, rows, plain=given)
    except (KeyError, TypeError, AttributeError):
        raise UnreadableInput("the answer is no SPARQL result") from None


def shown(answer: Answer, how: Shown) -> str:
    """The answer as text; raises UsageError where it cannot be shown so."""
    if answer.graph is not None:
        if how in (Shown.CSV, Shown.JSON):
            raise UsageError(f"a graph cannot be shown as {how}", hint="--format ttl")
        return answer.graph
    if how is Shown.TTL:
        raise UsageError("only graphs are shown as Turtle", hint="ask with CONSTRUCT or DESCRIBE")
    if how is Shown.JSON:
        return json.dumps(answer.plain, indent=1) + "\n"
    if answer.yes is not None:
        return "yes\n" if answer.yes else "no\n"
    return _csv(answer) if how is Shown.CSV else _table(answer)


def _csv(answer: Answer) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([answer.columns, *answer.rows])
    return stream.getvalue()


def _table(answer: Answer) -> str:
    columns = [safe(name) for name in answer.columns]
    rows = [[shortened(cell, _WIDEST) for cell in row] for row in answer.rows]
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    lines = [columns, ["-" * width for width in widths], *rows]
    text = "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )
    return f"{text}\n({len(rows)} row{'s' * (len(rows) != 1)})\n"
