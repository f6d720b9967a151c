"""When the data were recorded.

Data names: ``_diffrn_scan.date_start``, ``_diffrn_scan.date_end``, ``_diffrn_scan_frame.date``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from imgcif_map.rdf.dataset.columns import Columns

_NAMES = ("_diffrn_scan.date_start", "_diffrn_scan.date_end", "_diffrn_scan_frame.date")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[Tt ](?P<clock>\d\d:\d\d(?::\d\d)?)(?P<fraction>\.\d{1,12})?"
    r"(?P<zone>[Zz]|[+-]\d\d:\d\d)?)?",
    re.A,
)


def read_period(columns: Columns) -> tuple[str, str]:
    """The first and the last moment, as ``xsd:date`` or ``xsd:dateTime`` write it; "" if none."""
    texts: set[str] = set()
    for name in _NAMES:
        for column in columns.columns(name):
            texts.update(_outer(column.texts))
    moments = sorted(found for text in texts if (found := moment(text)) is not None)
    return (moments[0][1], moments[-1][1]) if moments else ("", "")


def _outer(texts: Iterable[str]) -> list[str]:
    """Of texts that are written alike the least and the greatest."""
    groups: dict[tuple[int, str], tuple[str, str]] = {}
    for text in set(texts):
        alike = (len(text), text[19:][-6:])
        low, high = groups.get(alike, (text, text))
        groups[alike] = (min(low, text), max(high, text))
    return [text for pair in groups.values() for text in pair]


def moment(text: str) -> tuple[datetime.datetime, str] | None:
    """A moment to compare (taken as UTC where no zone is stated), and its text; None if none."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    clock, zone = found["clock"] or "", (found["zone"] or "").upper()
    clock += ":00" if len(clock) == 5 else ""
    shown = found["day"]
    if clock:
        shown += f"T{clock}{found['fraction'] or ''}{zone}"
    offset = "+00:00" if zone in ("", "Z") else zone
    try:
        seconds = (found["fraction"] or ".0")[:7]
        at = datetime.datetime.fromisoformat(
            f"{found['day']}T{clock or '00:00:00'}{seconds.ljust(7, '0')}{offset}"
        )
        return at.astimezone(datetime.UTC), shown
    except (ValueError, OverflowError):
        return None
