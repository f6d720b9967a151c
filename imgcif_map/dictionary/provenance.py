"""What the leading comments of a dictionary file say: its licence, and what it was condensed from.

A condensed dictionary states its original in comment lines before the data
block, one fact a line::

    # condensed-from: cif_core.dic
    # condensed-version: 3.4.0
    # condensed-date: 2026-07-20
    # condensed-uri: https://...
    # condensed-licence: CC-BY-4.0
    # condensed-sha256: <64 hexadecimal digits, of the original's bytes>

A file with a ``condensed-sha256`` line is taken for condensed. The licence is
an SPDX identifier, or the words ``none stated in the original``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_LICENCE = "none stated in the original"
_SPDX = re.compile(r"#\s*SPDX-License-Identifier:\s*(\S.*)")
_FACT = re.compile(r"#\s*condensed-([a-z0-9]+):\s*(\S.*)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Original:
    """The file a condensed dictionary was made from; "" where it says nothing."""

    file: str
    version: str
    date: str
    uri: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """``licence`` is the SPDX comment, "" without one; ``original`` is None for an original."""

    licence: str = ""
    original: Original | None = None


def read_provenance(text: str) -> Provenance:
    """The facts in the comment lines before the first line that is neither comment nor blank."""
    licence = ""
    facts: dict[str, str] = {}
    for line in text.splitlines():
        stripped = line.lstrip("\ufeff").strip()
        if stripped and not stripped.startswith("#"):
            break
        if spdx := _SPDX.match(stripped):
            licence = licence or spdx.group(1).strip()
        elif fact := _FACT.match(stripped):
            facts.setdefault(fact.group(1), fact.group(2).strip())
    digest = facts.get("sha256", "")
    if not _SHA256.fullmatch(digest):
        return Provenance(licence)
    stated = facts.get("licence", "")
    original = Original(
        file=facts.get("from", ""),
        version=facts.get("version", ""),
        date=facts.get("date", ""),
        uri=facts.get("uri", ""),
        licence="" if stated == NO_LICENCE else stated,
        sha256=digest,
    )
    return Provenance(licence, original)


def format_provenance(original: Original) -> list[str]:
    """The comment lines of a condensed dictionary, read back by :func:`read_provenance`."""
    lines = [f"# SPDX-License-Identifier: {original.licence}"] if original.licence else []
    lines += [
        "# The formal attributes of the dictionary named below, without its prose.",
        f"# condensed-from: {original.file}",
    ]
    facts = (("version", original.version), ("date", original.date), ("uri", original.uri))
    lines += [f"# condensed-{name}: {value}" for name, value in facts if value]
    lines += [
        f"# condensed-licence: {original.licence or NO_LICENCE}",
        f"# condensed-sha256: {original.sha256}",
    ]
    return lines
