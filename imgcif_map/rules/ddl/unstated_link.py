"""DDL028."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.composites import mismatches
from imgcif_map.rules.context import Context
from imgcif_map.rules.ddl.dangling_link import hint
from imgcif_map.rules.links import Link, dangling, inferred_links
from imgcif_map.rules.lost import Lost, lost_groups
from imgcif_map.rules.orphans import quarrels


class UnstatedLink(Rule):
    """A value refers to something that is not there, by a link that the dictionary forgot.

    What
        The item is no link by its definition, but its name says what it refers to:
        the other items of that name are links, and all of them end in the same key,
        as every `array_id` of imgCIF ends in `_array_structure.id`. That key is in
        the file without this value, or it is absent and the links to it say
        something else. Where `dangling-link` or `dangling-pair` finds the same fault,
        it is theirs.

    Why
        The relation between the rows is lost, as with any other link. The severity
        is lower because it is the name that tells, not a rule of the dictionary.

    Fails
        _diffrn_detector.id         DETECTOR
        _diffrn_detector.diffrn_id  D1
        loop_
          _diffrn_detector_element.id
          _diffrn_detector_element.detector_id
            ELEMENT DETECTR

    Passes
        _diffrn_detector.id         DETECTOR
        _diffrn_detector.diffrn_id  D1
        loop_
          _diffrn_detector_element.id
          _diffrn_detector_element.detector_id
            ELEMENT DETECTOR
    """

    code = "DDL028"
    name = "unstated-link"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for group in lost_groups(context, block):
                yield from self._dangling(context, group)
            for link in inferred_links(context, block):
                if not _is_told(context, link) and dangling(context, link) is None:
                    yield from self._disagreeing(context, link)

    def _dangling(self, context: Context, group: list[Lost]) -> Iterator[Finding]:
        if group[0].stated:  # dangling-link tells it
            return
        for lost in group:
            if not _is_told(context, lost.link):
                text = lost.link.text(lost.values)
                yield self.finding(
                    f"{lost.link.child.name} {text}: {lost.link.parent.id} has no such value",
                    lost.link.child,
                    lost.rows,
                    hint=hint(text, lost),
                )

    def _disagreeing(self, context: Context, link: Link) -> Iterator[Finding]:
        group = quarrels(context, link)
        if group is not None:
            lost = link.values() - group.values
            shown = ", ".join(sorted(group.values)[:3])
            yield self.finding(
                f"{link.child.name} {link.text(lost)}: {link.parent.id} is not given, "
                f"and what else refers to it says {shown}",
                link.child,
                link.rows(lost),
                hint=f"give {link.parent.id} and use its values throughout",
            )


def _is_told(context: Context, link: Link) -> bool:
    """True if the column is part of a combination that is in no row anyway."""

    def children() -> frozenset[DataColumn]:
        return frozenset(part.child for found in mismatches(context) for part in found.parts)

    told: frozenset[DataColumn] = context.once("children of mismatches", children)
    return link.child in told
