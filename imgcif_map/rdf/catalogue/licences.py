"""Licences by SPDX identifier. Only those that occur with data; any other one by its address."""

from __future__ import annotations

from imgcif_map.errors import UsageError
from imgcif_map.rdf.catalogue.model import Licence
from imgcif_map.rdf.catalogue.values import address

_CC = "https://creativecommons.org/"
_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
_KINDS = ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
_OTHERS = (
    "PDDL-1.0", "ODC-By-1.0", "ODbL-1.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0",
    "CDLA-Sharing-1.0", "OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0", "OGL-Canada-2.0", "etalab-2.0",
    "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "C-UDA-1.0", "O-UDA-1.0", "CERN-OHL-P-2.0", "MIT", "ISC",
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-2.0-only", "GPL-2.0-or-later",
    "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "AGPL-3.0-only",
    "AGPL-3.0-or-later", "MPL-2.0", "EUPL-1.2", "Unlicense", "GFDL-1.3-only", "GFDL-1.3-or-later",
)  # fmt: skip


def _known() -> dict[str, Licence]:
    found = {"CC0-1.0": Licence(f"{_CC}publicdomain/zero/1.0/", "CC0-1.0")}
    for kind in _KINDS:
        for version in _VERSIONS:
            spdx = f"CC-{kind}-{version}"
            found[spdx] = Licence(f"{_CC}licenses/{kind.lower()}/{version}/", spdx)
    found |= {spdx: Licence(f"https://spdx.org/licenses/{spdx}", spdx) for spdx in _OTHERS}
    return found


KNOWN = _known()
"""Licence by SPDX identifier."""


def licence(text: str) -> Licence:
    """A licence from its SPDX identifier or its address; raises UsageError."""
    stripped = text.strip()
    if "://" in stripped:
        iri = address(stripped)
        plain = iri.rstrip("/").replace("http://", "https://").removesuffix(".html").lower()
        plain = plain.removesuffix("/legalcode").removesuffix("/deed.en").removesuffix("/deed")
        for known in KNOWN.values():
            if known.iri.rstrip("/").lower() == plain:
                return known
        return Licence(iri)
    for known in KNOWN.values():
        if known.spdx.casefold() == stripped.casefold():
            return known
    raise UsageError(
        f"{stripped!r} is no licence that is known here",
        hint="an SPDX identifier such as CC-BY-4.0 or CC0-1.0, or the address of the licence",
    )
