"""What is wrong with the imports of a dictionary, with the place of each ``_import.get``."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.import_get import IMPORT
from imgcif_map.dictionary.import_problem import ImportKind, ImportProblem
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Own, Subject


def faults(subject: Subject, *kinds: ImportKind) -> Iterator[tuple[Own, ImportProblem]]:
    """Imports of the dictionary itself that went wrong in one of these ways.

    Those of imported dictionaries are left out: they are not its fault.
    """
    for fault in subject.importer.faults:
        if fault.kind in kinds and fault.importer == subject.source.path:
            own = subject.own.get(fault.frame)
            if own is not None:
                yield own, fault


class ImportRule(DictionaryRule):
    """A rule that reports each import of some kinds of fault where it stands."""

    kinds: tuple[ImportKind, ...] = ()

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, fault in faults(subject, *self.kinds):
            text = fault.text.removesuffix("; import left out").removesuffix("; left out")
            yield self.report(
                f"{own.id}: {text}",
                own,
                IMPORT,
                value=fault.save or None,
                hint=self.hint(subject, fault),
            )

    def hint(self, subject: Subject, fault: ImportProblem) -> str:
        """What to do about it."""
        return ""
