"""DIC011."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, few, listed
from imgcif_map.rules.dic.subject import Own, Subject


class FrameName(DictionaryRule):
    """A save frame is not called as the definition in it.

    What
        The name after ``save_`` is not the ``_definition.id`` without its leading
        underscore; capitals do not count. Many such frames in one dictionary are one
        finding. A definition that stands in two frames is left to duplicate-definition.

    Why
        Imports name the frame, everything else names the definition. A frame that was
        copied and not renamed, or the other way round, is found by neither.

    Fails
        save_thing.size
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id width
        save_

    Passes
        save_thing.width
          _definition.id '_thing.width'
          _name.category_id thing
          _name.object_id width
        save_
    """

    code = "DIC011"
    name = "frame-name"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        odd = [own for own in subject.own.values() if not fits(own)]
        # A definition that stands twice is reported as that.
        odd = [own for own in odd if subject.ids[own.full.id.casefold()] == 1]
        if few(odd, subject.own):
            for own in odd:
                message = f"the frame {own.container.name} defines {own.id}"
                hint = f"expected save_{own.id.lstrip('_')}"
                yield self.report(message, own, hint=hint)
        elif odd:
            some = listed(f"{own.container.name} ({own.id})" for own in odd)
            yield self.report_all(f"{len(odd)} frames define something else: {some}", odd)


def fits(own: Own) -> bool:
    """True if the frame is called as the definition in it, or there is none."""
    if not own.full.id:
        return True
    return own.container.name.casefold().strip("_") == own.full.id.casefold().strip("_")
