"""DDL005."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.cif.document import Delimiter
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.contents import form_of
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults, judged
from imgcif_map.rules.keys import parent_of


class QuotedNull(Rule):
    """A point or question mark stands in quotes and so is text.

    What
        The value is `'.'` or `'?'`, in quotes or as a text field, in an item for
        which such a text is legal. Only without quotes are these the nulls:
        inapplicable and unknown.

    Why
        Programs take the item as given, with the text "?" for its value. Mostly
        a writer has quoted all texts without a look at them.

    Fails
        _diffrn_source.facility  '?'

    Passes
        _diffrn_source.facility  ?
    """

    code = "DDL005"
    name = "quoted-null"
    severity = Severity.NOTE

    def check(self, context: Context) -> Iterator[Finding]:
        for _, column in judged(context):
            if column.all_bare or column.definition is None:
                continue
            if parent_of(context.dictionary, column.definition) is not None:
                continue  # a link to nowhere, and reported as that
            leaves = column.leaves
            texts = [text for text in leaves.quoted_nulls if _is_legal(text, column)]
            found = faults(column, _quoted(leaves, texts))
            if found is not None:
                yield self.finding(
                    f"{found.text!r} in quotes is text, no null",
                    column,
                    found.rows,
                    value=found.text,
                    hint=f"write {found.text} without quotes if the value is not given",
                )


def _is_legal(text: str, column: DataColumn) -> bool:
    """False if another rule refuses the text."""
    bound, form = column.constraints, form_of(column.contents)
    if bound is not None and bound.states and bound.mandatory:
        return canonical(text, column.contents) in {
            canonical(state, column.contents) for state in bound.states
        }
    return form is None or form.accepts(text)


def _quoted(column: DataColumn, texts: list[str]) -> list[int]:
    if not texts:
        return []
    found: list[int] = np.flatnonzero(column.delimiters != Delimiter.BARE).tolist()
    return [row for row in found if column.texts[row] in texts]
