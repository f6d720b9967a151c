"""DDL003."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context

_LISTS = frozenset({"list", "array", "matrix"})


def shape_of(value: CifValue) -> tuple[int, ...] | None:
    """Lengths of a nested List by level, () for a single value; None if it is ragged."""
    if value.delimiter != Delimiter.LIST:
        return ()
    shapes = {shape_of(item) for item in value.items if isinstance(item, CifValue)}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(value.items), *(shapes.pop() or () if shapes else ()))


class Container(Rule):
    """A value is a List or Table where a single value is asked for, or the other way round.

    What
        `_type.container` of the definition does not fit: a List or Table for a
        Single item, a single value for a List, Array, Matrix or Table, or an
        Array or Matrix that does not have the size of `_type.dimension`.
        A CBF binary section counts as an array.

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
        for block in context.blocks:
            for column in block.defined:
                yield from self._column(column)

    def _column(self, column: DataColumn) -> Iterator[Finding]:
        assert column.definition is not None
        wanted = column.definition.container.casefold()
        if wanted == "single":
            rows = [row for row in column.structured if column.delimiters[row] != Delimiter.BINARY]
            if rows:
                yield self.finding(f"{column.name} is a single value", column, rows)
        elif wanted in _LISTS or wanted == "table":
            delimiter = Delimiter.TABLE if wanted == "table" else Delimiter.LIST
            good = (delimiter,) if wanted == "table" else (delimiter, Delimiter.BINARY)
            nulls = column.nulls
            rows = [
                row
                for row, found in enumerate(column.delimiters.tolist())
                if found not in good and not (nulls is not None and nulls[row])
            ]
            article = "an" if wanted == "array" else "a"
            if rows:
                yield self.finding(
                    f"{column.name} is {article} {wanted.capitalize()}, not a single value"
                    if wanted != "table"
                    else f"{column.name} is a Table",
                    column,
                    rows,
                )
            yield from self._sizes(column, column.definition.dimension)

    def _sizes(self, column: DataColumn, dimension: tuple[int | None, ...]) -> Iterator[Finding]:
        if not dimension or dimension == (None,):
            return
        rows = []
        for row in column.structured:
            value = column.column.value(row)
            if value.delimiter == Delimiter.LIST and not _fits(shape_of(value), dimension):
                rows.append(row)
        if rows:
            size = ",".join("" if n is None else str(n) for n in dimension)
            yield self.finding(f"{column.name} has the size [{size}]", column, rows)


def _fits(shape: tuple[int, ...] | None, dimension: tuple[int | None, ...]) -> bool:
    if shape is None or len(shape) < len(dimension):
        return False
    pairs = zip(shape, dimension, strict=False)
    return all(wanted is None or found == wanted for found, wanted in pairs)
