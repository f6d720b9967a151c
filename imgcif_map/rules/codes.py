"""Every code a finding may carry, with its page: rules, syntax, gaps, mapping files.

Pages of the other families are fetched when one is asked for, so that the
validator itself never imports the mapping engine.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from imgcif_map.findings import Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.catalogue import CRASH_CODE, CRASH_NAME, all_rules


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to say about one code."""

    code: str
    name: str
    severity: Severity
    summary: str = ""
    what: str = ""
    why: str = ""
    fails: str = ""
    passes: str = ""
    hint: str = ""
    spec_url: str = ""
    since: str = ""
    aliases: tuple[str, ...] = ()


CRASH = Page(
    CRASH_CODE,
    CRASH_NAME,
    Severity.ERROR,
    summary="A rule failed.",
    what="A rule of imgcif-map stopped with an exception. The other rules ran all the same.",
    why="What that rule looks after has not been checked in this file.",
    hint="This is a fault of imgcif-map, not of the file. Please report it with the file.",
)


def pages() -> dict[str, Page]:
    """Page by code, of all families that are there, in order of code."""
    found = [_of_rule(rule) for rule in all_rules()]
    found.append(CRASH)
    found += _others("imgcif_map.rules.suppress.codes", "CODES")
    found += _others("imgcif_map.cif.codes", "CODES")
    found += _others("imgcif_map.mapping.gapcodes", "GAP_KINDS")
    found += _others("imgcif_map.mapping.codes", "MAP_CODES")
    found += _others("imgcif_map.rdf.catalogue.codes", "CATALOGUE_CODES")
    found += _others("imgcif_map.mapping.exportcodes", "EXPORT_CODES")
    return {page.code: page for page in sorted(found, key=lambda page: page.code)}


def _of_rule(rule: Rule) -> Page:
    text = rule.sections()
    return Page(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        summary=text["Summary"],
        what=text["What"],
        why=text["Why"],
        fails=text["Fails"],
        passes=text["Passes"],
        spec_url=rule.spec_url,
        since=rule.since,
        aliases=rule.aliases,
    )


def _others(module: str, name: str) -> list[Page]:
    """Pages from another package's list, or mapping by code, of frozen dataclasses."""
    entries = getattr(importlib.import_module(module), name)
    values: Iterable[Any] = entries.values() if hasattr(entries, "values") else entries
    wanted = {field.name for field in fields(Page)}
    made: list[Page] = []
    for entry in values:
        if is_dataclass(entry):
            given = {f.name: getattr(entry, f.name) for f in fields(entry) if f.name in wanted}
            # GapKind.fails is a flag, not an example.
            made.append(_page(**{k: v for k, v in given.items() if not isinstance(v, bool)}))
    return made


_page: Callable[..., Page] = Page
