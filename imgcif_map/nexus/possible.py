"""Whether a NeXus file may have a place at all, by the application definition and base classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from imgcif_map.nexus.definitions import (
    Node,
    application_nodes,
    class_names,
    class_of,
    definitions,
    lineage,
    members_of,
)

ANYTHING: Final = frozenset({"NXcollection"})
"""Classes that may hold anything."""
ANY_NAME: Final = {"NXtransformations": "AXISNAME"}
"""Classes whose members files name as they like, and how the definitions call such a member.
NXdata is another one, but mappings read members of it by names that the definitions know."""
OF_ALL: Final = frozenset(
    {"units", "offset_units", "target", "NX_class", "default", "long_name", "depends_on"}
)
"""Attributes that any node may have."""
_WORD: Final = re.compile(r"[A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What the definitions do not know of a place."""

    message: str
    word: str
    """The step in question."""
    known: tuple[str, ...]
    """What might have been meant."""


def flaw_of(steps: Sequence[str]) -> Flaw | None:
    """Why no file may have a place; None if some may, or if nothing is known about it.

    ``steps`` are ``name``, ``name:Class``, ``*:Class``, ``@attribute``; ``**`` and names
    with ``*`` may be anything.
    """
    owner = "NXroot"
    for at, step in enumerate(steps):
        rest = steps[at:]
        if step == "**":
            return _nowhere(steps[at + 1 :])
        if ":" in step:
            flaw = _group(owner, step.partition(":")[2])
            if flaw is not None:
                return flaw
            owner = step.partition(":")[2]
            continue
        guess = class_of(step, last=at == len(steps) - 1)
        if guess is not None and not _group(owner, guess):
            owner = guess
            continue
        return _member(owner, rest)
    return None


def _nowhere(steps: Sequence[str]) -> Flaw | None:
    """A class anywhere in the file: whether there is one."""
    wanted = steps[0].partition(":")[2] if steps else ""
    if wanted and wanted not in class_names():
        return _no_class(wanted)
    return None


def _no_class(name: str) -> Flaw:
    return Flaw(f"NeXus has no class {name}", name, tuple(sorted(class_names())))


def _group(owner: str, nx_class: str) -> Flaw | None:
    if nx_class not in class_names():
        return _no_class(nx_class)
    allowed = groups_in(owner)
    if allowed and nx_class not in allowed:
        return Flaw(f"{owner} has no group of class {nx_class}", nx_class, tuple(sorted(allowed)))
    return None


def _member(owner: str, rest: Sequence[str]) -> Flaw | None:
    """A field or attribute of a group of some class, and what stands below it."""
    if owner not in definitions().classes or owner in ANYTHING:
        return None
    name, below = rest[0], rest[1:]
    if owner in ANY_NAME and not name.startswith("@"):
        name = ANY_NAME[owner]
    if "*" in name or any("*" in step for step in below):
        return None
    known = allowed_members(owner)
    if name.startswith("@"):
        if name in known or name[1:] in OF_ALL:
            return None
        return Flaw(f"{owner} has no attribute {name[1:]}", name, tuple(known))
    if name not in known and not _fits(name, known):
        return Flaw(f"{owner} has no member {name}", name, tuple(known))
    if not below:
        return None
    if below[0].startswith("@") and len(below) == 1:
        whole = f"{name}{below[0]}"
        if below[0][1:] in OF_ALL or whole in known or _fits(whole, known):
            return None
        theirs = tuple(k.partition("@")[2] for k in known if k.startswith(f"{name}@"))
        return Flaw(f"{owner}/{name} has no attribute {below[0][1:]}", below[0][1:], theirs)
    node = known.get(name)
    if node is not None and node.kind == "field":
        return Flaw(f"{owner}/{name} is a field and has nothing below it", below[0], ())
    return None


def _fits(name: str, known: Mapping[str, Node]) -> bool:
    """Whether a name is one of those with a part that files choose (``AXISNAME_end``)."""
    for pattern in known:
        if _WORD.search(pattern) and not _WORD.fullmatch(pattern.partition("@")[0]):
            made = _WORD.sub(".+", re.escape(pattern).replace(r"\_", "_"))
            if re.fullmatch(made, name):
                return True
    return False


def allowed_members(nx_class: str) -> Mapping[str, Node]:
    """Members of a class by the base classes and by the application definition."""
    return {**members_of(nx_class), **_application().get(nx_class, {})}


def groups_in(nx_class: str) -> frozenset[str]:
    """Classes of groups that may stand in a group; () if nothing is known of it."""
    if nx_class == "NXroot":
        return frozenset({"NXentry"})
    found: set[str] = set()
    for known in lineage(nx_class):
        found |= known.groups
    found |= {name for name in _application().get(nx_class, {}) if name in class_names()}
    return frozenset(found)


@lru_cache(maxsize=1)
def _application() -> Mapping[str, Mapping[str, Node]]:
    """Members of classes that the application definition has somewhere, by class."""
    found: dict[str, dict[str, Node]] = {}
    for path, node in application_nodes().items():
        for nx_class, name in _split(path):
            found.setdefault(nx_class, {})[name] = node
    return found


def _split(path: str) -> Iterator[tuple[str, str]]:
    """``/NXentry/NXdata/data@units`` as ``NXdata``, ``data@units``."""
    plain, at, attribute = path.partition("@")
    steps = [step.rpartition(":")[2] or step for step in plain.strip("/").split("/")]
    classes = [step for step in steps if step.startswith("NX")]
    if len(classes) == len(steps):
        if at:
            yield classes[-1], f"@{attribute}"
        elif len(classes) > 1:
            yield classes[-2], classes[-1]
            if ":" in plain.rpartition("/")[2]:
                yield classes[-2], plain.rpartition("/")[2].partition(":")[0]
    elif classes:
        yield classes[-1], f"{steps[-1]}{at}{attribute}"
