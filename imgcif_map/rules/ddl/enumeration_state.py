"""DDL010."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults, judged
from imgcif_map.rules.suggest import did_you_mean

_MOST_STATES = 12


class EnumerationState(Rule):
    """A value is not one of those that the dictionary lists.

    What
        The definition lists the legal values (`_enumeration_set.state`), nothing
        says that others may stand too (`_enumeration.mandatory`), and this value,
        or an element of a List, is not among them. Code, Name and Tag are compared
        without regard to case, numbers as numbers, all other text exactly. The keys
        of a Table are held against the states of the item that
        `_type.indices_referenced_id` names.

    Why
        A program that switches on the value does not know this one.

    Fails
        loop_
          _axis.id
          _axis.type
            omega rotaton

    Passes
        loop_
          _axis.id
          _axis.type
            omega rotation
    """

    code = "DDL010"
    name = "enumeration-state"

    def check(self, context: Context) -> Iterator[Finding]:
        for _, column in judged(context):
            bound = column.constraints
            if bound is not None and bound.states and bound.mandatory:
                yield from self._values(column, bound.states)
            if column.structures is not None and column.structures.keys:
                yield from self._keys(column)

    def _values(self, column: DataColumn, states: tuple[str, ...]) -> Iterator[Finding]:
        if column.structures is not None and any(state[:1] in ("[", "{") for state in states):
            return  # the states are whole Lists, of which only the text is known
        legal = frozenset(canonical(state, column.contents) for state in states)
        leaves = column.leaves
        bad = {t for t in leaves.distinct if canonical(t, column.contents) not in legal}
        found = faults(column, leaves.rows_of(bad))
        if found is not None:
            yield self.finding(
                f"{found.text!r} is not a value of {column.name}",
                column,
                found.rows,
                value=found.text,
                hint=_hint(found.text, states),
            )

    def _keys(self, column: DataColumn) -> Iterator[Finding]:
        table, structures = column.type.table, column.structures
        if table is None or structures is None or not table.key_states:
            return
        legal = {canonical(state, table.keys) for state in table.key_states}
        bad = [
            (row, key)
            for row, key in structures.keys
            if canonical(key, table.keys) not in legal and row not in column.misfits
        ]
        if bad:
            yield self.finding(
                f"{bad[0][1]!r} is not a key of {column.name}",
                column,
                sorted({row for row, _ in bad}),
                value=bad[0][1],
                hint=_hint(bad[0][1], table.key_states),
            )


def _hint(text: str, states: tuple[str, ...]) -> str:
    if text in (".", "?"):
        return "in quotes it is text; without them it is a null"
    near = did_you_mean(text, states, 0.6)
    if near or len(states) > _MOST_STATES:
        return near
    return "one of " + ", ".join(state if " " not in state else repr(state) for state in states)
