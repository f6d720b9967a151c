"""DIC005."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class HeadName(DictionaryRule):
    """The Head does not belong to this dictionary.

    What
        The ``_name.category_id`` of the Head is not the ``_dictionary.title``, which
        is what ddl.dic asks for.

    Why
        The Head hangs on the dictionary by this name. Another one is most often left
        over from the dictionary that was copied.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        save_EXAMPLE_HEAD
          _definition.id EXAMPLE_HEAD
          _definition.scope Category
          _definition.class Head
          _name.category_id CIF_CORE
          _name.object_id EXAMPLE_HEAD
        save_

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        save_EXAMPLE_HEAD
          _definition.id EXAMPLE_HEAD
          _definition.scope Category
          _definition.class Head
          _name.category_id EXAMPLE
          _name.object_id EXAMPLE_HEAD
        save_
    """

    code = "DIC005"
    name = "head-name"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        title = subject.attribute("_dictionary.title")
        for own in subject.heads:
            if own.full.category and title and own.full.category != title.casefold():
                given = own.full.text("_name.category_id")
                message = f"the Head {own.id} belongs to {given}, not to the dictionary {title}"
                hint = f"_name.category_id of a Head is the title of the dictionary: {title}"
                yield self.report(message, own, "_name.category_id", value=given, hint=hint)
