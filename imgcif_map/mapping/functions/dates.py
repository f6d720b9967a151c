"""Functions on dates: ISO 8601 text, as imgCIF and NeXus want it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import derive, numbers_in, texts
from imgcif_map.mapping.quantity import Quantity

_GROUP = "values"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,:](?P<f>\d{1,9}))?)?"
_ZONE = r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
_NAME = r"(?P<mo>[A-Za-z]{3})[A-Za-z]*"
_FORMS = tuple(
    re.compile(form + r"\s*\Z")
    for form in (
        rf"\s*(?P<y>\d{{4}})-(?P<mo>\d{{1,2}})-(?P<d>\d{{1,2}})(?:[T\s]+{_CLOCK}{_ZONE})?",
        rf"\s*(?P<y>\d{{4}})/(?P<mo>\d{{1,2}})/(?P<d>\d{{1,2}})(?:[T\s]+{_CLOCK}{_ZONE})?",
        rf"\s*(?P<y>\d{{4}})[-/]{_NAME}[-/](?P<d>\d{{1,2}})(?:[T\s]+{_CLOCK}{_ZONE})?",
        rf"\s*(?P<d>\d{{1,2}})[-/\s]{_NAME}[-/\s](?P<y>\d{{4}})(?:[T\s]+{_CLOCK}{_ZONE})?",
        rf"\s*(?:[A-Za-z]{{3,9}},?\s+)?{_NAME}\s+(?P<d>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<y>\d{{4}})",
        r"\s*(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})T(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})" + _ZONE,
    )
)
"""ISO, with slashes, PILATUS (2019/Sep/11), d*TREK (11-Sep-2019), C ctime, ISO basic."""
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?\Z")


@function(_GROUP, result="ISO 8601 text", yields="text", unit="none", section="same_value")
def iso_date(call: Call, dates: Quantity, zone: str | None = None) -> Quantity | None:
    """A date, or a list of dates, as ISO 8601 text: ``2019-09-11T12:34:56.789+01:00``.

    Text in ISO form, with slashes or month names (``2019/Sep/11``, ``11-Sep-2019``,
    C ctime). The fraction of a second is kept as written. ``zone`` (``Z``,
    ``+01:00``) is added where a date with a time states none; without it the date
    stays without. What is no date is a gap *unreadable*; it is missing in a list.
    Unit: none. No inverse.
    """
    given = texts(dates)
    found = [_iso(text, zone) for text in given]
    bad = [text for text, iso in zip(given, found, strict=True) if iso is None]
    if bad:
        call.report("unreadable", f"{len(bad)} of {len(given)} are no date, e.g. {bad[0][:40]!r}")
    if len(bad) == len(found):
        return None
    data = found[0] if np.ndim(dates.data) == 0 else np.array(found, dtype=object)
    return dates.with_data(data, unit=None)


@function(
    _GROUP,
    result="ISO 8601 text in UTC",
    yields="text",
    inverse="date_epoch",
    unit="seconds to none",
)
def epoch_date(seconds: Quantity) -> Quantity:
    """Seconds since 1970-01-01T00:00:00Z as ISO 8601 text in UTC.

    Numbers, (n,) or scalar, in any unit of time (seconds if none); microseconds
    are kept. Writers that count from local time give local time labelled as UTC:
    the source cannot tell. Unit: none. Inverse: date_epoch.
    """
    array = numbers_in(seconds, "seconds")
    moments = _moments(np.datetime64("1970-01-01T00:00:00", "us"), array)
    return seconds.with_data(_written(moments, "Z"), unit=None)


@function(_GROUP, result="seconds since 1970", inverse="epoch_date", unit="none to seconds")
def date_epoch(dates: Quantity) -> Quantity:
    """ISO 8601 dates as seconds since 1970-01-01T00:00:00Z.

    Text or a list; a date without a zone is taken as UTC. What is no date is an
    error. Unit: seconds. Inverse: epoch_date.
    """
    moments = np.array([moment(text) for text in texts(dates)])
    seconds = moments.astype("datetime64[us]").astype(np.int64) / 1e6
    data = float(seconds[0]) if np.ndim(dates.data) == 0 else seconds
    return dates.with_data(data, unit="seconds")


@function(_GROUP, result="ISO 8601 text", yields="text", unit="none")
def date_plus(start: Quantity, later: Quantity) -> Quantity:
    """A date moved on by times: the date of each frame.

    ``start``: one ISO 8601 date; ``later``: numbers, (n,) or scalar, in any unit of
    time (seconds if none). The time zone stays as it is written; microseconds are
    kept. A start that is no date is an error. Unit: none. No inverse.
    """
    text = texts(start)[0]
    iso = _iso(text, None)
    if iso is None:
        raise UnreadableValue(f"{text[:40]!r} is no date")
    clock, zone = _split_zone(iso)
    moments = _moments(np.datetime64(clock, "us"), numbers_in(later, "seconds"))
    return derive(_written(moments, zone), None, start, later)


@function(_GROUP, result="times since the start", unit="seconds")
def frame_times(count: int, period: Quantity) -> Quantity:
    """The time at which each frame starts: 0, period, 2 periods …

    ``count`` frames; ``period``: one number, or (n,) numbers that are summed up, in
    any unit of time (seconds if none). Shape (count,). Unit: seconds. No inverse.
    """
    seconds = numbers_in(period, "seconds")
    if seconds.ndim and seconds.size > 1:
        if seconds.size < count - 1:
            raise UnreadableValue(f"{seconds.size} periods for {count} frames")
        times = np.concatenate([[0.0], np.cumsum(seconds)])[:count]
    else:
        times = np.arange(count) * float(seconds.flat[0])
    return period.with_data(times, unit="seconds")


def _iso(text: str, zone: str | None) -> str | None:
    """One date as ISO text, or None if it is none."""
    match = next((m for m in (form.match(text) for form in _FORMS) if m is not None), None)
    if match is None:
        return None
    part: Callable[[str], str] = lambda key: match.groupdict().get(key) or ""  # noqa: E731
    month = part("mo").casefold()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
    day = f"{part('y')}-{number:02d}-{int(part('d')):02d}"
    if not part("h"):
        return day if _is_moment(day) else None
    clock = f"{day}T{int(part('h')):02d}:{part('mi')}:{part('s') or '00'}"
    if not _is_moment(clock):
        return None
    stated = {"UTC": "Z", "GMT": "Z"}.get(part("z"), part("z")) or (zone or "")
    offset = _OFFSET.match(stated)
    if offset is not None:
        stated = f"{offset[1]}{offset[2]}:{offset[3] or '00'}"
    return clock + (f".{part('f')}" if part("f") else "") + stated


def _is_moment(text: str) -> bool:
    try:
        np.datetime64(text, "us")
    except ValueError:
        return False
    return True


def _split_zone(iso: str) -> tuple[str, str]:
    match = re.search(r"(Z|[+-]\d{2}:\d{2})\Z", iso) if "T" in iso else None
    return (iso[: match.start()], match[0]) if match is not None else (iso, "")


def moment(text: str) -> np.datetime64:
    """A date as a moment in UTC; UnreadableValue if it is none."""
    iso = _iso(text, None)
    if iso is None:
        raise UnreadableValue(f"{text[:40]!r} is no date")
    clock, zone = _split_zone(iso)
    offset = _OFFSET.match(zone)
    minutes = 0
    if offset is not None:
        minutes = int(f"{offset[1]}1") * (60 * int(offset[2]) + int(offset[3]))
    return np.datetime64(clock, "us") - np.timedelta64(minutes, "m")


def _moments(start: np.datetime64, seconds: np.ndarray) -> Any:
    limit = 3e11  # about the year 9999: beyond it there is no ISO text
    if not np.isfinite(seconds).all() or (np.abs(seconds) > limit).any():
        raise UnreadableValue("times are not finite or beyond all calendars")
    return start + np.rint(seconds * 1e6).astype("timedelta64[us]")


def _written(moments: Any, zone: str) -> Any:
    """ISO texts without needless zeros: whole seconds, milliseconds or microseconds."""
    micro = np.atleast_1d(moments).astype("datetime64[us]")
    rest = micro.astype(np.int64)
    unit = "s" if not (rest % 10**6).any() else "ms" if not (rest % 1000).any() else "us"
    iso: Any = np.datetime_as_string(micro.astype(f"datetime64[{unit}]"))
    written = np.char.add(iso, zone).astype(object)
    return str(written[0]) if np.ndim(moments) == 0 else written
