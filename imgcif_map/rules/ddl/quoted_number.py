"""DDL004."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.cif.document import Delimiter
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.contents import NUMERIC, form_of
from imgcif_map.rules.context import Context


class QuotedNumber(Rule):
    """A number stands in quotes.

    What
        The item is numeric, the value is a number, and it is written between
        quotes or as a text field. In CIF a quoted number is text.

    Why
        Programs that go by the CIF rules see text and refuse it as a number.

    Fails
        _diffrn_scan.frames  '3600'

    Passes
        _diffrn_scan.frames  3600
    """

    code = "DDL004"
    name = "quoted-number"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for column in block.defined:
                form = form_of(column.contents)
                if form is None or column.contents not in NUMERIC or column.all_bare:
                    continue
                quoted = np.flatnonzero(
                    (column.delimiters != Delimiter.BARE) & (column.delimiters < Delimiter.LIST)
                ).tolist()
                texts = column.texts
                rows = [row for row in quoted if form.accepts(texts[row].strip())]
                rows += [
                    row
                    for row in column.structured
                    if any(v.delimiter and form.accepts(v.text) for v in column.elements(row))
                ]
                if rows:
                    yield self.finding(
                        f"{column.name} is a number, but the value is quoted and so is text",
                        column,
                        sorted(rows),
                        hint="remove the quotes",
                    )
