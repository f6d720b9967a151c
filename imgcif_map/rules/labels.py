"""What a label means that names rules: a code, the beginning of codes, or a rule's name."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from imgcif_map.errors import UsageError
from imgcif_map.rules.suggest import did_you_mean

KINDS = "codes (DDL010), families (DDL) or names of rules"


def beginning(label: str) -> str:
    """The code, or beginning of codes, of ``DDL010``, ``DDL`` or ``enumeration-state``; caseless.

    Raises UsageError, with the nearest code or name as hint, if no finding has such a code.
    """
    start = label.strip().upper()
    if re.fullmatch(r"[A-Z]{3}\d{0,3}", start) and any(c.startswith(start) for c in known_codes()):
        return start
    code = _codes_by_name().get(label.strip().casefold())
    if code is not None:
        return code
    near = did_you_mean(label, [*known_codes(), *_codes_by_name()], 0.7)
    raise UsageError(f"no rule {label!r}", hint=near or KINDS)


def meant(label: str) -> frozenset[str]:
    """Every code that a label stands for. Raises UsageError as :func:`beginning`."""
    start = beginning(label)
    return frozenset(code for code in known_codes() if code.startswith(start))


@lru_cache(maxsize=1)
def known_codes() -> tuple[str, ...]:
    """Every code that a finding may carry, ascending."""
    from imgcif_map.rules.codes import pages

    return tuple(pages())


@lru_cache(maxsize=1)
def _codes_by_name() -> MappingProxyType[str, str]:
    """Codes by name and alias; where families share a name, the rule on files has it."""
    from imgcif_map.rules.codes import pages

    found: dict[str, str] = {}
    for page in sorted(pages().values(), key=lambda page: page.code.startswith(("GAP", "MAP"))):
        for name in (page.name, *page.aliases):
            found.setdefault(name.casefold(), page.code)
    return MappingProxyType(found)
