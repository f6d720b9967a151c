"""What the rules on confused units share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.img.tables import more, raw_blocks, shown


class UnitRule(Rule):
    """A rule that asks of single values whether they can be in the unit of the dictionary."""

    severity = Severity.WARNING
    spec_url = IMGCIF
    items: ClassVar[tuple[str, ...]]
    """Data names whose values are looked at."""
    unit: ClassVar[str]
    """What they are in, as messages name it."""

    @abstractmethod
    def doubt(self, value: float, probe: str) -> str:
        """What a value looks like instead; "" if nothing is odd. ``probe`` is "" if unknown."""

    def check(self, context: Context) -> Iterator[Finding]:
        for block in raw_blocks(context):
            columns = [column for name in self.items if (column := block.column(name)) is not None]
            probe = _probe(context, block) if columns else ""
            for column in columns:
                if column.loop.askew:
                    continue
                distinct = {x for x in column.numbers.tolist() if x == x}
                doubts = {x: said for x in distinct if (said := self.doubt(x, probe))}
                rows = [r for r, x in enumerate(column.numbers.tolist()) if x in doubts]
                if rows:
                    value = float(column.numbers[rows[0]])
                    yield self.finding(
                        f"{column.name} {shown(value)}{more(len(rows))}: unlikely in {self.unit}",
                        column,
                        rows,
                        hint=doubts[value],
                    )


def _probe(context: Context, block: BlockView) -> str:
    """The one probe of a data set; "" if none is stated, or several are."""
    columns = (b.column("_diffrn_radiation.probe") for b in context.related(block))
    probes = frozenset().union(*(c.values for c in columns if c is not None))
    return next(iter(probes)).casefold() if len(probes) == 1 else ""
