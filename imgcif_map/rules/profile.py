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
    true if a dictionary default serves as well as a written value;
``values``
    a list: the value has to be one of these (with ``name``).

``severity`` maps codes (``DDL010``), families (``DDL``) and names of rules to
``error``, ``warning``, ``note`` or ``off``, or to ``{level: error, why: …}``; ``ignore``
lists such labels, or ``{rule: DDL010, why: …}``. ``technique`` names what the profile is
for: IRIs of PaNET. ``profile.schema.json`` beside this module describes it all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from imgcif_map.errors import NOWHERE, Place, UnreadableInput, UsageError
from imgcif_map.resources import mapping_paths, packaged_dir
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
    values: tuple[str, ...] = ()
    """The value has to be one of these; any will do if there are none."""
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
        """``_a.x and _a.y, or _b.z`` for messages, ``_a.x (u or v)`` with values."""
        label = ", or ".join(" and ".join(names) for names in self.alternatives)
        return f"{label} ({' or '.join(self.values)})" if self.values else label


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
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why something has another severity or is not reported, by the same labels."""
    techniques: tuple[str, ...] = ()
    """IRIs of the techniques that it is for; any if there are none."""
    why: str = ""
    """What it is for, in a sentence or two."""
    bases: tuple[str, ...] = ()
    """Ids of the profiles that it extends, the nearest first."""

    @property
    def layer(self) -> Layer:
        """What the profile has to say about codes."""
        return Layer(
            ignore=tuple(sorted(self.ignore)), severity=self.severity, why=dict(self.reasons)
        )


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
    file = ProfileFile(path)
    # Tests hold the packaged ones to the schema.
    packaged = path.is_relative_to(packaged_dir("mappings"))
    own = file.profile() if packaged else file.checked()
    if not file.extends:
        return own
    chain = (*chain, str(path))
    try:
        base = _base(path, file.extends)
    except UsageError as error:
        raise UnreadableInput(f"{file.extends_place}: {error.message}", hint=error.hint) from None
    if str(base) in chain:
        circle = " > ".join((*chain[chain.index(str(base)) :], str(base)))
        raise UnreadableInput(f"{file.extends_place}: the profile extends itself: {circle}")
    return _extended(own, _load(base, chain))


def _base(path: Path, extends: str) -> Path:
    """The file of the profile that another extends: beside it, or a known one."""
    for beside in (path.parent / f"{extends}.yaml", path.parent / extends):
        # A profile of the user's may have the name of the packaged one that it extends.
        if beside.is_file() and beside.resolve() != path.resolve():
            return beside
    own = path.resolve()
    others = [other for other in _named(extends) if other.resolve() != own]
    return others[0] if others else _find(path if _is_self(path, extends) else extends)


def _is_self(path: Path, extends: str) -> bool:
    return extends in (path.name, path.stem)


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
        reasons={**base.reasons, **dict.fromkeys(own.severity, ""), **own.reasons},
        techniques=own.techniques or base.techniques,
        bases=(base.id, *base.bases),
    )


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.suffix.casefold() in (".yaml", ".yml") or path.is_file():
        if not path.is_file():
            raise UsageError(f"no profile file {path}")
        return path
    found = _named(path.name) if len(path.parts) == 1 else []
    if found:
        return found[0]
    from imgcif_map.rules.suggest import did_you_mean

    near = did_you_mean(str(name_or_path), profile_names(), 0.6)
    known = f"known profiles: {', '.join(profile_names())}"
    raise UsageError(f"no profile {str(name_or_path)!r}", hint=f"{near} {known}" if near else known)


def _named(name: str) -> list[Path]:
    """Files of profiles of that name: the user's own before the packaged one."""
    files = (folder / "profiles" / f"{name}.yaml" for folder in mapping_paths())
    return [file for file in files if file.is_file()]


def profile_names() -> tuple[str, ...]:
    """Names of the packaged profiles and of the user's own."""
    return tuple(
        sorted({file.stem for f in mapping_paths() for file in (f / "profiles").glob("*.yaml")})
    )
