"""Days and times: the full-date and date-time productions of RFC 3339.

The patterns know the length of each month and the leap years of the Gregorian
calendar, from year 0000 on. Only whether a leap second can have been one needs
a look at the day.
"""

from __future__ import annotations

import datetime
import re

_YEAR = "[0-9]{4}"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
DATE = (
    rf"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    rf"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_HOUR = "(?:[01][0-9]|2[0-3])"
_TIME = rf"[Tt]{_HOUR}:[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|[+-]{_HOUR}:[0-5][0-9])"
DATETIME = rf"{DATE}(?:{_TIME})?"

_MOMENT = re.compile(
    r"(?P<day>.{10})[Tt](?P<clock>[0-9:]{8})(?P<fraction>\.[0-9]+)?(?P<zone>.+)", re.DOTALL
)
_MINUTE = datetime.timedelta(minutes=1)


def may_be_leap_second(text: str) -> bool:
    """False for a second 60 that is not at the end of a month in UTC, where alone there are any."""
    found = _MOMENT.fullmatch(text)
    if found is None or not found["clock"].endswith(":60"):
        return True
    moment = _utc(found["day"], found["clock"][:5] + ":00", found["zone"])
    if moment is None:
        return True  # beyond the years that can be computed
    return moment.strftime("%H:%M") == "23:59" and (moment + _MINUTE).day == 1


def canonical_moment(text: str) -> str:
    """The same text for the same moment: in UTC, without needless zeros; else as it is."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    moment = _utc(found["day"], found["clock"], found["zone"])
    if moment is None:
        return text.upper()
    fraction = (found["fraction"] or "").rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def _utc(day: str, clock: str, zone: str) -> datetime.datetime | None:
    zone = "+00:00" if zone in ("Z", "z") else zone
    try:
        moment = datetime.datetime.fromisoformat(f"{day}T{clock}{zone}")
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
