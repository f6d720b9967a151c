"""DIC014."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.audit import latest, semver
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_VERSION = "_dictionary.version"


class VersionAudit(DictionaryRule):
    """The version is not the latest one of the history.

    What
        ``_dictionary.version`` differs from the highest ``_dictionary_audit.version``
        in the order of Semantic Versioning.

    Why
        One of the two was forgotten when the dictionary was last changed.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.version 1.9.0
        loop_
          _dictionary_audit.version
          _dictionary_audit.date
            1.9.0  2023-05-01
            1.10.0 2024-05-01

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.version 1.10.0
        loop_
          _dictionary_audit.version
          _dictionary_audit.date
            1.9.0  2023-05-01
            1.10.0 2024-05-01
    """

    code = "DIC014"
    name = "version-audit"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        version, last = subject.attribute(_VERSION), latest(subject)
        # Differences in what follows a plus sign do not count for the order either.
        if last is not None and semver(version) is not None and semver(version) != last.order:
            message = (
                f"the dictionary has version {version}, the latest of its history is {last.version}"
            )
            yield self.report(message, subject.block, _VERSION, value=version)
