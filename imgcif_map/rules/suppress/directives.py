"""From a comment's text to what it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imgcif_map.cif.document import Comment
from imgcif_map.errors import UsageError
from imgcif_map.findings import Finding, Location
from imgcif_map.rules.codes import Page
from imgcif_map.rules.labels import KINDS, beginning
from imgcif_map.rules.suggest import did_you_mean
from imgcif_map.rules.suppress.codes import MALFORMED

IGNORE, IGNORE_BLOCK, IGNORE_FILE = KINDS_OF_DIRECTIVES = ("ignore", "ignore-block", "ignore-file")
_FORM = "write # imgcif-map: ignore DDL010 -- the reason"
_NEXT_COMMENT = re.compile(r"(?:^|\s)#.*", re.DOTALL)
_REASON = re.compile(r"(?:^|\s)--(?:\s+|$)")


@dataclass(frozen=True)
class Directive:
    """What one comment asks for."""

    kind: str
    labels: tuple[tuple[str, str], ...]
    """As written, and the code or beginning of codes that is meant."""
    reason: str
    comment: Comment

    def label_of(self, code: str) -> str | None:
        """The label that names a code, None if none does."""
        return next((label for label, start in self.labels if code.startswith(start)), None)


def read(comment: Comment) -> tuple[Directive | None, list[Finding]]:
    """What a comment asks for, and what is wrong with it (SUP002)."""
    text = _NEXT_COMMENT.sub("", comment.text)
    asked, *rest = _REASON.split(text, maxsplit=1)
    kind, *words = re.split(r"[\s,]+", asked.strip())
    if kind.casefold() not in KINDS_OF_DIRECTIVES:
        known = ", ".join(KINDS_OF_DIRECTIVES)
        near = did_you_mean(kind, KINDS_OF_DIRECTIVES, 0.6)
        return None, [about(MALFORMED, comment, f"{kind or 'nothing'!r} is none of {known}", near)]
    labels: dict[str, str] = {}
    problems = []
    for word in filter(None, words):
        try:
            labels[word] = beginning(word)
        except UsageError as error:
            hint = error.hint if error.hint != KINDS else f"{KINDS}; a reason comes after --"
            problems.append(about(MALFORMED, comment, error.message, hint, word))
    if not labels and not problems:
        problems.append(about(MALFORMED, comment, "the comment does not say which codes", _FORM))
    reason = (rest[0] if rest else "").strip() or f"# imgcif-map: {comment.text}"
    directive = Directive(kind.casefold(), tuple(labels.items()), reason, comment)
    return (directive if labels else None), problems


def about(page: Page, comment: Comment, message: str, hint: str, value: str = "") -> Finding:
    """A finding on a comment."""
    at = comment.position
    return Finding(
        code=page.code,
        name=page.name,
        severity=page.severity,
        message=message,
        location=Location(line=at.line, column=at.column),
        hint=hint,
        value=value or None,
        positions=((at.line, at.column),),
    )
