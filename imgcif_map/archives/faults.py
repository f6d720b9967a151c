"""What can be wrong with what an imgCIF points at."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """One kind of fault; each has a rule that reports it."""

    NOT_EXAMINED = "not-examined"
    UNREACHABLE = "unreachable-archive"
    UNSAFE = "unsafe-path"
    PACKING = "other-packing"
    MISSING = "missing-member"
    DAMAGED = "damaged-data"
    TOO_LARGE = "too-large"
    FORMAT = "other-file-format"
    DATASET = "no-such-dataset"
    FRAME = "no-such-frame"
    NOT_DECODED = "not-decoded"
    UNENDED = "unended-archive"


class Fault(Exception):
    """Something cannot be used: of which kind, why, and what to do."""

    def __init__(self, kind: Kind, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind, self.message, self.hint = kind, message, hint
