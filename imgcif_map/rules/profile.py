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

``severity`` maps codes (``DDL010``), families (``DDL``) and names of rules to
``error``, ``warning``, ``note`` or ``off``; ``ignore`` lists such labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from imgcif_map.errors import NOWHERE, Place, UnreadableInput, UsageError
from imgcif_map.resources import mapping_paths
from imgcif_map.rules.levels import Layer, Level


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
    place: Place = field(default=NOWHERE, compare=False)
    """Where the profile says so."""

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
    severity: Mapping[str, Level] = field(default_factory=dict)
    """New severity by code, beginning of codes or name; None where they are off."""
    ignore: frozenset[str] = frozenset()
    """Codes, beginnings of codes and names that are not reported."""

    @property
    def layer(self) -> Layer:
        """What the profile has to say about codes."""
        return Layer(ignore=tuple(sorted(self.ignore)), severity=self.severity)


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile of a packaged name (``minimal``) or of a YAML file.

    Raises UsageError if there is no such profile, UnreadableInput if the file
    is no valid profile.
    """
    return _load(name_or_path, ())


def _load(name_or_path: str | Path, chain: tuple[str, ...]) -> Profile:
    # Only now: a validation without a profile needs no YAML.
    from imgcif_map.rules.profilefile import ProfileFile

    path = _find(name_or_path)
    if str(path) in chain:
        raise UnreadableInput(f"{path}: the profile extends itself")
    file = ProfileFile(path)
    base = None
    if file.extends:
        beside = path.parent / f"{file.extends}.yaml"
        base = _load(beside if beside.is_file() else file.extends, (*chain, str(path)))
    return _extended(file.profile(), base) if base else file.profile()


def _extended(own: Profile, base: Profile) -> Profile:
    """A profile with what it takes over from another; its own word counts."""
    promoted = {requirement.alternatives for requirement in own.required}
    kept = tuple(r for r in base.recommended if r.alternatives not in promoted)
    return replace(
        own,
        required=base.required + own.required,
        recommended=kept + own.recommended,
        severity={**base.severity, **own.severity},
        ignore=own.ignore | (base.ignore - set(own.severity)),
    )


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
