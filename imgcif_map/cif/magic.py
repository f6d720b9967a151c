"""Which version of CIF a file claims to be, by the magic code on its first line."""

from __future__ import annotations

import re

from imgcif_map.cif.problems import Problems

_MAGIC = re.compile(rb"#\\#CIF_([0-9A-Za-z.]+)([^\n]*)")
_LATER = re.compile(
    rb"(?:[ \t]*+(?:#(?!\\#CIF_2\.0)[^\n]*+)?\n)*+(?:[^\n]{0,80}\n){0,2}?([^\n#]{0,20})"
    rb"#\\#CIF_2\.0(?=\s|\Z)"
)
"""The magic code of CIF 2.0 after comments, blanks and a little more."""
_MISSPELT = re.compile(rb"[ \t]*#[\\#/ \t]*CIF[_ \t-]*v?2(?:\.0)?[ \t]*(?:\n|\Z)", re.IGNORECASE)
_RIGHT = r"expected #\#CIF_2.0 as the very first characters of the file"


def version_of(data: bytes, problems: Problems) -> str:
    """``1.1`` or ``2.0``; what is wrong with the magic code is noted."""
    magic = _MAGIC.match(data)
    if magic is None:
        return _unmarked(data, problems)
    version, rest = magic[1].decode(), magic[2].strip()
    if version == "2.0":
        if rest:
            problems.add(
                "CIF036",
                magic.start(2) + 1,
                "text follows the magic code on its line",
                hint=r"expected #\#CIF_2.0 and nothing more on the first line",
            )
        return "2.0"
    if version not in ("1.1", "1.0"):
        problems.add(
            "CIF032",
            0,
            f"CIF version {version} is not known, read as CIF 2.0",
            hint=r"expected #\#CIF_1.1 or #\#CIF_2.0",
        )
        return "2.0"
    return "1.1"


def _unmarked(data: bytes, problems: Problems) -> str:
    later = _LATER.match(data)
    if later is not None:
        problems.add(
            "CIF036",
            later.end(1),
            "the magic code does not stand at the very start of the file, read as CIF 2.0",
            hint=_RIGHT,
        )
        return "2.0"
    misspelt = _MISSPELT.match(data)
    if misspelt is not None:
        problems.add(
            "CIF036",
            len(misspelt[0]) - len(misspelt[0].lstrip()),
            f"{misspelt[0].decode().strip()!r} is not the magic code of CIF 2.0, read as CIF 2.0",
            hint=_RIGHT,
        )
        return "2.0"
    return "1.1"
