"""DIC012."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, few
from imgcif_map.rules.dic.frame_name import fits
from imgcif_map.rules.dic.subject import Own, Subject

_NO_NAME = re.compile(r"[^a-z0-9_]")


class DataNameForm(DictionaryRule):
    """A data name is not made of its category and object name.

    What
        The ``_definition.id`` of an item is not ``_category.object``, or that of a
        category not its object name; capitals do not count, and characters that a
        name cannot have may be underscores in the object name. The save frame is
        called as the data name (otherwise see frame-name). Definitions that are
        replaced by others are left alone, and so are dictionaries that have many such
        names: there they are on purpose.

    Why
        It is most often a slip of the pen. The category is what ``_name.category_id``
        says, whatever the data name looks like.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id width
        save_

    Passes
        save_thing.size[1]
          _definition.id '_thing.size[1]'
          _name.category_id thing
          _name.object_id size_1_
        save_
    """

    code = "DIC012"
    name = "data-name-form"
    severity = Severity.NOTE

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        known = subject.category_ids
        named = [own for own in subject.own.values() if own.full.text("_name.object_id")]
        odd = [own for own in named if own.full.id and not _as_named(own)]
        if not few(odd, named):
            return
        for own in odd:
            # A wrong identifier and a category that does not exist are reported as that.
            if not fits(own) or not (own.full.is_category or own.full.category in known):
                continue
            expected = _expected(own)
            yield self.report(
                f"{own.id} is called {expected} by its category and object name",
                own,
                "_definition.id",
                value=own.id,
            )


def _expected(own: Own) -> str:
    name = own.full.text("_name.object_id")
    return name if own.full.is_category else f"_{own.full.category}.{name}"


def _as_named(own: Own) -> bool:
    if "_definition_replaced.by" in own.full.attributes or not own.full.category:
        return True
    given, expected = own.full.id.casefold(), _expected(own).casefold()
    if given == expected:
        return True
    category, _, name = given.partition(".")
    plain = f"{category}.{_NO_NAME.sub('_', name)}" if name else _NO_NAME.sub("_", given)
    return plain == expected
