"""DIC028."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_IDENTITY = ("_definition.id", "_name.object_id")


class TemplateIdentity(DictionaryRule):
    """A template says which definition it is.

    What
        A save frame of a Template dictionary has a ``_definition.id`` or a
        ``_name.object_id``.

    Why
        A template is imported into many definitions. With an identity of its own it
        clashes with each of them, or gives them all the same one.

    Fails
        data_TEMPLATES
        _dictionary.title TEMPLATES
        _dictionary.class Template
        save_length
          _definition.id '_thing.length'
          _units.code metres
        save_

    Passes
        data_TEMPLATES
        _dictionary.title TEMPLATES
        _dictionary.class Template
        save_length
          _units.code metres
        save_
    """

    code = "DIC028"
    name = "template-identity"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_template:
            return
        for own in subject.own.values():
            given = [name for name in _IDENTITY if own.written.text(name)]
            if given:
                value = own.written.text(given[0])
                message = f"the template {own.container.name} says that it is {value}"
                yield self.report(message, own, given[0], value=value)
