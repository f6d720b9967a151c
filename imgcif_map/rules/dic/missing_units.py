"""DIC053."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.dictionary.source import RawFrame
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.meaning import NUMBERS, is_numeric, linked, purpose_of
from imgcif_map.rules.dic.subject import Own, Subject


class MissingUnits(DictionaryRule):
    """A numerical item does not state its units.

    What
        An item of purpose Number, Measurand or SU with numerical contents has no
        `_units.code`. Summed by category. An item whose units depend on something else
        may set them by a method of purpose Definition; then its SU needs none either.

    Why
        A number without units means nothing. ddl.dic has no default for them: `none` is
        for pure numbers and counts, `unspecified` for what DDLm cannot express.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
          _units.code metres
        save_
    """

    code = "DIC053"
    name = "missing-units"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        found: dict[str, list[Own]] = {}
        for own, definition in subject.described:
            if definition.units or own.lacking or purpose_of(definition) not in NUMBERS:
                continue
            if not is_numeric(subject.dictionary, definition):
                continue
            if not _excused(subject, own, definition):
                found.setdefault(definition.category, []).append(own)
        for owns in found.values():
            names = listed([own.id for own in owns])
            yield self.report_all(
                f"{names}: numerical, but no units are stated",
                owns,
                "_type.contents",
                hint="_units.code; none for a pure number or a count",
            )


def _excused(subject: Subject, own: Own, definition: Definition) -> bool:
    if _sets_attributes(own.full):
        return True
    measurand = linked(subject.dictionary, definition)
    if purpose_of(definition) != "su" or measurand is None or measurand.units:
        return False
    frame = subject.definitions.get(measurand.id.casefold())
    return frame is not None and _sets_attributes(frame)


def _sets_attributes(frame: RawFrame) -> bool:
    """True if a method "generates attribute value(s) in the definition" (ddl.dic)."""
    purposes = frame.attributes.get("_method.purpose", ())
    return any(value.text.casefold() == "definition" for value in purposes)
