"""DIC057."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class Dimension(DictionaryRule):
    """Container and dimension do not go together.

    What
        An item has a `_type.dimension`, and its container is Single (or not stated) or
        Table; or its container is Array or Matrix, and no dimension is stated. `[]`
        says that the number of elements is unknown.

    Why
        ddl.dic: "The dimensions of a list, array or matrix of elements". A dimension of
        anything else is never looked at, and an array without one may have any size and
        rank.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
          _type.dimension '[3]'
          _units.code metres
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Real
          _type.container Array
          _type.dimension '[3]'
          _units.code metres
        save_
    """

    code = "DIC057"
    name = "dimension"
    severity = Severity.WARNING

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            stated = own.full.text("_type.dimension")
            container = definition.container.casefold()
            if stated and container in ("single", "table"):
                if subject.is_template and not own.full.says("_type.container"):
                    continue
                yield self.report(
                    f"{own.id} has the dimension {stated}, "
                    f"but its container is {definition.container}",
                    own,
                    "_type.dimension",
                    hint="_type.container List, Array or Matrix, or no dimension",
                    value=stated,
                )
            elif not stated and container in ("array", "matrix") and not own.lacking:
                yield self.report(
                    f"{own.id} has the container {definition.container} but no dimension",
                    own,
                    "_type.container",
                    hint="_type.dimension, such as '[3,3]', or '[]' if the size is unknown",
                )
