"""What may be asked for findings: which ones, and how severe they are to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from imgcif_map.errors import UsageError
from imgcif_map.findings import Severity

OFF = "off"
LEVELS = (*(severity.value for severity in Severity), OFF)

Level = Severity | None
"""A severity; None is ``off``."""


def level(text: str) -> Level:
    """The level of ``error``, ``warning``, ``note`` or ``off``; UsageError for anything else."""
    if text not in LEVELS:
        raise UsageError(f"no severity {text!r}", hint=f"one of {', '.join(LEVELS)}")
    return None if text == OFF else Severity(text)


@dataclass(frozen=True)
class Layer:
    """What one source asks for, in labels: codes, beginnings of codes, names of rules."""

    select: tuple[str, ...] = ()
    """Only these; all if empty."""
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Level] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    """The reason for a severity, by the same label; not all have one."""
