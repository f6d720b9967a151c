"""What lint knows while it walks a mapping: names in reach, what was used, findings."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace

from imgcif_map.errors import Place
from imgcif_map.findings import Finding, Location
from imgcif_map.mapping.codes import map_code
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.model import Mapping

NodeName = tuple[str, ...]
"""``("let", name)``, ``("table", name)`` or ``("field", table, name)``."""


@dataclass
class Notebook:
    """Collects findings, used names and dependencies during one run of lint."""

    mapping: Mapping
    functions: MappingType[str, Function] | None
    fields: dict[str, set[str]] = field(default_factory=dict)
    """What may follow ``$table/``: fields, cells, loop variables of its rows."""
    findings: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    edges: dict[NodeName, set[NodeName]] = field(default_factory=dict)
    places: dict[NodeName, Place] = field(default_factory=dict)

    def say(self, name: str, message: str, place: Place, hint: str = "") -> None:
        """Note a finding; what is said twice of one place counts once."""
        entry = map_code(name)
        where = Location(place.file, place.line, place.column)
        finding = Finding(entry.code, name, entry.severity, message, where, hint)
        if finding not in self.findings:
            self.findings.append(finding)

    def depends(self, owner: NodeName | None, on: NodeName) -> None:
        """Note that evaluating ``owner`` needs ``on``."""
        if owner is not None:
            self.edges.setdefault(owner, set()).add(on)


@dataclass(frozen=True)
class Reach:
    """Names in reach of an expression; values are the table whose row a name is, or ""."""

    names: MappingType[str, str]
    here: str = ""
    """The table whose row the current record is, or "" if unknown."""
    owner: NodeName | None = None
    place: Place = field(default_factory=lambda: Place(""))
    siblings: str = ""
    """The table whose fields ``$field`` names."""
    text: str = ""
    """The expression that starts at ``place``, or ""."""

    def at(self, place: Place, text: str = "") -> Reach:
        """The same names at another place, if that is known."""
        return replace(self, place=place, text=text) if place.line else self

    def point(self, pattern: str) -> Place:
        """Where in the expression a pattern stands; its start if that cannot be told."""
        found = re.search(pattern, self.text)
        if found is None:
            return self.place
        return replace(self.place, column=self.place.column + found.start())

    def of(self, owner: NodeName) -> Reach:
        return replace(self, owner=owner)

    def on(self, table: str) -> Reach:
        return replace(self, here=table)

    def with_name(self, name: str, table: str) -> Reach:
        return replace(self, names={**self.names, name: table})
