"""DDL001."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.ddl.prefixes import is_foreign
from imgcif_map.rules.names import Suggestions


class UnknownDataName(Rule):
    """A data name is not in the dictionary.

    What
        The data name, and no alias of that spelling, is defined by the dictionary
        or by anything that it imports. Left alone are local names
        (`_axis.[local]_note`) and names with a prefix that is registered with the
        IUCr or that a well-known program writes (`_shelx_res_file`,
        `_diffrn_detector.pdbx_collection_date`).

    Why
        A program that looks for the proper name does not find the value; most
        often the name is a slip of the pen, and the value is lost silently.

    Fails
        loop_
          _axis.id
          _axis.vektor[1]
            omega 1

    Passes
        loop_
          _axis.id
          _axis.vector[1]
          _axis.[local]_note
            omega 1 'motor 3'
    """

    code = "DDL001"
    name = "unknown-data-name"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        suggestions = Suggestions(context.dictionary)
        for block in context.blocks:
            for column in block.columns:
                name = column.column.name
                if column.definition is None and not is_foreign(name, context.dictionary):
                    yield self.finding(
                        f"{name} is not in the dictionary", column, hint=suggestions.hint(name)
                    )
