"""DIC019."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject

_URI = "_dictionary.uri"
_ALIAS_URI = "_alias.dictionary_uri"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")


class RelativeUri(DictionaryRule):
    """The address of a dictionary is not complete.

    What
        ``_dictionary.uri`` or ``_alias.dictionary_uri`` is not an absolute URI, which is
        what ddl.dic asks for: it has no scheme such as ``https:``.

    Why
        Imports with a relative address are looked up from ``_dictionary.uri``, and
        people look for the dictionary there.

    Fails
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.uri example.dic

    Passes
        data_EXAMPLE
        _dictionary.title EXAMPLE
        _dictionary.uri https://example.org/example.dic
    """

    code = "DIC019"
    name = "relative-uri"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        uri = subject.attribute(_URI)
        if uri and not _SCHEME.match(uri):
            message = f"{uri} is not an absolute URI"
            yield self.report(message, subject.block, _URI, value=uri, hint="https://... is one")
        for own in subject.own.values():
            values = own.full.attributes.get(_ALIAS_URI, ())
            rows = [n for n, x in enumerate(values) if not (x.is_null or _SCHEME.match(x.text))]
            if rows:
                message = f"{values[rows[0]].text} is not an absolute URI"
                yield self.report(message, own, _ALIAS_URI, rows, value=values[rows[0]].text)
