"""Profiles: what a file must and should say, as data in ``mappings/profiles/*.yaml``.

The validator and the gap report read the same profiles, so this module
imports neither.

A requirement is a data name, or a mapping with one of ``name``, ``names``
(all of them) or ``one_of`` (a list of lists: one list has to be complete),
and optionally

``why``
    one sentence;
``of``
    a category: every row of it has to fulfil the requirement;
``when``
    ``{data name: [values]}``: only where that item has one of the values
    (with ``of``: only in such rows); ``{data name: given}``: only where the
    item has any value.
``or_default``
    true if a dictionary default serves as well as a written value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imgcif_map.errors import MappingError, UnreadableInput, UsageError
from imgcif_map.findings import Severity
from imgcif_map.resources import mapping_paths

_FIELDS = frozenset(
    {"id", "title", "extends", "required", "recommended", "severity", "ignore", "why"}
)
_ENTRY_FIELDS = frozenset({"name", "names", "one_of", "why", "of", "when", "or_default"})


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where ``name`` has one of ``values``; any value will do if there are none."""

    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a file has to say: one of ``alternatives`` must be complete."""

    alternatives: tuple[tuple[str, ...], ...]
    why: str = ""
    of: str = ""
    """Category of which every row has to fulfil the requirement; "" for once per data set."""
    when: tuple[Condition, ...] = ()
    or_default: bool = False

    @property
    def per_row(self) -> bool:
        return bool(self.of)

    @property
    def names(self) -> tuple[str, ...]:
        """All data names that may serve, without repeats."""
        return tuple(dict.fromkeys(name for names in self.alternatives for name in names))

    @property
    def label(self) -> str:
        """``_a.x and _a.y, or _b.z`` for messages."""
        return ", or ".join(" and ".join(names) for names in self.alternatives)


@dataclass(frozen=True)
class Profile:
    """A named set of requirements and of changes to the severity of findings."""

    id: str
    title: str
    required: tuple[Requirement, ...] = ()
    recommended: tuple[Requirement, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """New severity by code."""
    ignore: frozenset[str] = frozenset()
    """Codes that are not reported."""


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile of a packaged name (``minimal``) or of a YAML file.

    Raises UsageError if there is no such profile, UnreadableInput if the file
    is no valid profile.
    """
    return _load(name_or_path, ())


def _load(name_or_path: str | Path, chain: tuple[str, ...]) -> Profile:
    # Only now: a validation without a profile needs no YAML.
    from imgcif_map.mapping.yamltree import plain, read_yaml

    path = _find(name_or_path)
    if str(path) in chain:
        raise UnreadableInput(f"{path}: the profile extends itself")
    try:
        data = plain(read_yaml(path))
    except MappingError as error:
        raise UnreadableInput(error.message, hint=error.hint) from None
    if not isinstance(data, dict):
        raise UnreadableInput(f"{path}: a profile is a mapping with id, title and required")
    base = None
    if "extends" in data:
        parent = str(data["extends"])
        beside = path.parent / f"{parent}.yaml"
        base = _load(beside if beside.is_file() else parent, (*chain, str(path)))
    return _build(data, path, base)


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.suffix.casefold() in (".yaml", ".yml") or path.is_file():
        if not path.is_file():
            raise UsageError(f"no profile file {path}")
        return path
    folders = [folder / "profiles" for folder in mapping_paths()]
    for folder in folders:
        if (folder / f"{path.name}.yaml").is_file():
            return folder / f"{path.name}.yaml"
    raise UsageError(
        f"no profile {str(name_or_path)!r}", hint=f"known profiles: {', '.join(profile_names())}"
    )


def profile_names() -> tuple[str, ...]:
    """Names of the packaged profiles and of the user's own."""
    return tuple(
        sorted({file.stem for f in mapping_paths() for file in (f / "profiles").glob("*.yaml")})
    )


def _build(data: dict[str, Any], path: Path, base: Profile | None) -> Profile:
    unknown = sorted(set(map(str, data)) - _FIELDS)
    if unknown:
        raise UnreadableInput(f"{path}: unknown field {unknown[0]!r}")
    required = tuple(_requirement(entry, path) for entry in _list(data, "required", path))
    recommended = tuple(_requirement(entry, path) for entry in _list(data, "recommended", path))
    severity = dict(base.severity) if base else {}
    levels = data.get("severity") or {}
    if not isinstance(levels, dict):
        raise UnreadableInput(f"{path}: severity: a mapping of codes to error, warning or note")
    for code, level in levels.items():
        if level not in tuple(Severity):
            raise UnreadableInput(f"{path}: severity of {code}: error, warning or note")
        severity[str(code)] = Severity(level)
    ignore = frozenset(str(code) for code in _list(data, "ignore", path))
    if base:
        promoted = {requirement.alternatives for requirement in required}
        kept = tuple(r for r in base.recommended if r.alternatives not in promoted)
        required, recommended = base.required + required, kept + recommended
        ignore |= base.ignore
    title = str(data.get("title", ""))
    return Profile(str(data.get("id", path.stem)), title, required, recommended, severity, ignore)


def _list(data: dict[str, Any], name: str, path: Path) -> list[Any]:
    entries = data.get(name) or []
    if not isinstance(entries, list):
        raise UnreadableInput(f"{path}: {name}: a list is needed")
    return entries


def _requirement(entry: object, path: Path) -> Requirement:
    if isinstance(entry, str):
        return Requirement(((entry,),))
    if not isinstance(entry, dict):
        raise UnreadableInput(f"{path}: {entry!r} is neither a data name nor a mapping")
    unknown = sorted(set(map(str, entry)) - _ENTRY_FIELDS)
    if unknown:
        raise UnreadableInput(f"{path}: unknown field {unknown[0]!r} in a requirement")
    given = [key for key in ("name", "names", "one_of") if key in entry]
    if len(given) != 1:
        raise UnreadableInput(f"{path}: a requirement has one of name, names, one_of: {entry!r}")
    value = entry[given[0]]
    lists = {"name": [[value]], "names": [value], "one_of": value}[given[0]]
    if not isinstance(lists, list) or not all(isinstance(names, list) for names in lists):
        raise UnreadableInput(f"{path}: {given[0]}: lists of data names are needed")
    or_default = entry.get("or_default", False)
    if not isinstance(or_default, bool):
        raise UnreadableInput(f"{path}: or_default: true or false, not {or_default!r}")
    return Requirement(
        alternatives=tuple(tuple(str(name) for name in names) for names in lists),
        why=" ".join(str(entry.get("why", "")).split()),
        of=str(entry.get("of", "")).casefold(),
        when=_conditions(entry.get("when") or {}, path),
        or_default=or_default,
    )


def _conditions(when: object, path: Path) -> tuple[Condition, ...]:
    if not isinstance(when, dict):
        raise UnreadableInput(f"{path}: when: a mapping of data names to values")
    found = []
    for name, values in when.items():
        listed = values if isinstance(values, list) else [values]
        any_value = listed == ["given"]
        found.append(Condition(str(name), () if any_value else tuple(map(str, listed))))
    return tuple(found)
