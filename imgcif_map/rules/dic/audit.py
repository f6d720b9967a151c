"""The history of a dictionary (DICTIONARY_AUDIT): versions in their order, and their dates."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from imgcif_map.rules.dic.subject import Subject

VERSION = "_dictionary_audit.version"
DATE = "_dictionary_audit.date"
_SEMVER = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")


@dataclass(frozen=True, slots=True)
class Revision:
    """One row of the history that has a version."""

    row: int
    version: str
    order: tuple[Any, ...]
    """Sorts as Semantic Versioning 2.0.0 orders versions."""
    date: str
    """"" if it is absent or no date."""


def semver(text: str) -> tuple[Any, ...] | None:
    """A key that sorts versions by precedence (SemVer 2.0.0, 11); None for no version."""
    match = _SEMVER.fullmatch(text)
    if match is None:
        return None
    numbers = tuple(int(number) for number in match.groups()[:3])
    if match[4] is None:
        return (*numbers, 1, ())
    # Numbers come before words, and a release after all its candidates.
    marks = tuple((0, int(x), "") if x.isdecimal() else (1, 0, x) for x in match[4].split("."))
    return (*numbers, 0, marks)


def is_date(text: str) -> bool:
    """True for yyyy-mm-dd."""
    try:
        return len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def history(subject: Subject) -> tuple[Revision, ...]:
    """Revisions in file order; rows whose version cannot be understood are left out."""
    versions, dates = subject.block.column(VERSION), subject.block.column(DATE)
    if versions is None:
        return ()
    # A date belongs to a version by standing in the same loop.
    same = dates is not None and len(dates) == len(versions)
    known = dates.texts() if dates is not None and same else [""] * len(versions)
    found = []
    for row, (version, date) in enumerate(zip(versions.texts(), known, strict=True)):
        order = semver(version)
        if order is not None:
            found.append(Revision(row, version, order, date if is_date(date) else ""))
    return tuple(found)


def latest(subject: Subject) -> Revision | None:
    """The revision with the highest version."""
    return max(history(subject), key=lambda revision: revision.order, default=None)
