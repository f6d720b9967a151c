"""Data names outside the public dictionaries that are nobody's mistake.

``_[local]_…`` and ``_category.[local]_…`` are free for anybody's own use.
Programs, databases and journals have registered prefixes with the IUCr under
which they define their own names (International Tables G, section 3.1.8.2).
"""

from __future__ import annotations

import re

REGISTERED = frozenset(
    {
        "amcsd", "asd", "ccdc", "ccp4", "cod", "crystmol", "csd", "ebi", "fiz", "gsas", "icsd",
        "iucr", "jana", "local", "magndata", "ndb", "olex2", "parvati", "pdb", "pdbx",
        "phenix", "platon", "publ_cif", "publcif", "rcsb", "shelx", "shelxl", "smtbx",
        "squeeze", "tcod", "topas", "vrf", "xd",
    }
)  # fmt: skip
_LOCAL = re.compile(r"^_(?:[^.]*\.)?_?\[local\]_", re.IGNORECASE)
_PREFIX = re.compile(r"^_([a-z][a-z0-9]*?(?:_cif)?)(?:_|\.)", re.IGNORECASE)
_OBJECT_PREFIX = re.compile(r"^_[^.]+\.([a-z][a-z0-9]*)_", re.IGNORECASE)


def is_foreign(name: str) -> bool:
    """True for a local data name or one with a registered prefix (of category or object)."""
    if _LOCAL.match(name):
        return True
    found = (_PREFIX.match(name), _OBJECT_PREFIX.match(name))
    return any(match is not None and match[1].casefold() in REGISTERED for match in found)
