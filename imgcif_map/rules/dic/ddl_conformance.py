"""DIC018."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.audit import semver
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_CONFORMANCE = "_dictionary.ddl_conformance"


class DdlConformance(DictionaryRule):
    """The dictionary is written for a later DDLm.

    What
        ``_dictionary.ddl_conformance`` is a later version than that of the reference
        dictionary which it is held against.

    Why
        Attributes that are new in that version are taken for unknown here. Install
        the newer ``ddl.dic`` (``imgcif-map dictionary install``), or correct the
        version if it is mistyped.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.ddl_conformance 14.2.0

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.ddl_conformance 4.2.0
    """

    code = "DIC018"
    name = "ddl-conformance"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.ddlm is None:
            return
        stated = subject.attribute(_CONFORMANCE)
        order, known = semver(stated), semver(subject.ddlm.version)
        if order is not None and known is not None and order > known:
            message = (
                f"the dictionary conforms to DDLm {stated}, the {subject.ddlm.title} here has "
                f"version {subject.ddlm.version}"
            )
            hint = "install the newer ddl.dic, or name it with --dictionary"
            yield self.report(message, subject.block, _CONFORMANCE, value=stated, hint=hint)
