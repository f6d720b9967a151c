"""What to ask: one question per data name that a conversion lacks and a line can answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.dictionary.summaries import summary
from imgcif_map.findings import Finding
from imgcif_map.interactive.rows import Differs, Rows, rows_of
from imgcif_map.mapping.engine.cells import NUMBERS
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.fit import words
from imgcif_map.rules.lineage import default_of, parent_of
from imgcif_map.rules.valuetype import type_of

if TYPE_CHECKING:
    from imgcif_map.api import Conversion


@dataclass(frozen=True)
class Default:
    """A value to take with Enter, and who says so."""

    text: str
    """As one would type it, perhaps with a unit."""
    source: str
    """``the dictionary``, ``the instrument X``."""


@dataclass(frozen=True)
class Question:
    """One data name to ask for."""

    definition: Definition
    required: bool
    finding: Finding
    rows: Rows
    choices: tuple[str, ...] = ()
    """Texts one can choose from, states or ids of what it refers to; () for free ones."""
    parent: DataColumn | None = None
    """The column an id has to stand in, if the document has it."""
    default: Default | None = None
    is_key: bool = False

    @property
    def name(self) -> str:
        return self.definition.id

    @property
    def closed(self) -> bool:
        """True if nothing but a choice will do."""
        return bool(self.choices) and (self.parent is not None or self.definition.mandatory)

    @property
    def by_number(self) -> bool:
        """True if a choice can be named by its number: not if it may be a number itself."""
        return self.definition.contents.casefold() not in NUMBERS

    @property
    def summary(self) -> str:
        return summary(self.definition.id) or ""


@dataclass(frozen=True)
class Unasked:
    """A data name that is missing and cannot be answered in a line, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Asked:
    """Everything a conversion lacks: what to ask, in order, and what cannot be asked."""

    questions: tuple[Question, ...]
    unasked: tuple[Unasked, ...]

    @property
    def required(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.required)

    @property
    def recommended(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if not q.required)


def questions(
    conversion: Conversion, done: Collection[str], defaults: Mapping[str, Default]
) -> Asked:
    """What to ask after a conversion: never a data name of ``done`` (ids) again.

    ``defaults`` (by data name) come before those of the dictionary.
    """
    dictionary = conversion.dictionary
    context = Context(conversion.document, dictionary)
    known = {name.casefold(): default for name, default in defaults.items()}
    found: list[Question] = []
    unasked: list[Unasked] = []
    for definition, finding in _missing(conversion, dictionary, done):
        if definition.container.casefold() != "single":
            unasked.append(
                Unasked(
                    definition.id, f"{words(type_of(dictionary, definition))}, not a single value"
                )
            )
            continue
        rows = rows_of(context, definition, finding.count)
        if isinstance(rows, Differs):
            unasked.append(Unasked(definition.id, rows.why))
        elif rows is not None:
            default = known.get(definition.id.casefold())
            if default is None and rows.wanted == 1:  # one for many rows is too easily taken
                default = _stated(dictionary, definition)
            found.append(_question(definition, finding, rows, default, context))
    making = {
        d.category for d, _ in _missing(conversion, dictionary, ()) if not dictionary.is_key(d)
    }
    return Asked(tuple(q for q in found if not _fills_itself(q, making)), tuple(unasked))


def _fills_itself(question: Question, making: Collection[str]) -> bool:
    """True of an id in a category whose rows other answers would make; it gets a number then."""
    return (
        question.is_key and question.rows.total is None and question.definition.category in making
    )


def _missing(
    conversion: Conversion, dictionary: Dictionary, done: Collection[str]
) -> Iterator[tuple[Definition, Finding]]:
    seen = set(done)
    for finding in conversion.findings:
        if not finding.name.startswith("missing-"):
            continue
        for name in (finding.location.item or "").split():
            definition = dictionary.item(name)
            if definition is not None and definition.id not in seen:
                seen.add(definition.id)
                yield definition, finding


def _question(
    definition: Definition, finding: Finding, rows: Rows, default: Default | None, context: Context
) -> Question:
    dictionary = context.dictionary
    choices, parent = definition.states, None
    above = parent_of(dictionary, definition)
    if above is not None and len(context.blocks) == 1:
        parent = context.blocks[0].column(above.id)
        if parent is not None:
            texts = dict.fromkeys(parent.texts)
            choices = tuple(t for t in texts if t not in (".", "?"))
    return Question(
        definition,
        finding.name == "missing-required",
        finding,
        rows,
        choices,
        parent,
        default,
        dictionary.is_key(definition),
    )


def _stated(dictionary: Dictionary, definition: Definition) -> Default | None:
    """The default of the dictionary; one for an id would name something at random."""
    if dictionary.is_key(definition) or parent_of(dictionary, definition) is not None:
        return None
    text = default_of(dictionary, definition)
    return None if text is None else Default(text, "the dictionary")
