"""The findings by importance, each with where it is and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from imgcif_map.figures.numbers import many
from imgcif_map.findings import FileReport, Finding, Severity
from imgcif_map.harmless import shortened
from imgcif_map.report.excerpt import Excerpt, Source, excerpt
from imgcif_map.report.html.markup import code, details, escaped, heading, said
from imgcif_map.report.html.verdict import ICONS, importance
from imgcif_map.report.places import runs, times
from imgcif_map.report.plain import cell

Named = Callable[[str], str]
OPEN = 5
"""So many findings of one code are shown at once, others on demand."""
MOST_OF_CODE = 40
MOST = 500
"""So many findings of a file are shown; others are counted."""
COLUMNS = 100


def findings_section(report: FileReport, named: Named, level: int) -> Iterator[str]:
    """Grouped by code, the most severe first."""
    yield f'<section class="findings" aria-labelledby="{named("findings")}">'
    yield heading(level, f"Findings ({len(report.findings)})", named("findings"))
    if not report.findings:
        yield "<p>None.</p>"
    groups = grouped(report.findings)
    source = Source(report.path, (f.location.line for f in report.findings if f.location.line))
    room = MOST
    seen: set[str] = set()
    for found in groups:
        shown = found[: min(MOST_OF_CODE, max(1, room))]
        room -= len(shown)
        code_, severity = found[0].code, found[0].severity
        name = "" if code_ in seen else f"{named('findings')}-{escaped(code_)}"
        seen.add(code_)
        yield f'<div class="group {severity.value}">'
        yield heading(level + 1, _title(found), name)
        if not all(f.hint for f in found):
            yield (
                '<p class="fix"><strong>How to fix it:</strong> compare with the example that '
                f'passes, at <a href="#code-{escaped(code_)}">{escaped(code_)}</a>.</p>'
            )
        yield from _entries([list(_finding(f, source, report.path)) for f in shown], code_)
        if len(found) > len(shown):
            yield f"<p>{_uncounted(found[len(shown) :])}</p>"
        yield "</div>"
    if report.suppressed:
        title = f"{many(len(report.suppressed), 'finding')} kept out by comments in the file"
        yield from details(title, _suppressed(report.suppressed))
    yield "</section>"


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one code and severity together: the worst first, then syntax, then many."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    return sorted(groups.values(), key=lambda g: (*importance(g[0]), -len(g), g[0].code))


def _title(found: Sequence[Finding]) -> str:
    """Icon, severity, name, code with a link to what it means, number."""
    first = found[0]
    number = f" <small>({many(len(found), 'finding')})</small>" if len(found) > 1 else ""
    return (
        f'<span class="icon" aria-hidden="true">{ICONS[first.severity]}</span> '
        f"{first.severity.value.capitalize()}: {said(first.name.replace('-', ' '))} "
        f'<a class="code" href="#code-{escaped(first.code)}">{escaped(first.code)}</a>{number}'
    )


def _entries(entries: Sequence[list[str]], code_: str) -> Iterator[str]:
    """The first ones at once, the others on demand."""
    yield "<ol>"
    for entry in entries[:OPEN]:
        yield from entry
    yield "</ol>"
    if len(entries) > OPEN:
        rest = [line for entry in entries[OPEN:] for line in entry]
        listed = [f'<ol start="{OPEN + 1}">', *rest, "</ol>"]
        yield from details(f"{len(entries) - OPEN} more of {escaped(code_)}", listed)


def _uncounted(found: Sequence[Finding]) -> str:
    lines = sorted({f.location.line for f in found if f.location.line})
    pieces = runs(lines)
    more = ", …" if len(pieces) > 30 else ""
    where = f", at lines {', '.join(pieces[:30])}{more}" if lines else ""
    return f"And {many(len(found), 'finding')} more{where}."


def _finding(finding: Finding, source: Source, path: str) -> Iterator[str]:
    at = finding.location
    yield f'<li><p class="message">{said(finding.message)}</p>'
    where = list(_where(finding))
    if where:
        yield f'<p class="where">{" · ".join(where)}</p>'
    line = source.line(at.line) if at.line and at.path in ("", path) else None
    if line is not None:
        yield _excerpt(excerpt(line, finding, COLUMNS))
    if finding.count > 1:
        yield f"<p>{escaped(times(finding))}.</p>"
    if finding.hint:
        yield f'<p class="fix"><strong>How to fix it:</strong> {said(finding.hint)}</p>'
    if finding.why:
        yield f'<p class="why"><strong>Why it matters:</strong> {said(finding.why)}</p>'
    if finding.looked:
        yield f"<p>Looked for in: {said(', '.join(finding.looked))}</p>"
    yield "</li>"


def _where(finding: Finding) -> Iterator[str]:
    at = finding.location
    if at.line:
        column = f", column {at.column}" if at.column else ""
        yield f"line {at.line}{column}"
    if at.item:
        yield code(shortened(at.item, 100))
    elif at.category:
        yield f"category {code(shortened(at.category, 100))}"
    if at.block:
        yield f"data block {code(shortened(at.block, 80))}"
    if at.frame:
        yield f"save frame {code(shortened(at.frame, 80))}"
    if at.source:
        yield code(shortened(at.source, 120))


def _excerpt(shown: Excerpt) -> str:
    """The line with a mark; the excerpt counts in columns of a terminal."""
    start = end = len(shown.text)
    reached = 0
    for place, character in enumerate(shown.text):
        if reached == shown.start and start > place:
            start = place
        if reached >= shown.start + shown.length and end > place:
            end = place
        reached += cell(character)
    before, inside, after = shown.text[:start], shown.text[start:end], shown.text[end:]
    marked = f"<mark>{escaped(inside)}</mark>" if inside else ""
    return f"<pre><bdi>{escaped(before)}{marked}{escaped(after)}</bdi></pre>"


def _suppressed(findings: Sequence[Finding]) -> Iterator[str]:
    yield "<ul>"
    for finding in findings[:MOST_OF_CODE]:
        line = f"line {finding.location.line}: " if finding.location.line else ""
        reason = f" ({said(finding.suppressed_by)})" if finding.suppressed_by else ""
        yield f"<li>{line}{escaped(finding.code)} {said(finding.message)}{reason}</li>"
    yield "</ul>"
    if len(findings) > MOST_OF_CODE:
        yield f"<p>And {len(findings) - MOST_OF_CODE} more.</p>"
