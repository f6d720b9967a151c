"""Static checks of a composed mapping: ``mapping lint``, and before every run."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import MappingError, Place
from imgcif_map.findings import Finding, Location, Severity
from imgcif_map.mapping.codes import map_code
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.lint.cycles import check_cycles
from imgcif_map.mapping.lint.reverse import check_reverse
from imgcif_map.mapping.lint.rules import RULES
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.lint.subject import Demand, Subject
from imgcif_map.mapping.lint.targets import check_categories
from imgcif_map.mapping.lint.walk import walk_mapping
from imgcif_map.mapping.loading.problems import refuse
from imgcif_map.mapping.model import Mapping

_BROKEN = frozenset(
    map_code(name).code for name in ("cycle", "unknown-function", "unknown-name", "wrong-arguments")
)
"""Findings after which values cannot be followed any further."""

__all__ = ["check_functions", "check_mapping", "finding_of", "lint_mapping"]


def lint_mapping(
    mapping: Mapping,
    dictionary: Dictionary | None = None,
    functions: MappingType[str, Function] | None = None,
    required: Sequence[Demand] = (),
) -> list[Finding]:
    """All MAP findings on a composed mapping, in the order of files and lines.

    Without a dictionary its data names, links and states are not checked; without
    functions neither are calls. ``required``: what every file needs, by data names.
    """
    book = Notebook(mapping, functions)
    walk_mapping(book)
    check_cycles(book)
    check_reverse(dictionary, book)
    if dictionary is not None:
        check_categories(dictionary, book)
        if functions is not None and not any(f.code in _BROKEN for f in book.findings):
            _apply_rules(Subject(mapping, dictionary, functions, book, required))
    return sorted(
        book.findings,
        key=lambda f: (f.location.path, f.location.line, f.location.column, f.code),
    )


def _apply_rules(subject: Subject) -> None:
    """A value that cannot be followed (too many ways) ends one rule, not the others."""
    met: dict[str, MappingError] = {}
    for rule in RULES:
        try:
            rule(subject)
        except MappingError as error:
            met.setdefault(str(error), error)
    subject.book.findings.extend(finding_of(error) for error in met.values())


def check_mapping(
    mapping: Mapping,
    dictionary: Dictionary | None = None,
    functions: MappingType[str, Function] | None = None,
) -> None:
    """Raise one MappingError that names every error lint finds; warnings pass."""
    refuse(
        [
            _error(finding)
            for finding in lint_mapping(mapping, dictionary, functions)
            if finding.severity is Severity.ERROR
        ]
    )


def check_functions(mapping: Mapping, functions: MappingType[str, Function]) -> None:
    """Raise one MappingError that names every unknown function and unfit call."""
    codes = {map_code(name).code for name in ("unknown-function", "wrong-arguments")}
    book = Notebook(mapping, functions)
    walk_mapping(book)
    check_reverse(None, book)
    refuse([_error(finding) for finding in book.findings if finding.code in codes])


def finding_of(error: MappingError) -> Finding:
    """A MappingError met while loading as the finding MAP001."""
    entry = map_code("unreadable-mapping")
    place = error.place or Place("")
    message = error.message.removeprefix(f"{place}: ")
    where = Location(place.file, place.line, place.column)
    return Finding(entry.code, entry.name, entry.severity, message, where, error.hint)


def _error(finding: Finding) -> MappingError:
    where = finding.location
    place = Place(where.path, where.line, where.column) if where.path else None
    return MappingError(f"{finding.code} {finding.message}", place=place, hint=finding.hint)
