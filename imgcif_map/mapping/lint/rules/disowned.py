"""MAP030: what is said to have no counterpart has none."""

from __future__ import annotations

from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.lint.rules.accounted import filled
from imgcif_map.mapping.lint.rules.doubled import is_copy
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.model import NoSource
from imgcif_map.mapping.tracing.calls import spots


def check(subject: Subject) -> None:
    """no_source: and gaps: against what the mapping fills and reads."""
    mapping = subject.mapping
    linked = filled(subject)
    for entry in mapping.no_source:
        definition = subject.dictionary.item(entry.name)
        line = _line(entry, subject)
        if definition is not None and definition.id in linked and line:
            subject.book.say(
                "mapped-and-disowned",
                f"{definition.id} is filled in line {line}, and no_source: says that it cannot be",
                entry.place,
                "remove one of the two",
            )
    used = {link.spot: link for link in subject.traced.links if is_copy(link, subject)}
    for gap in mapping.gaps:
        if _is_conditional(gap.source):
            continue
        for spot in spots(subject.tracer.aside(gap.source)):
            if spot in used and used[spot].place.file == gap.place.file:
                subject.book.say(
                    "mapped-and-disowned",
                    f"{spot.path} goes to {used[spot].item}, and gaps: says that it has no home",
                    gap.place,
                    "remove one of the two",
                )


def _line(entry: NoSource, subject: Subject) -> int:
    """The line of the same file that fills a data name; 0 if an overlay or a form does it."""
    category, _, object_id = entry.name.removeprefix("_").partition(".")
    known = subject.mapping.categories.get(category.lower())
    for part in known.parts if known is not None else ():
        for item, value in part.items.items():
            here = value.picks and value.place.file == entry.place.file
            if here and object_id.casefold() in map(str.casefold, spelled(item)):
                return value.place.line
    return 0


def _is_conditional(tree: ast.Expression) -> bool:
    """Whether a gap is only about some values, or about what another name stands for."""
    if not isinstance(tree, ast.Path):
        return True
    if not tree.steps:
        return True
    filters = list(getattr(tree.origin, "predicates", ()))
    for step in tree.steps:
        filters += getattr(step, "predicates", ())
    return any(isinstance(predicate, ast.Filter) for predicate in filters)
