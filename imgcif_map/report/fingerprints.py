"""Fingerprints of findings: the same as long as the finding is, wherever its line moves."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter

from imgcif_map.findings import Finding

_PLACES = re.compile(r"\b((?:line|column|row)s?)(?: \d+(?:[-,:. and]*\d+)*)")


class Fingerprints:
    """Fingerprints of the findings of one file, asked for in the order of the report.

    They are made of the code, the place in the structure (block, frame,
    category, data name, source) and the value or, where there is none, the
    message without the line, column and row numbers in it. Findings that agree
    in all of these are told apart by their order.
    """

    NAME = "imgcifMap/v1"

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding) -> str:
        """The next fingerprint."""
        at = finding.location
        what = finding.value if finding.value is not None else _PLACES.sub(r"\1", finding.message)
        facts = [finding.code, at.block, at.frame, at.category, at.item, at.source, what]
        base = json.dumps(facts)
        self._seen[base] += 1
        return hashlib.sha256(f"{base}#{self._seen[base]}".encode()).hexdigest()
