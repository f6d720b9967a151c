"""Questions and their explanations as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.interactive.questions import Default, Question
from imgcif_map.rules.contents import form_of, resolved
from imgcif_map.rules.explain import explain
from imgcif_map.rules.words import UNITLESS, unit_and_range

FIRST = 12
"""Choices shown at once."""
_LABELS = 8
_LOOKED = 4
LEGEND = (
    "Enter skips a question, ? explains it, . says that it does not apply, - skips where Enter "
    "takes a default, q ends the questions, ! gives up and writes nothing."
)


def asked(question: Question, number: int, total: int, dictionary: Dictionary, width: int) -> str:
    """A question: what it is, why it matters, what an answer looks like."""
    kind = "required" if question.required else "recommended"
    lines = [f"{number} of {total}, {kind}: {question.name}"]
    for label, text in _facts(question, dictionary):
        lines += wrapped(f"{label}{text}", width, hang=len(label))
    if question.choices:
        lines += choices(question.choices[:FIRST], width, question.by_number)
        more = len(question.choices) - FIRST
        if more > 0:
            lines += wrapped(f"and {more} more: type how it begins", width)
    return "\n".join(lines)


def _facts(question: Question, dictionary: Dictionary) -> Iterator[tuple[str, str]]:
    if question.summary:
        yield "", question.summary
    if question.finding.why:
        yield "why: ", question.finding.why
    yield "", kind_of_answer(question, dictionary)
    rows = number_of_rows(question)
    if rows:
        yield "", rows
    looked = question.finding.looked
    if looked:
        more = ", …" if len(looked) > _LOOKED else ""
        yield "looked in: ", ", ".join(looked[:_LOOKED]) + more


def kind_of_answer(question: Question, dictionary: Dictionary) -> str:
    """Type, unit and range of an answer in words."""
    definition = question.definition
    form = form_of(resolved(dictionary, definition))
    if question.closed:
        words = "one of these" + (", by its number or its text" if question.by_number else "")
    else:
        words = form.words if form is not None else "text"
    said = unit_and_range(definition)
    if definition.units not in UNITLESS:
        said = said.replace(f", in {definition.units}", f", in {definition.units} or with its unit")
    return words + said


def number_of_rows(question: Question) -> str:
    """What to give where there are several rows; "" for one."""
    rows = question.rows
    names = ", ".join(rows.labels[:_LABELS]) + (", …" if len(rows.labels) > _LABELS else "")
    named = f" ({names})" if names else ""
    if rows.wanted == 1:
        return f"1 of {rows.total} rows lacks it{named}" if rows.lacking else ""
    if rows.wanted is None:
        return "there are no rows yet: one value, or several separated by commas, make them"
    if rows.wanted == 0:
        return "one value for all rows of all data blocks"
    which = f"{rows.wanted} rows"
    if rows.lacking:
        which = f"{rows.wanted} of {rows.total} rows lack it"
    return f"{which}{named}: one value for all, or {rows.wanted} with commas, . for none"


def choices(texts: Sequence[str], width: int, numbered: bool) -> list[str]:
    """Choices, side by side if they are short."""
    entries = [f"{n} {text}" if numbered else text for n, text in enumerate(texts, start=1)]
    if sum(len(entry) + 3 for entry in entries) <= width - 4:
        return ["    " + "   ".join(entries)]
    return [line for entry in entries for line in wrapped(entry, width, indent=4, hang=2)]


def explained(question: Question, dictionary: Dictionary, width: int) -> str:
    """All there is to say: what the dictionary has, and what the gap report says."""
    facts = explain(question.name, dictionary).rstrip("\n")
    lines = [f"  {line}".rstrip() for line in facts.splitlines()]
    lines.append("")
    lines += wrapped(question.finding.message, width)
    if question.finding.why:
        lines += wrapped(f"why: {question.finding.why}", width, hang=5)
    if question.finding.looked:
        lines += wrapped(f"looked in: {', '.join(question.finding.looked)}", width, hang=11)
    lines += ["", *wrapped(LEGEND, width)]
    return "\n".join(lines)


def prompt(default: Default | None) -> str:
    """What stands before the cursor."""
    return f"  [{default.text}] > " if default is not None else "  > "


def wrapped(text: str, width: int, *, indent: int = 2, hang: int = 0) -> list[str]:
    """Lines of a text, indented."""
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_on_hyphens=False,
    )
