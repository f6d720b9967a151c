"""What the rules on archives and images share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context

if TYPE_CHECKING:
    from imgcif_map.archives.faults import Kind
    from imgcif_map.rules.arc.seen import Seen, Survey


def survey_of(context: Context) -> Survey | None:
    """What was found where the document points; None if nobody asked. Looked at once."""
    if context.archives is None:
        return None
    from imgcif_map.rules.arc.survey import survey

    found: Survey = context.once("arc", lambda: survey(context))
    return found


class FaultRule(Rule):
    """A rule that reports one kind of what can be wrong with an archive or a file."""

    spec_url = IMGCIF
    kind: ClassVar[str]
    """The value of its :class:`imgcif_map.archives.faults.Kind`."""

    def check(self, context: Context) -> Iterator[Finding]:
        survey = survey_of(context)
        for trouble in survey.troubles if survey else ():
            fault: Kind = trouble.kind
            if fault.value == self.kind:
                yield self.finding(
                    trouble.message,
                    trouble.column,
                    trouble.rows,
                    block=trouble.block,
                    hint=trouble.hint,
                )


class ImageRule(Rule):
    """A rule that compares each image that was looked at with its description."""

    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        survey = survey_of(context)
        for seen in survey.images if survey else ():
            yield from self.compare(seen)

    @abstractmethod
    def compare(self, seen: Seen) -> Iterator[Finding]:
        """What is wrong with the description of one image."""
