"""Data names outside the public dictionaries that are nobody's mistake.

``[local]`` is free for anybody's own use. Programs, databases and institutes have
registered prefixes with the IUCr under which they define their own names
(International Tables G, sections 2.2.7.4.5 and 3.1.2.2). A prefix is a word
between underscores: the first word of the data name, which then is no item of a
category that the dictionary defines, or the first word after the full stop.
"""

from __future__ import annotations

import re

from imgcif_map.dictionary.model import Dictionary

REGISTERED = frozenset(
    {
        "acihd", "aflow", "amcsd", "anbf", "asd", "b+s", "bpluss", "bruker", "cambridge", "ccdc",
        "ccp4", "cgraph", "chimerax", "cifdic", "cod", "crystmol", "csd", "dft", "ebi", "edchem",
        "gsas", "gsk", "h5", "iims", "iso", "itqb", "iucr", "lanl", "manchester", "mdb",
        "montpellier", "mp", "mpod", "msd", "naned", "ndb", "niehs", "nomad", "nottingham", "nx",
        "oxford", "parvati", "pdb", "pdb2cif", "pdbx", "phenix", "prop", "publcif", "raman",
        "rayonix", "rcsb", "rotag", "shelx", "solsa", "ssad", "sydney", "tcod", "topos", "vrf",
        "wdc", "xtal",
    }
)  # fmt: skip
"""The registry of the IUCr (https://www.iucr.org/resources/cif/spec/reserved), after the copy of it
that the CIF editor CIVET distributes, and ``cifdic`` of table 3.1.2.1 of International Tables G."""

CUSTOMARY = frozenset(
    {
        "icsd", "jana", "local", "magndata", "olex2", "platon", "publ_cif", "shelxl", "smtbx",
        "squeeze", "topas", "xd",
    }
)  # fmt: skip
"""Not registered, but written by well-known programs and databases for many years."""

_KNOWN = REGISTERED | CUSTOMARY
_LOCAL = "[local]"
_WORDS = re.compile(r"_([^_.]+)(?:_([^_.]+))?[_.]")
_OBJECT_WORDS = re.compile(r"([^_]+)_")


def is_foreign(name: str, dictionary: Dictionary | None = None) -> bool:
    """True for a local data name, or one with a prefix of somebody's own.

    A prefix at the start does not excuse an unknown item of a category that the
    dictionary defines.
    """
    folded = name.casefold()
    category, dot, object_id = folded[1:].partition(".")
    if _LOCAL in folded:
        return True
    after = _OBJECT_WORDS.match(object_id)
    if after is not None and after[1] in _KNOWN:
        return True
    if dot and dictionary is not None and category in dictionary.categories:
        return False
    before = _WORDS.match(folded)
    return before is not None and (
        before[1] in _KNOWN or f"{before[1]}_{before[2] or ''}" in _KNOWN
    )
