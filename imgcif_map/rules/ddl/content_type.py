"""DDL002."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.contents import Contents, form_of
from imgcif_map.rules.context import Context


def faulty_rows(column: DataColumn, form: Contents) -> list[int]:
    """Rows whose value does not have that form; the whole column is matched in one go."""
    if form.name in ("word", "code") and not column.has_white_space:
        return []
    if form.name == "integer" and column.written_as_integers:
        return []
    if form.name == "real" and column.written_as_reals:
        return []
    if column.joined is not None and form.test is None and form.whole.fullmatch(column.joined):
        return []
    states = {state.casefold() for state in column.definition.states} if column.definition else ()
    bad = {t for t in column.distinct if not form.accepts(t) and t.casefold() not in states}
    rows = column.rows_of(bad)
    if not column.structured:
        return rows
    inside = set(column.structured)
    rows = [row for row in rows if row not in inside]
    rows += [r for r in inside if any(not form.accepts(v.text) for v in column.elements(r))]
    return sorted(rows)


class ContentType(Rule):
    """A value is not of the type that the dictionary asks for.

    What
        The value, or an element of a List, Array, Matrix or Table, does not have
        the form that `_type.contents` of its definition names: Integer, Real,
        Code, Word, DateTime and so on. Nulls (`.` and `?`) and the states that
        the dictionary lists are always accepted.

    Why
        A program that reads the value as that type stops or goes astray.

    Fails
        _diffrn_scan.frames  many

    Passes
        _diffrn_scan.frames  3600
    """

    code = "DDL002"
    name = "content-type"
    aliases = ("wrong-type",)

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for column in block.defined:
                form = form_of(column.contents)
                rows = faulty_rows(column, form) if form else []
                if form and rows:
                    text = self.shown(column, rows[0], form)
                    yield self.finding(
                        f"{column.name} is {form.words}, not {text}",
                        column,
                        rows,
                        hint=self._hint(text, column),
                    )

    @staticmethod
    def shown(column: DataColumn, row: int, form: Contents) -> str:
        """The first faulty text of a value, quoted."""
        if row in column.structured:
            return repr(next(v.text for v in column.elements(row) if not form.accepts(v.text)))
        return repr(column.texts[row][:80])

    @staticmethod
    def _hint(text: str, column: DataColumn) -> str:
        if column.contents == "integer":
            value = column.numbers[np.isfinite(column.numbers)]
            if value.size and "." in text and text.strip("'").rstrip("0").endswith("."):
                return "write it without a decimal point"
        if column.contents in ("integer", "real") and "," in text:
            return "the decimal sign is a point"
        if column.contents in ("word", "code") and " " in text:
            return "no white space is allowed here, an underscore may do"
        if column.contents == "datetime":
            return "a time needs its offset: Z for UTC, or +01:00"
        return ""
