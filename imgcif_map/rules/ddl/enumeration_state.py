"""DDL010."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.context import Context
from imgcif_map.rules.suggest import did_you_mean

_MOST_STATES = 12


class EnumerationState(Rule):
    """A value is not one of those that the dictionary lists.

    What
        The definition lists the legal values (`_enumeration_set.state`), nothing
        says that others may stand too (`_enumeration.mandatory`), and this value
        is not among them. Codes are compared without regard to case, text is not.

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
        for block in context.blocks:
            for column in block.defined:
                assert column.definition is not None
                states = column.definition.states
                if not states or not column.definition.mandatory:
                    continue
                rows = self._rows(column, frozenset(canonical(s, column.contents) for s in states))
                if rows:
                    text = self._first(column, rows[0], states)
                    yield self.finding(
                        f"{text!r} is not a value of {column.name}",
                        column,
                        rows,
                        value=text,
                        hint=self._hint(text, states),
                    )

    @staticmethod
    def _rows(column: DataColumn, legal: frozenset[str]) -> list[int]:
        bad = {t for t in column.distinct if canonical(t, column.contents) not in legal}
        inside = set(column.structured)
        rows = [row for row in column.rows_of(bad) if row not in inside]
        for row in sorted(inside):
            texts = (value.text for value in column.elements(row))
            if any(canonical(text, column.contents) not in legal for text in texts):
                rows.append(row)
        return rows

    @staticmethod
    def _first(column: DataColumn, row: int, states: tuple[str, ...]) -> str:
        if row not in column.structured:
            return column.texts[row]
        legal = {canonical(state, column.contents) for state in states}
        texts = (value.text for value in column.elements(row))
        return next(t for t in texts if canonical(t, column.contents) not in legal)

    @staticmethod
    def _hint(text: str, states: tuple[str, ...]) -> str:
        near = did_you_mean(text, states, 0.6)
        if near or len(states) > _MOST_STATES:
            return near
        return "one of " + ", ".join(state if " " not in state else repr(state) for state in states)
