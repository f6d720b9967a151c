"""DDL024."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.links import Link, dangling, links
from imgcif_map.rules.suggest import nearest

_FEW = 6


class DanglingLink(Rule):
    """A value refers to something that is not there.

    What
        The item is a link (`_name.linked_item_id`), and the item it refers to is
        in the file but does not have this value. Values are compared as the type
        of the parent asks. Nulls refer to nothing and are no fault; another data
        block of the file may hold the parent.

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
            for link in links(context, block):
                found = dangling(context, link)
                if found and found[0]:
                    yield self._dangling(link, *found)

    def _dangling(self, link: Link, lost: frozenset[str], known: frozenset[str]) -> Finding:
        rows = [row for row, value in enumerate(link.child_values()) if value in lost]
        text = link.child.texts[rows[0]]
        others = f" and {len(lost) - 1} other values" if len(lost) > 1 else ""
        near = nearest(text, sorted(known))
        if near is not None and near.casefold() == text.casefold():
            hint = f"did you mean {near}? Upper and lower case are different here"
        elif near is not None:
            hint = f"did you mean {near}?"
        elif len(known) <= _FEW:
            hint = f"{link.parent.id} has " + ", ".join(sorted(known))
        else:
            hint = ""
        return self.finding(
            f"{link.child.name} {text}{others}: {link.parent.id} has no such value",
            link.child,
            rows,
            hint=hint,
        )
