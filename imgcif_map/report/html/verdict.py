"""The verdict: one sentence to act on, what was found, what the file was held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from imgcif_map.account import Account
from imgcif_map.figures.numbers import many, whole
from imgcif_map.findings import FileReport, Finding, Severity, count_by_severity
from imgcif_map.report.html.markup import escaped, heading, said
from imgcif_map.report.html.profile import asked_sentence

ICONS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}
FEW = 3
Named = Callable[[str], str]


def importance(finding: Finding) -> tuple[int, bool]:
    """Sorts the most severe first; of these what cannot even be read."""
    return (-finding.severity.rank, not finding.code.startswith("CIF"))


def judged(report: FileReport, account: Account | None = None) -> tuple[str, str]:
    """How it stands (``stop``, ``look``, ``clear``), and the sentence that says so."""
    whose = "dictionary" if account is not None and account.dictionary else "file"
    use = "it can be used" if whose == "dictionary" else "the images can be reprocessed with it"
    counts = count_by_severity(report.findings)
    errors, warnings, notes = (counts[s.value] for s in Severity)
    if errors:
        syntax = sum(f.severity is Severity.ERROR and f.code.startswith("CIF")
                     for f in report.findings)  # fmt: skip
        begin = f"This {whose} has to be corrected before"
        if syntax:
            several = f"{many(syntax, 'error')} of syntax leave parts of it unreadable"
            one = "an error of syntax leaves a part of it unreadable"
            return "stop", f"{begin} it can be used: {several if syntax > 1 else one}."
        what = "one point is" if errors == 1 else f"{whole(errors)} points are"
        return "stop", f"{begin} {use}: {what} wrong or missing."
    if warnings:
        what = "one point deserves" if warnings == 1 else f"{whole(warnings)} points deserve"
        return "look", f"This {whose} can be used as it is, but {what} a look by its authors."
    if notes:
        return "clear", f"Nothing stands against this {whose}; there {_remarks(notes)}."
    return "clear", f"Nothing stands against this {whose}."


def _remarks(notes: int) -> str:
    return "is one remark" if notes == 1 else f"are {whole(notes)} remarks"


def verdict_section(
    report: FileReport, account: Account | None, named: Named, level: int
) -> Iterator[str]:
    """The section; what matters most is named with links to it."""
    stands, sentence = judged(report, account)
    yield f'<section class="verdict {stands}" aria-labelledby="{named("verdict")}">'
    yield heading(level, "Verdict", named("verdict"))
    yield f'<p class="sentence">{sentence}</p>'
    yield counted(report.findings)
    worst = sorted(report.findings, key=importance)[:FEW]
    if worst and worst[0].severity is not Severity.NOTE:
        yield "<p>Most important:</p><ul>"
        for finding in worst:
            if finding.severity is not Severity.NOTE:
                target = f"{named('findings')}-{escaped(finding.code)}"
                yield f'<li><a href="#{target}">{said(_subject(finding))}</a></li>'
        yield "</ul>"
    yield from _asked(account)
    yield "</section>"


def _subject(finding: Finding) -> str:
    """The message, with the data name that it is about."""
    item = finding.location.item
    return f"{item}: {finding.message}" if item and item not in finding.message else finding.message


def counted(findings: Sequence[Finding]) -> str:
    """``✕ 1 error · ! 2 warnings · i 0 notes``."""
    counts = count_by_severity(findings)
    parts = [
        f'<li class="{s.value}"><span class="icon" aria-hidden="true">{ICONS[s]}</span> '
        f"{many(counts[s.value], s.value)}</li>"
        for s in Severity
    ]
    return f'<ul class="counts">{"".join(parts)}</ul>'


def _asked(account: Account | None) -> Iterator[str]:
    if account is None:
        return
    asked = account.asked
    subject = "the dictionary" if account.dictionary else "the file"
    if asked is None:
        what = "definitions" if account.dictionary else "whether what it says makes sense"
        yield (
            f"<p>Checked: syntax and {what}. No profile was named, so nothing was required of "
            f"{subject}: what it leaves out was not judged.</p>"
        )
    else:
        yield f"<p>{asked_sentence(asked)}</p>"
    if not account.dictionary:
        images = "were looked into as well" if account.opened else "were not opened"
        yield f"<p>The archives and the images themselves {images}.</p>"
