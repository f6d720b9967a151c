"""DDL012."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.contents import NUMERIC, form_of
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults, judged
from imgcif_map.rules.uncertainty import measurands

_EXACT = frozenset({"number", "key", "link", "su", "state", "encode", "composite"})


class UncertaintyNotAllowed(Rule):
    """A number carries a standard uncertainty, but the item is not a measured quantity.

    What
        The value is written as `12.3(4)`, while `_type.purpose` of its definition
        says something else than Measurand: the dictionary holds the item to be exact.

    Why
        Programs read the value as plain text or stop at the parenthesis. Often
        two items have been mixed up.

    Fails
        _diffrn_scan.frames  3600(2)

    Passes
        _diffrn_scan.frames  3600
    """

    code = "DDL012"
    name = "uncertainty-not-allowed"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for _, column in judged(context):
            bound = column.constraints
            if bound is None or column.contents not in NUMERIC or ")" not in column.alphabet:
                continue
            if bound.purpose.casefold() not in _EXACT:
                continue
            if bound.id.casefold() in measurands(context):
                continue  # the dictionary contradicts itself by giving it an su
            form, leaves = form_of(column.contents), column.leaves
            assert form is not None
            stated = {text for text in leaves.distinct if ")" in text and form.accepts(text)}
            found = faults(column, leaves.rows_of(stated))
            if found is not None:
                yield self.finding(
                    f"{column.name} is exact, it has no standard uncertainty",
                    column,
                    found.rows,
                    value=found.text,
                    hint="remove the parentheses and what is in them",
                )
