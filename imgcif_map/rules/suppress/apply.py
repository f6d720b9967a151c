"""Findings with and without those that comments of the file keep out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.labels import meant
from imgcif_map.rules.positions import LISTED
from imgcif_map.rules.suppress.codes import MALFORMED, UNUSED
from imgcif_map.rules.suppress.directives import IGNORE, Directive, about, read
from imgcif_map.rules.suppress.scopes import Layout, Scope, scopes_of

Places = list[tuple[int, int]]


class Suppressions:
    """The comments of one document that keep findings out, and which of them did so."""

    def __init__(self, document: Document, dictionary: Dictionary) -> None:
        self.problems: list[Finding] = []
        """What is wrong with the comments, SUP002."""
        self._used: set[tuple[Directive, str]] = set()
        self._scopes: list[tuple[Directive, list[Scope]]] = []
        layout = Layout(document, dictionary)
        for comment in document.comments:
            directive, problems = read(comment)
            self.problems += problems
            if directive is None:
                continue
            scopes = scopes_of(directive, layout)
            if not scopes and directive.kind != IGNORE:
                self.problems.append(
                    about(MALFORMED, comment, "ignore-block stands in no data block",
                          "ignore-file goes for the whole file")
                )  # fmt: skip
                continue
            self._scopes.append((directive, scopes))

    def applied(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """The findings that remain, and those that are kept out with the reason.

        Of a summed finding, the places that a comment stands for are taken away.
        """
        kept: list[Finding] = []
        hidden: list[Finding] = []
        for finding in findings:
            left, taken = self._divided(finding)
            kept += left
            hidden += taken
        return kept, hidden

    def unused(self, judged: Collection[str]) -> list[Finding]:
        """SUP001 for each comment that names codes, all of them looked for, without effect."""
        found = []
        for directive, _ in self._scopes:
            idle = [
                label
                for label, _ in directive.labels
                if (directive, label) not in self._used and meant(label) <= set(judged)
            ]
            if idle:
                every = len(idle) == len(directive.labels)
                named = " and ".join(idle)
                hint = "remove the comment" if every else f"remove {named} from the comment"
                message = f"there is no finding {' or '.join(idle)} to ignore here"
                found.append(about(UNUSED, directive.comment, message, hint, " ".join(idle)))
        return found

    def _divided(self, finding: Finding) -> tuple[list[Finding], list[Finding]]:
        at = finding.location
        places = list(finding.positions) or [(at.line, at.column)]
        taken: dict[Directive, Places] = {}
        left: Places = []
        whole = True
        for place in places:
            directive, wide = self._taker(finding, place)
            if directive is None:
                left.append(place)
            else:
                taken.setdefault(directive, []).append(place)
                whole = whole and wide
        # A list of ten places may be a beginning: the others are not known.
        unknown = finding.count - len(places) if len(places) >= LISTED else 0
        if unknown:
            self._excuse(finding)
        if not taken:
            return [_listed(finding, places, finding.count)], []
        rest = 0 if whole and not left else unknown
        hidden = [
            replace(_listed(finding, some, len(some)), suppressed_by=directive.reason)
            for directive, some in taken.items()
        ]
        if not left and not rest:
            extra = finding.count - sum(f.count for f in hidden)
            hidden[0] = replace(hidden[0], count=hidden[0].count + max(0, extra))
            return [], hidden
        count = max(1, len(left) + rest)
        return [_listed(finding, left or places, count)], hidden

    def _taker(self, finding: Finding, place: tuple[int, int]) -> tuple[Directive | None, bool]:
        """The comment that keeps out a finding at a place, and if it does so for a whole part."""
        takers: list[tuple[Directive, bool]] = []
        for directive, scopes in self._scopes:
            label = directive.label_of(finding.code)
            covering = [s for s in scopes if label and s.covers(finding, place)]
            if label and covering:
                self._used.add((directive, label))
                takers.append((directive, any(scope.whole for scope in covering)))
        wide = [taker for taker in takers if taker[1]]
        return next(iter(wide or takers), (None, False))

    def _excuse(self, finding: Finding) -> None:
        """Comments on lines that may be among the places which are not known are not unused."""
        for directive, _ in self._scopes:
            label = directive.label_of(finding.code)
            if label and directive.kind == IGNORE:
                self._used.add((directive, label))


def _listed(finding: Finding, places: Places, count: int) -> Finding:
    """The finding at some of its places."""
    line, column = places[0]
    location = replace(finding.location, line=line, column=column)
    positions = tuple(places[:LISTED]) if finding.positions else ()
    return replace(finding, location=location, positions=positions, count=count)
