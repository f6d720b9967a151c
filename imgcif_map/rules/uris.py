"""URI references (RFC 3986, section 4.1) and IRIs (RFC 3987, section 2.2) as patterns.

DDLm asks for a *reference* with Uri, so a relative one will do, and for an
identifier with Iri, which has a scheme. What stands in square brackets needs
:func:`host_is_legal` as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNRESERVED = r"A-Za-z0-9\-._~"
_DELIMS = r"!$&'()*+,;="
_ESCAPED = "%[0-9A-Fa-f]{2}"
_PLANES = "".join(
    rf"\U{plane:04x}{0x1000 if plane == 14 else 0:04x}-\U{plane:04x}fffd" for plane in range(1, 15)
)
_UCS = rf"\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}"
_PRIVATE = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_LITERAL = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The productions that a URI and an IRI share; they differ in the characters."""

    unreserved: str
    query_extra: str = ""

    def _run(self, more: str, least: str) -> str:
        # What follows a run is never part of it, so none is given back.
        return rf"(?:[{self.unreserved}{_DELIMS}{more}]++|{_ESCAPED}){least}+"

    @property
    def _authority(self) -> str:
        future = rf"[vV][0-9A-Fa-f]+\.[{self.unreserved}{_DELIMS}:]+"
        host = rf"(?:\[(?:[0-9A-Fa-f:.]+|{future})\]|{self._run('', '*')})"
        return rf"(?:{self._run(':', '*')}@)?{host}(?::[0-9]*)?"

    def _hierarchy(self, first: str) -> str:
        rest = rf"(?:/{self._run(':@', '*')})*"
        absolute = rf"/(?:{self._run(':@', '+')}{rest})?"
        return rf"(?://{self._authority}{rest}|{absolute}|{first}{rest}|)"

    @property
    def _tail(self) -> str:
        query = self._run(rf":@/?{self.query_extra}", "*")
        return rf"(?:\?{query})?(?:#{self._run(':@/?', '*')})?"

    @property
    def identifier(self) -> str:
        scheme = r"[A-Za-z][A-Za-z0-9+\-.]*:"
        return rf"{scheme}{self._hierarchy(self._run(':@', '+'))}{self._tail}"

    @property
    def reference(self) -> str:
        # A first segment with a colon would read as a scheme.
        return rf"(?:{self.identifier}|{self._hierarchy(self._run('@', '+'))}{self._tail})"


URI_REFERENCE = _Grammar(_UNRESERVED).reference
IRI = _Grammar(_UNRESERVED + _UCS, _PRIVATE).identifier


def host_is_legal(text: str) -> bool:
    """False if what stands in square brackets is no IPv6 address and no later form of one."""
    import ipaddress

    for literal in _LITERAL.findall(text):
        if literal[:1] in "vV":
            continue
        try:
            ipaddress.IPv6Address(literal)
        except ValueError:
            return False
    return True
