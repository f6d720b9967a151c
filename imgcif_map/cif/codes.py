"""The catalogue of syntax findings: one entry per stable code."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.findings import Severity

SPEC_1 = "https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax"
SPEC_2 = "https://www.iucr.org/resources/cif/cif2"


@dataclass(frozen=True, slots=True)
class SyntaxCode:
    """What one ``CIF###`` code means. ``summed``: repeats are one finding with a count."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    fails: str
    passes: str
    spec_url: str = SPEC_1
    summed: bool = False


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_ENTRIES: tuple[SyntaxCode, ...] = (
    SyntaxCode("CIF001", "content-before-data-block", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF002", "unterminated-quote", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF003", "unterminated-text-field", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF004", "unterminated-triple-quote", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF005", "unterminated-container", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF006", "missing-whitespace", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF007", "value-without-name", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF008", "name-without-value", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF009", "loop-without-names", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF010", "loop-without-values", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF011", "incomplete-row", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF012", "duplicate-data-name", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF013", "duplicate-block", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF014", "duplicate-frame", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF015", "duplicate-table-key", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF016", "reserved-word", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF017", "empty-name", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF018", "nested-frame", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF019", "unterminated-frame", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF020", "stray-frame-end", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF021", "control-character", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF022", "invalid-encoding", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF023", "non-ascii", _W, "", "", "", "", summed=True),
    SyntaxCode("CIF024", "long-line", _W, "", "", "", "", summed=True),
    SyntaxCode("CIF025", "long-name", _N, "", "", "", "", summed=True),
    SyntaxCode("CIF026", "cif2-construct", _E, "", "", "", "", summed=True),
    SyntaxCode("CIF027", "bad-bare-value", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF028", "malformed-container", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF029", "deep-nesting", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF030", "unterminated-binary", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF031", "no-data-block", _E, "", "", "", "", summed=False),
    SyntaxCode("CIF032", "unknown-version", _W, "", "", "", "", summed=False),
    SyntaxCode("CIF033", "comma-in-list", _N, "", "", "", "", summed=True),
)
CODES: dict[str, SyntaxCode] = {entry.code: entry for entry in _ENTRIES}
"""By code; read only."""
