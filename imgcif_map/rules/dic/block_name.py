"""DIC006."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class BlockName(DictionaryRule):
    """The data block is not called as the dictionary.

    What
        The name after ``data_`` differs from the ``_dictionary.title``; capitals do
        not count.

    Why
        They usually match (ddl.dic), and people look for a dictionary by either.

    Fails
        data_draft
        _dictionary.title EXAMPLE

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
    """

    code = "DIC006"
    name = "block-name"
    severity = Severity.NOTE

    def lint(self, subject: Subject) -> Iterator[Finding]:
        title, name = subject.attribute("_dictionary.title"), subject.block.name
        if title and name.casefold() != title.casefold():
            message = f"the data block is called {name}, the dictionary {title}"
            yield self.report(message, subject.block, "_dictionary.title", value=title)
