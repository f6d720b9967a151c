"""DDL038."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import Block
from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import BlockView, Context

_DATUM = "datum"
_FUNCTIONS = "functions"
_TITLE = "_dictionary.title"


class NotForData(Rule):
    """A data name is used that never stands in data files.

    What
        The item is an attribute of definitions in dictionaries, or a function of
        evaluation methods (`_definition.class` Attribute or Functions), and this is
        no dictionary.

    Why
        It says nothing about data. Most often something has been copied out of a
        dictionary by mistake.

    Fails
        _function.SymKey  1

    Passes
        _space_group_symop.id  1
    """

    code = "DDL038"
    name = "not-for-data"

    def check(self, context: Context) -> Iterator[Finding]:
        for block, column, definition in context.defined():
            kind = kind_of(block.dictionary, definition)
            if kind and not _is_dictionary(block):
                yield self.finding(
                    f"{column.name} is {kind} and does not belong in a data file", column
                )


def kind_of(dictionary: Dictionary, definition: Definition) -> str:
    """What an item that is no data item is; "" for a data item."""
    category = dictionary.category(definition.category)
    kind = definition.definition_class.casefold() or _DATUM
    if kind == _FUNCTIONS or (
        category is not None and category.category_class.casefold() == _FUNCTIONS
    ):
        return "a function of evaluation methods"
    return "" if kind == _DATUM else "an attribute of dictionaries"


def _is_dictionary(block: BlockView) -> bool:
    outer = (block.outer or block).block
    # A dictionary without title is one all the same.
    frames = outer.frames if isinstance(outer, Block) else ()
    return _TITLE in outer.columns or any("_definition.id" in x.columns for x in frames)
