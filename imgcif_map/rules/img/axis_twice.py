"""IMG019."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import more, tables


class AxisTwice(Rule):
    """Two axes have one name.

    What
        An id stands in several rows of `AXIS` with different equipment. The key allows
        it, but settings and `_axis.depends_on` refer to axes by their id alone.

    Why
        A setting of such an axis may mean either of them.

    Fails
        loop_
          _axis.id
          _axis.equipment
            x goniometer
            x detector

    Passes
        loop_
          _axis.id
          _axis.equipment
            sample_x   goniometer
            detector_x detector
    """

    code = "IMG019"
    name = "axis-twice"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "axis"):
            ids, equipment = table.values("id"), table.values("equipment")
            # Rows of equal id and equipment have one key, which is a fault of its own.
            count = Counter(axis for axis, _ in set(zip(ids, equipment, strict=True)))
            rows = [r for r, axis in enumerate(ids) if axis is not None and count[axis] > 1]
            if rows:
                first = ids[rows[0]]
                both = sorted({str(equipment[r]) for r in rows if ids[r] == first})
                number = len({ids[r] for r in rows})
                yield self.finding(
                    f"axis {first}{more(number)}: defined for {' and '.join(both)}",
                    table.at("id"),
                    rows,
                )
