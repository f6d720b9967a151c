"""Places of NeXus files by the NeXus definitions: kind, type, unit category, enumeration.

All of it is data, ``definitions.yaml``: the application definition NXmx and the base classes
that mapping files name. A node of the application definition is called after it
(``NXmx/entry/title``), any other member of a base class after that class
(``NXsource/current``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).with_name("definitions.yaml")
UNITLESS: Final = frozenset({"", "NX_UNITLESS", "NX_DIMENSIONLESS"})
OPEN: Final = "..."
"""Ends an enumeration that may have other values as well."""
_SAME: Final = {"NXsubentry": "NXentry"}
"""Groups that hold what the application definition puts into another class."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the NeXus definitions."""

    name: str
    """``NXmx/entry/title``, ``NXsource/current``."""
    kind: str
    """``field``, ``group`` or ``attribute``."""
    nx_type: str = ""
    """``NX_FLOAT`` …; "" for groups."""
    units: str = ""
    """A unit category such as ``NX_LENGTH``; "" if values have no unit."""
    states: tuple[str, ...] = ()
    """The values that are allowed; () for any."""
    is_open: bool = False
    """Whether other values than ``states`` are allowed too."""

    @property
    def has_unit(self) -> bool:
        return self.units not in UNITLESS


@dataclass(frozen=True, slots=True)
class BaseClass:
    """One base class: what it has of its own."""

    name: str
    extends: str
    members: Mapping[str, Node]
    """By name: ``current``, ``name@short_name``; a group without a name by its class."""
    groups: frozenset[str] = frozenset()
    """Classes of the groups that may stand in it."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """All that is known of the NeXus definitions."""

    release: str
    nodes: Mapping[tuple[str, ...], Node]
    """Of the application definition, by the steps that lead there."""
    listed: Mapping[str, Node]
    """The same by path as the definition has it: ``/NXentry/title``."""
    classes: Mapping[str, BaseClass]
    names: frozenset[str]


def node_at(steps: Sequence[str]) -> Node | None:
    """What the definitions say of a place; None if they do not know it.

    ``steps`` are ``name``, ``name:Class``, ``*:Class`` or ``@attribute``. A group without a
    class counts as one of the class that is called like it (``instrument``), as NeXus
    files name groups.
    """
    classes = [class_of(step, last=n == len(steps)) for n, step in enumerate(steps, 1)]
    if all(nx or not _is_group(step) for nx, step in zip(classes, steps, strict=True)):
        found = definitions().nodes.get(tuple(_key(step) for step in steps))
        if found is not None:
            return found
    for at in range(len(steps) - 1, -1, -1):
        nx_class = classes[at]
        if nx_class is not None and (node := _member(nx_class, steps[at + 1 :])) is not None:
            return node
        if nx_class is not None and at < len(steps) - 1:
            return None
    return None


def class_of(step: str, *, last: bool) -> str | None:
    """The class of a group by its step, or by its name if it has members."""
    if ":" in step:
        return step.partition(":")[2]
    guess = f"NX{step}"
    return guess if not last and guess in definitions().classes else None


def members_of(nx_class: str) -> Mapping[str, Node]:
    """Members of a base class and of those that it extends, by name."""
    found: dict[str, Node] = {}
    for known in lineage(nx_class):
        found = {**known.members, **found}
    return found


def lineage(nx_class: str) -> Iterator[BaseClass]:
    """A base class and what it extends, as far as they are known."""
    seen: set[str] = set()
    while nx_class not in seen and (known := definitions().classes.get(nx_class)) is not None:
        seen.add(nx_class)
        yield known
        nx_class = known.extends


def class_names() -> frozenset[str]:
    """All base classes of NeXus."""
    return definitions().names


def application_nodes() -> Mapping[str, Node]:
    """Every node of the application definition by its path, ``/NXentry/title``."""
    return definitions().listed


def release() -> str:
    """The release of the NeXus definitions, or "" if it is not known."""
    return definitions().release


def _is_group(step: str) -> bool:
    return ":" in step


def _key(step: str) -> str:
    nx_class = step.partition(":")[2]
    return _SAME.get(nx_class, nx_class) or step


def _member(nx_class: str, steps: Sequence[str]) -> Node | None:
    """A member of a base class or of those that it extends."""
    if not steps or len(steps) > 2:
        return None
    name = "".join(_key(step) for step in steps)
    return next((c.members[name] for c in lineage(nx_class) if name in c.members), None)


# -- reading


@lru_cache(maxsize=1)
def definitions() -> Definitions:
    """All that is known, read once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(DATA.read_text(encoding="utf-8"), loader)  # noqa: S506 - both are safe
    nodes: dict[tuple[str, ...], Node] = {}
    listed: dict[str, Node] = {}
    for path, said in raw["nodes"].items():
        kind, _, rest = said.partition(" ")
        node = _node(_shown(raw["application"], path), kind, rest, raw["states"].get(path, ()))
        listed[path] = node
        nodes.update(dict.fromkeys(_keys(path), node))
    classes = {name: _class(name, content) for name, content in raw["classes"].items()}
    return Definitions(
        str(raw.get("release") or ""), nodes, listed, classes, frozenset(raw["names"])
    )


def _class(nx_class: str, content: Mapping[str, Any]) -> BaseClass:
    states = content.get("states", {})
    members: dict[str, Node] = {}
    for section, kind in (("fields", "field"), ("attributes", "attribute")):
        for name, said in content.get(section, {}).items():
            members[name] = _node(f"{nx_class}/{name}", kind, said, states.get(name, ()))
    for group in content.get("groups", ()):
        name, _, inner = group.rpartition(":")
        shown = f"{nx_class}/{name or inner.removeprefix('NX')}"
        members.setdefault(name or inner, _node(shown, "group", "", ()))
    inner = frozenset(group.rpartition(":")[2] for group in content.get("groups", ()))
    return BaseClass(nx_class, content.get("extends", ""), members, inner)


def _node(name: str, kind: str, said: str, states: Sequence[str]) -> Node:
    nx_type, _, units = said.partition(" ")
    known = tuple(str(state) for state in states if state != OPEN)
    return Node(name, kind, nx_type, units, known, OPEN in states)


def _keys(path: str) -> Iterator[tuple[str, ...]]:
    """A node by the classes of its groups, and by the name of a last group that has one."""
    path, at, attribute = path.partition("@")
    steps = path.strip("/").split("/")
    end = (f"@{attribute}",) if at else ()
    yield tuple(_key(step) for step in steps) + end
    if ":" in steps[-1]:
        yield (*(_key(step) for step in steps[:-1]), steps[-1].partition(":")[0], *end)


def _shown(application: str, path: str) -> str:
    """``NXmx/entry/data/data``: groups without a name are called after their class."""
    steps = path.strip("/").split("/")
    names = [step.partition(":")[0] for step in steps]
    return "/".join([application, *(name.removeprefix("NX") for name in names)])
