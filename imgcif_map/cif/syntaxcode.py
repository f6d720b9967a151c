"""What an entry of the catalogue of syntax findings says, see :mod:`imgcif_map.cif.codes`."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.findings import Severity

SPEC_1 = "https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax"
SPEC_2 = "https://doi.org/10.1107/S1600576715021871"


@dataclass(frozen=True, slots=True)
class SyntaxCode:
    """What one ``CIF###`` code means."""

    code: str
    name: str
    severity: Severity
    what: str
    """What is reported and how reading goes on."""
    why: str
    """Why it matters."""
    fails: str
    """CIF text that gives the finding, or words if not :attr:`literal`."""
    passes: str
    """CIF text that gives no finding at all, or words if not :attr:`literal`."""
    spec_url: str = SPEC_1
    summed: bool = False
    """Repeats are one finding with a count."""
    literal: bool = True
    """True if ``fails`` and ``passes`` are CIF texts."""
