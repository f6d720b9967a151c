"""The kinds of gap: stable codes, severities and what each means (``explain GAP###``)."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.findings import Severity


@dataclass(frozen=True, slots=True)
class GapKind:
    """One kind of gap. ``fails``: whether it makes ``convert`` and ``gaps`` exit with 1."""

    code: str
    name: str
    severity: Severity
    fails: bool
    what: str
    why: str
    hint: str


GAP_KINDS: tuple[GapKind, ...] = (
    GapKind(
        "GAP001", "missing-required", Severity.ERROR, True,
        "A data name that the profile requires has no value.",
        "Without it others cannot read or reprocess the images.",
        "Give it in an answers file or with --set, or choose a mapping that knows it.",
    ),
    GapKind(
        "GAP002", "missing-recommended", Severity.WARNING, False,
        "A data name that the profile recommends has no value.",
        "The file works without it, but a careful reader will ask.",
        "Give it in an answers file or with --set.",
    ),
    GapKind(
        "GAP003", "no-target", Severity.NOTE, False,
        "The source states something that imgCIF has no data name for.",
        "The fact is lost in the output; it stays in the source file.",
        "Nothing to do here; a note to the dictionary's maintainers may help.",
    ),
    GapKind(
        "GAP004", "unmapped-source", Severity.NOTE, False,
        "The source has values that the mapping neither reads nor lists as ignored.",
        "Something useful may be overlooked.",
        "Map it, or list it under gaps: or ignore: in the mapping file.",
    ),
    GapKind(
        "GAP005", "unit-missing", Severity.WARNING, False,
        "A value comes without a unit, or with one that is not known, where one is needed.",
        "A guess could be wrong by a factor of a thousand, so nothing is written.",
        "Add unit: to the mapping item, or an overlay with fix: … unit:.",
    ),
    GapKind(
        "GAP006", "lossy", Severity.NOTE, False,
        "The source says more than the data name can hold.",
        "The output is a summary (a mean, the first of several).",
        "Look whether the summary is good enough; the source keeps the detail.",
    ),
    GapKind(
        "GAP007", "conflict", Severity.WARNING, True,
        "Two statements disagree, or a value cannot be what its data name asks for.",
        "One of them is wrong, and a program cannot know which.",
        "Find out which is right; an overlay or an answer can settle it.",
    ),
    GapKind(
        "GAP008", "unreadable", Severity.WARNING, True,
        "A value is there but cannot be read: a broken link, a wrong type, too much data.",
        "What depends on it is missing.",
        "Put the missing file beside the master, or allow its folder with --allow-dir.",
    ),
    GapKind(
        "GAP009", "assumption", Severity.NOTE, False,
        "A value was written without evidence in the source.",
        "It is usually right, but nobody has said so.",
        "Check it; --set or an answer states it outright.",
    ),
    GapKind(
        "GAP010", "correction", Severity.NOTE, False,
        "A record was corrected by the mapping before it was used.",
        "The source is known to be wrong here.",
        "Check that the correction applies to this file.",
    ),
)  # fmt: skip


def gap_kind(name: str) -> GapKind:
    """The kind of that name (``conflict``) or code (``GAP007``); raises KeyError."""
    for kind in GAP_KINDS:
        if name in (kind.name, kind.code):
            return kind
    raise KeyError(name)
