"""DDL004."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.cif.document import Delimiter
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.contents import NUMERIC, Contents, form_of
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults, judged


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
        for _, column in judged(context):
            if column.contents not in NUMERIC or column.all_bare:
                continue
            form = form_of(column.contents)
            assert form is not None
            found = faults(column, quoted(column.leaves, form))
            if found is not None:
                yield self.finding(
                    f"{column.name} is a number, but the value is quoted and so is text",
                    column,
                    found.rows,
                    value=found.text,
                    hint="remove the quotes",
                )


def quoted(column: DataColumn, form: Contents) -> list[int]:
    """Rows of single values that are quoted and, but for that, have the form."""
    rows = np.flatnonzero(column.delimiters != Delimiter.BARE).tolist()
    texts = column.texts
    return [row for row in rows if form.accepts(texts[row].strip())]
