"""DDL001."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.ddl.prefixes import is_foreign
from imgcif_map.rules.suggest import alike, did_you_mean


class UnknownDataName(Rule):
    """A data name is not in the dictionary.

    What
        The data name, and no alias of that spelling, is defined by the dictionary
        or by anything that it imports. Local names (`_axis.[local]_note`) and
        names with a prefix registered with the IUCr are left alone.

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
        for block in context.blocks:
            for column in block.columns:
                if column.definition is None and not is_foreign(column.column.name):
                    name = column.column.name
                    yield self.finding(
                        f"{name} is not in the dictionary",
                        column,
                        hint=self._hint(name, block.dictionary),
                    )

    @staticmethod
    def _hint(name: str, dictionary: Dictionary) -> str:
        category, dot, object_id = name[1:].casefold().partition(".")
        if dot:
            for definition in dictionary.definitions.values():
                if definition.object_id.casefold() == object_id and _related(
                    definition.category, category
                ):
                    return f"did you mean {definition.id}?"
            members = dictionary.members.get(category, ())
            objects = {d.id.rpartition(".")[2]: d.id for d in members}
            found = alike(object_id, objects, 0.75)
            if objects:
                names = " or ".join(objects[name] for name in found)
                return f"did you mean {names}?" if found else ""
        return did_you_mean(name, (d.id for d in dictionary.definitions.values()), 0.87)


def _related(one: str, other: str) -> bool:
    """True if one category's name begins with the other's."""
    return one.startswith(f"{other}_") or other.startswith(f"{one}_")
