"""What a report tells of a file besides findings. All frozen and bounded in size."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.figures.picture import Picture
from imgcif_map.figures.scene import Scene


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    label: str
    value: str
    link: str = ""
    """Where more is: an http or https address."""


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan, ready to be shown; empty where nothing is known."""

    id: str
    frames: str
    moves: str
    """``omega 0° to 360° by 0.1°``."""
    fixed: str
    """The settings of other axes that are not 0."""
    distance: str = ""
    tilt: str = ""
    beam: str = ""
    edge: str = ""
    corner: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One experiment."""

    title: str
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]
    scans: tuple[ScanRow, ...] = ()
    more_scans: int = 0
    same: str = ""
    """Settings that are the same in all scans, where there are several."""
    instrument: Scene | None = None
    detector: Picture | None = None
    coverage: tuple[Picture, ...] = ()
    more_coverage: int = 0
    covered: tuple[str, ...] = ()
    """The coverage in words."""
    missing: tuple[str, ...] = ()
    """Why figures or numbers are not there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The profile that a file was held against."""

    id: str
    title: str
    required: tuple[tuple[str, str], ...] = ()
    """Data names, and why they are needed."""
    recommended: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What one file is about and what it was judged by."""

    experiments: tuple[Told, ...] = ()
    more: int = 0
    """Experiments that are not told."""
    asked: Asked | None = None
    bytes: int | None = None
    sha256: str = ""
    """Empty if the file cannot be read a second time."""
    dictionary: bool = False
    """True for a dictionary, which describes no experiment."""
    opened: bool = False
    """True if archives and images were looked into as well."""
