"""One kind of finding on mapping files."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.findings import Severity


@dataclass(frozen=True, slots=True)
class MapCode:
    """One kind of finding on a mapping, with the four sections of a rule's page."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    fails: str
    passes: str
