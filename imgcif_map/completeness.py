"""Holds a conversion against a profile: what is required or recommended and missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding, Location
from imgcif_map.mapping.convert import Converted
from imgcif_map.mapping.engine.run import BlockResult
from imgcif_map.mapping.gapcodes import gap_kind
from imgcif_map.rules.context import Context
from imgcif_map.rules.profile import Profile, Requirement
from imgcif_map.rules.requirements import Lack, lacks

_RANGE = re.compile(r"\[[0-9]+\.\.[0-9]+\]")
"""As in ``vector[1..3]``."""
_OPTIONS = {"_database.dataset_doi": "--doi", "_array_data_external_data.uri": "--archive-uri"}
"""Options of ``convert`` that give a data name its value."""


def missing(converted: Converted, profile: Profile, dictionary: Dictionary) -> Iterator[Finding]:
    """One gap per data block and requirement that it does not fulfil."""
    for result in converted.blocks:
        context = Context(Document((result.block,)), dictionary, profile)
        for kind, wanted in (
            ("missing-required", profile.required),
            ("missing-recommended", profile.recommended),
        ):
            for lack in lacks(context, wanted):
                yield _gap(kind, lack, result, profile)


def _gap(kind: str, lack: Lack, result: BlockResult, profile: Profile) -> Finding:
    facts = gap_kind(kind)
    requirement = lack.requirement
    looked = _looked(requirement, result)
    rows = f" in {len(lack.rows)} of the rows of {requirement.of}" if lack.rows else ""
    verb = "requires" if kind == "missing-required" else "recommends"
    name = requirement.names[0]
    reasons = [n.because for n in result.mapping.no_source if n.name in requirement.names]
    hint = facts.hint
    if not looked and (reasons or not any(_mapped(name, result) for name in requirement.names)):
        known = f": {reasons[0]}" if reasons else ""
        hint = f"{result.mapping.id} has no source for it{known}. {facts.hint}"
    options = [_OPTIONS[n.casefold()] for n in requirement.names if n.casefold() in _OPTIONS]
    if options:
        hint = f"Use {options[0]}. {hint}"
    return Finding(
        code=facts.code,
        name=facts.name,
        severity=facts.severity,
        message=f"{requirement.label}: profile {profile.id} {verb} a value{rows}",
        location=Location(
            block=result.block.name,
            category=name.lstrip("_").split(".")[0],
            item=" ".join(_wanted(lack, result)),
        ),
        hint=hint,
        count=max(1, len(lack.rows)),
        looked=looked,
        why=requirement.why or facts.why,
    )


def _mapped(name: str, result: BlockResult) -> bool:
    """Whether the mapping has an item for a data name (then its value was of no use)."""
    category, _, item = name.lstrip("_").partition(".")
    found = result.mapping.categories.get(category)
    return found is not None and any(
        item == written or fnmatch(item, _RANGE.sub("[[]*]", written))
        for part in found.parts
        for written in part.items
    )


def _wanted(lack: Lack, result: BlockResult) -> tuple[str, ...]:
    """The alternative the mapping could have produced, else the first.

    Another one where that does not apply (``.``): a distance has no angle.
    """
    every = lack.requirement.alternatives
    known = [
        names
        for names in every
        if any(name in result.looked or result.block.column(name) for name in names)
    ]
    ranked = (*known, *every)
    applying = (n for n in ranked if not any(_denied(name, lack, result) for name in n))
    return next(applying, ranked[0])


def _denied(name: str, lack: Lack, result: BlockResult) -> bool:
    """Whether a row that lacks a value says that it has none."""
    column = result.block.column(name)
    if column is None or not lack.rows or len(column) <= lack.rows[-1]:
        return False
    values = (column.value(row) for row in lack.rows)
    return any(value.is_null and value.text == "." for value in values)


def _looked(requirement: Requirement, result: BlockResult) -> tuple[str, ...]:
    found = [p for n in requirement.names for p in result.looked.get(n, ())]
    places = [p for p in found if not p.startswith("$")]  # names say less than places
    return tuple(dict.fromkeys(places or found))
