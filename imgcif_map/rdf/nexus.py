"""NeXus terms: what the NeXus definitions call a place of a NeXus file.

Names, kinds and unit categories are in ``nexus.yaml``. A node of the application
definition is named after it (``NXmx/ENTRY/title``), any other member of a base class
after that class (``NXsource/current``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import nexus_iri

DATA = Path(__file__).with_name("nexus.yaml")
DEFINITIONS = "definitions"
"""Local name of the vocabulary that has all terms."""
UNITLESS = frozenset({"", "NX_UNITLESS", "NX_DIMENSIONLESS"})
_SAME = {"NXsubentry": "NXentry"}
"""Groups that hold what the application definition puts into another class."""


@dataclass(frozen=True, slots=True)
class NexusTerm:
    """One node of the NeXus definitions."""

    iri: Iri
    kind: str
    """``field``, ``group`` or ``attribute``."""
    units: str
    """A unit category such as ``NX_LENGTH``; "" if values have no unit."""

    @property
    def has_unit(self) -> bool:
        return self.units not in UNITLESS


def nexus_term(steps: Sequence[str]) -> NexusTerm | None:
    """The term of a place, steps as in :class:`imgcif_map.mapping.tracing.flows.Spot`.

    None if the definitions do not know it. A group without a class counts as one of
    the class that is called like it (``instrument``), as NeXus files name groups.
    """
    classes = [_class_of(step, last=n == len(steps)) for n, step in enumerate(steps, 1)]
    if all(nx or not _is_group(step) for nx, step in zip(classes, steps, strict=True)):
        found = _data().nodes.get(tuple(_key(step) for step in steps))
        if found is not None:
            return found
    for at in range(len(steps) - 1, -1, -1):
        nx_class = classes[at]
        if nx_class is not None and (term := _member(nx_class, steps[at + 1 :])) is not None:
            return term
        if nx_class is not None and at < len(steps) - 1:
            return None
    return None


def _is_group(step: str) -> bool:
    return ":" in step


def _class_of(step: str, *, last: bool) -> str | None:
    """The class of a group by its step, or by its name if it has members."""
    if ":" in step:
        return step.partition(":")[2]
    guess = f"NX{step}"
    return guess if not last and guess in _data().classes else None


def _key(step: str) -> str:
    nx_class = step.partition(":")[2]
    return _SAME.get(nx_class, nx_class) or step


def _member(nx_class: str, steps: Sequence[str]) -> NexusTerm | None:
    """A member of a base class or of those that it extends."""
    if not steps or len(steps) > 2:
        return None
    name = "".join(_key(step) for step in steps)
    seen: set[str] = set()
    while nx_class and nx_class not in seen:
        seen.add(nx_class)
        known = _data().classes.get(nx_class)
        if known is None:
            return None
        if name in known.members:
            kind, units = known.members[name]
            shown = name.removeprefix("NX") if kind == "group" else name
            return NexusTerm(nexus_iri(f"{nx_class}/{shown}", kind), kind, units)
        nx_class = known.extends
    return None


@dataclass(frozen=True, slots=True)
class _Class:
    extends: str
    members: dict[str, tuple[str, str]]
    """Kind and unit category by name; a group without a name by its class."""


@dataclass(frozen=True, slots=True)
class _Definitions:
    release: str
    nodes: dict[tuple[str, ...], NexusTerm]
    classes: dict[str, _Class]
    names: frozenset[str]


def class_names() -> frozenset[str]:
    """All base classes of NeXus."""
    return _data().names


def release() -> str:
    """The release of the NeXus definitions, or "" if it is not known."""
    return _data().release


@lru_cache(maxsize=1)
def _data() -> _Definitions:
    import yaml

    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    nodes: dict[tuple[str, ...], NexusTerm] = {}
    for path, said in raw["nodes"].items():
        kind, _, units = said.partition(" ")
        for key in _keys(path):
            nodes[key] = NexusTerm(nexus_iri(_shown(raw["application"], path), kind), kind, units)
    classes = {name: _class(content) for name, content in raw["classes"].items()}
    names = frozenset(raw["names"])
    return _Definitions(str(raw.get("release") or ""), nodes, classes, names)


def _class(content: dict[str, Any]) -> _Class:
    members = {name: ("field", units) for name, units in content.get("fields", {}).items()}
    members |= dict.fromkeys(content.get("attributes", ()), ("attribute", ""))
    for group in content.get("groups", ()):
        name, _, nx_class = group.rpartition(":")
        members.setdefault(name or nx_class, ("group", ""))
    return _Class(content.get("extends", ""), members)


def _keys(path: str) -> Iterator[tuple[str, ...]]:
    """A node by the classes of its groups, and by the name of a last group that has one."""
    path, at, attribute = path.partition("@")
    steps = path.strip("/").split("/")
    end = (f"@{attribute}",) if at else ()
    yield tuple(_key(step) for step in steps) + end
    if ":" in steps[-1]:
        yield (*(_key(step) for step in steps[:-1]), steps[-1].partition(":")[0], *end)


def _shown(application: str, path: str) -> str:
    """``NXmx/ENTRY/DATA/data``: groups without a name are called after their class."""
    steps = path.strip("/").split("/")
    names = [step.partition(":")[0] for step in steps]
    return "/".join([application, *(name.removeprefix("NX") for name in names)])
