"""DIC015."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.audit import DATE, VERSION, Revision, history
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Subject


class AuditOrder(DictionaryRule):
    """The history is out of order.

    What
        Versions in the ``_dictionary_audit`` loop do not rise, or a later version has an
        earlier date. A history from new to old is in order, too.

    Why
        A version or date was mistyped, or a revision stands in the wrong place.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        loop_
          _dictionary_audit.version
          _dictionary_audit.date
            1.0.0 2022-05-01
            1.2.0 2024-05-01
            1.1.0 2023-05-01

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        loop_
          _dictionary_audit.version
          _dictionary_audit.date
            1.0.0 2022-05-01
            1.1.0 2023-05-01
            1.2.0 2024-05-01
    """

    code = "DIC015"
    name = "audit-order"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        found = list(history(subject))
        if not found:
            return
        if found[0].order > found[-1].order:
            found.reverse()
        late = [(a, b) for a, b in pairwise(found) if a.order > b.order]
        if late:
            message = f"versions out of order: {_pairs(late, 'version')}"
            yield self.report(message, subject.block, VERSION, sorted(b.row for _, b in late))
        dated = sorted((x for x in found if x.date), key=lambda revision: revision.order)
        wrong = [(a, b) for a, b in pairwise(dated) if a.date > b.date and a.order < b.order]
        if wrong and not late:
            message = f"a later version has an earlier date: {_pairs(wrong, 'date')}"
            yield self.report(message, subject.block, DATE, sorted(b.row for _, b in wrong))


def _pairs(found: list[tuple[Revision, Revision]], what: str) -> str:
    if what == "version":
        return listed(f"{b.version} after {a.version}" for a, b in found)
    return listed(f"{b.version} of {b.date} after {a.version} of {a.date}" for a, b in found)
