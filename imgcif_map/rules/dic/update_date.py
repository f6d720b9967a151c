"""DIC017."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.audit import is_date, latest
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Subject

_UPDATE = "_definition.update"
_HINT = 'if its imports are carried out in the text, say "expanded" in a comment at the top'


class UpdateDate(DictionaryRule):
    """A definition is newer than the dictionary.

    What
        The ``_definition.update`` of a definition is later than ``_dictionary.date`` and
        the latest date of the history.
        Dates that are imported do not count, nor does anything in a dictionary that
        says it is an expanded one (with its imports carried out): its definitions
        have the dates of other dictionaries.

    Why
        The date of the dictionary was forgotten, or that of the definition is
        mistyped.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-06-01
          _name.category_id thing
          _name.object_id size
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _definition.update 2024-04-30
          _name.category_id thing
          _name.object_id size
        save_
    """

    code = "DIC017"
    name = "update-date"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        date, last = subject.attribute("_dictionary.date"), latest(subject)
        if not is_date(date) or subject.is_expanded:
            return
        # Which of the two dates of the dictionary is wrong is another question.
        date = max(date, last.date if last else "")
        dated = ((own, own.written.text(_UPDATE)) for own in subject.own.values())
        late = [(own, update) for own, update in dated if is_date(update) and update > date]
        if late:
            some = listed(f"{own.id} ({update})" for own, update in late)
            message = f"updated after {date}, the date of the dictionary: {some}"
            where, value = [own for own, _ in late], late[0][1]
            hint = "" if subject.has_imports else _HINT
            yield self.report_all(message, where, _UPDATE, value=value, hint=hint)
