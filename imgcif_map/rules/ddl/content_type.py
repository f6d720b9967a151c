"""DDL002."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import Delimiter
from imgcif_map.dictionary.model import Definition
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.contents import NUMERIC, Contents, form_of
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults, judged
from imgcif_map.rules.spelling import spelling_hint
from imgcif_map.rules.valuetype import STATE


class ContentType(Rule):
    """A value is not of the type that the dictionary asks for.

    What
        The value, or an element of a List, Array, Matrix or Table, does not have
        the form that `_type.contents` of its definition names: Integer, Real,
        Code, Word, DateTime and so on. Or a key of a Table does not have the form
        of `_type.indices`. Nulls (`.` and `?`) and the states that the dictionary
        lists are always accepted; where no other value is legal,
        DDL010 looks after it.

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
        for _, column in judged(context):
            form = form_of(column.contents)
            bound = column.constraints
            if form is not None and bound is not None and not _has_states(column, bound):
                # A state is legal as a value, and must itself be of the type.
                states = () if column.id == STATE else bound.states
                found = faults(column, faulty(column.leaves, form, states))
                if found is not None:
                    yield self._finding(column, form, found.rows, found.text)
            if column.structures is not None and column.structures.keys:
                yield from self._keys(column)

    def _finding(self, column: DataColumn, form: Contents, rows: list[int], text: str) -> Finding:
        return self.finding(
            f"{column.name} is {form.words}, not {text[:80]!r}",
            column,
            rows,
            value=text,
            hint=spelling_hint(text, form.name),
        )

    def _keys(self, column: DataColumn) -> Iterator[Finding]:
        table, structures = column.type.table, column.structures
        form = form_of(table.keys) if table else None
        if form is None or structures is None or (table and table.key_states):
            return
        bad = [(row, key) for row, key in structures.keys if not form.accepts(key)]
        bad = [(row, key) for row, key in bad if row not in column.misfits]
        if bad:
            yield self.finding(
                f"a key of {column.name} is {form.words}, not {bad[0][1][:80]!r}",
                column,
                sorted({row for row, _ in bad}),
                value=bad[0][1],
                hint=spelling_hint(bad[0][1], form.name),
            )


def _has_states(column: DataColumn, bound: Definition) -> bool:
    """True if only listed values are legal, so that they alone matter."""
    return bool(bound.states) and bound.mandatory and column.id != STATE


def faulty(column: DataColumn, form: Contents, states: tuple[str, ...] = ()) -> list[int]:
    """Rows of single values that do not have that form; the whole column is matched in one go.

    Quoted numbers are left out: they are reported as such.
    """
    if _all_have(column, form):
        return []
    legal = {canonical(state, form.name) for state in states}
    bad = {
        t for t in column.distinct if not form.accepts(t) and canonical(t, form.name) not in legal
    }
    rows = column.rows_of(bad)
    if form.name not in NUMERIC or column.all_bare:
        return rows
    bare, texts = column.delimiters == Delimiter.BARE, column.texts
    return [row for row in rows if bare[row] or not form.accepts(texts[row].strip())]


def _all_have(column: DataColumn, form: Contents) -> bool:
    """True if every value has the form or is null; False if that needs a closer look."""
    if form.name in ("word", "code"):
        return not column.has_white_space
    if form.name == "integer" and column.written_as_integers:
        return True
    if form.name == "real" and column.written_as_reals:
        return True
    joined, distinct = column.joined, column.distinct
    if joined is None or column.quoted_nulls:
        return False
    # Hashing is faster than matching, and long columns often repeat few values.
    if 2 * len(distinct) < len(column):
        joined = "\n".join(distinct) + "\n"
    return form.accepts_all(joined)
