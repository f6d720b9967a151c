"""DDL003."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.fit import Misfit
from imgcif_map.rules.judged import judged


class Container(Rule):
    """A value is a List or Table where a single value is asked for, or the other way round.

    What
        The value does not have the structure of `_type.container`: a List or Table
        for a Single item, a single value for a List, Array, Matrix or Table, or an
        element of one of these that is no single value. Or it does not have the
        size of `_type.dimension`, or the rows of an Array or Matrix differ in
        length. A null may stand for any element or row. A CBF binary section counts
        as an Array, a Matrix, a List or a text.

    Why
        A program that expects one value cannot use three, and cannot guess how
        one value fills a matrix.

    Fails
        _diffrn_scan.id  [S1 S2]

    Passes
        _diffrn_scan.id  S1
    """

    code = "DDL003"
    name = "container"

    def check(self, context: Context) -> Iterator[Finding]:
        for _, column in judged(context):
            # Values of several wrong sizes are one fault.
            groups: dict[tuple[str, bool], list[int]] = {}
            for row, misfit in sorted(column.misfits.items()):
                groups.setdefault((misfit.wanted, misfit.of_element), []).append(row)
            for rows in groups.values():
                yield self._finding(column, column.misfits[rows[0]], rows)

    def _finding(self, column: DataColumn, misfit: Misfit, rows: list[int]) -> Finding:
        subject = f"an element of {column.name}" if misfit.of_element else column.name
        message = f"{subject} is {misfit.wanted}, not {misfit.found}"
        return self.finding(message, column, rows, hint=_hint(misfit))


def _hint(misfit: Misfit) -> str:
    if misfit.found == "a single value":
        if misfit.wanted.startswith("a Table"):
            return "a Table is written {'key':value 'key':value}, in CIF 2.0 alone"
        return "write it in square brackets, which only CIF 2.0 has"
    if misfit.wanted == "a single value" and misfit.found == "a List" and not misfit.of_element:
        return "several values of one item are the rows of a loop"
    return ""
