"""DIC029."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Subject


class SecondBlock(DictionaryRule):
    """The file has more than one data block.

    What
        A DDLm dictionary is one data block. The first one with a
        ``_dictionary.title`` is read, and there are others.

    Why
        Definitions in the other data blocks are not seen by anybody.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        data_MORE
        save_thing.size
          _definition.id '_thing.size'
        save_

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        save_thing.size
          _definition.id '_thing.size'
        save_
    """

    code = "DIC029"
    name = "second-block"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        others = [block for block in subject.document.blocks if block is not subject.block]
        if others:
            names = listed(block.name for block in others)
            message = f"not read, since the dictionary is {subject.block.name}: data block {names}"
            yield self.report(message, others[0])
