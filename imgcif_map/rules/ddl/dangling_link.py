"""DDL024."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.lost import Lost, joined, lost_groups
from imgcif_map.rules.suggest import nearest

_FEW = 6


class DanglingLink(Rule):
    """A value refers to something that is not there.

    What
        The item is a link (`_name.linked_item_id`), and the item it refers to is
        in the file but does not have this value. Values are compared as the type
        of the parent asks; of a List, each element refers to something. Nulls refer
        to nothing and are no fault; another data block of the file may hold the
        parent, unless the two state different `_audit_dataset.id`.

    Why
        The relation between the rows is lost: an image without its array, an axis
        that nobody defines.

    Fails
        loop_
          _axis.id
          _axis.depends_on
            omega .
            phi   omgea

    Passes
        loop_
          _axis.id
          _axis.depends_on
            omega .
            phi   omega
    """

    code = "DDL024"
    name = "dangling-link"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for group in lost_groups(context, block):
                if group[0].stated:
                    yield self._dangling(group)

    def _dangling(self, group: list[Lost]) -> Finding:
        first = group[0]
        child, parent = first.link.child, first.link.parent
        text = first.link.text(first.values)
        number = len(frozenset().union(*(entry.values for entry in group)))
        others = f" and {number - 1} more" if number > 1 else ""
        message = f"{child.name} {text}{others}: {parent.id} has no such value"
        names = dict.fromkeys(entry.link.child.name for entry in group[1:])
        if names:
            message += f"; the same in {', '.join(names)}"
        made = self.finding(message, child, first.rows, hint=hint(text, first))
        return joined(made, (self.finding("", e.link.child, e.rows) for e in group[1:]))


def hint(text: str, lost: Lost) -> str:
    """The value that may have been meant, or those that there are if they are few."""
    near = nearest(text, lost.known)
    if near is not None and near.casefold() == text.casefold():
        return f"did you mean {near}? Upper and lower case are different here"
    if near is not None:
        return f"did you mean {near}?"
    if len(lost.known) <= _FEW:
        return f"{lost.link.parent.id} has " + ", ".join(lost.known)
    return ""
