"""Lists and tables without anything odd in them, seen through by one regular expression each.

What these do not match is not wrong: :class:`imgcif_map.cif.containers.ContainerReader` looks
at it more closely. They match neither comments, text fields, triple quotes, commas, nor values
that start with ``_`` or ``$`` or are reserved words.
"""

from __future__ import annotations

import re
from array import array
from functools import cache

import numpy as np

_BLANK = r"[\x00-\x20]++"
_BARE = (
    r"(?!(?:loop|stop|global)_[\x00-\x20\]}]|(?:data|save)_)"
    r"[^\x00-\x20\[\]{}'\"#;,_$][^\x00-\x20\[\]{},]*+"
)
_SINGLE, _DOUBLE = r"'[^'\n]*+'(?!')", r'"[^"\n]*+"(?!")'
_SCALAR = f"(?>{_BARE}|{_SINGLE}|{_DOUBLE})"


def _list(element: str) -> str:
    return rf"\[(?:{_BLANK})?+(?:{element}(?:{_BLANK}{element})*+)?+(?:{_BLANK})?+\]"


_FLAT = _list(_SCALAR)
_MATRIX = _list(f"(?>{_SCALAR}|{_FLAT})")
_KEY = rf"(?>{_SINGLE}|{_DOUBLE}):"
_VALUE = f"(?>{_SCALAR}|{_FLAT})"
_ENTRY = f"{_KEY}(?:{_BLANK})?+{_VALUE}"

_LIST = _list(f"(?>{_SCALAR}|{_MATRIX})")
_TABLE = rf"\{{(?:{_BLANK})?+(?:{_ENTRY}(?:{_BLANK}{_ENTRY})*+)?+(?:{_BLANK})?+\}}"
_KEYS = re.compile(rb"(?<=[\x00-\x20{])(?:'([^'\n]*+)'|\"([^\"\n]*+)\"):")

_FEW = 1000


@cache
def _pattern(text: str) -> re.Pattern[bytes]:
    """Compiled when first needed: most files have neither lists nor tables."""
    return re.compile(text.encode(), re.IGNORECASE)


def plain_container(data: bytes, start: int) -> int:
    """Where the plain list or table that starts at ``start`` ends; -1 if it is not plain."""
    if data[start] == 91:
        match = _pattern(_LIST).match(data, start)
        return match.end() if match else -1
    match = _pattern(_TABLE).match(data, start)
    if match is None or not match[0].isascii():
        return -1
    keys = array("q", (hash(m[1] or m[2]) for m in _KEYS.finditer(data, start, match.end())))
    return match.end() if _differ(keys) else -1


def _differ(keys: array[int]) -> bool:
    if len(keys) < _FEW:
        return len(set(keys)) == len(keys)
    return bool(np.diff(np.sort(np.frombuffer(keys, np.int64))).all())
