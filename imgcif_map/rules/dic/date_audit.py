"""DIC016."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.audit import is_date, latest
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_DATE = "_dictionary.date"


class DateAudit(DictionaryRule):
    """The date is not that of the latest revision.

    What
        ``_dictionary.date`` differs from the ``_dictionary_audit.date`` of the highest
        version in the history.

    Why
        One of the two was forgotten when the dictionary was last changed.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.date 2023-05-01
        loop_
          _dictionary_audit.version
          _dictionary_audit.date
            1.0.0 2022-05-01
            1.1.0 2024-05-01

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.date 2024-05-01
        loop_
          _dictionary_audit.version
          _dictionary_audit.date
            1.0.0 2022-05-01
            1.1.0 2024-05-01
    """

    code = "DIC016"
    name = "date-audit"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        date, last = subject.attribute(_DATE), latest(subject)
        if last is not None and last.date and is_date(date) and date != last.date:
            message = (
                f"the dictionary is of {date}, its latest version {last.version} of {last.date}"
            )
            yield self.report(message, subject.block, _DATE, value=date)
