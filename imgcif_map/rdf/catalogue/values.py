"""The forms of single values. Each check gives the value as it is published, or UsageError."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

from imgcif_map.errors import UsageError
from imgcif_map.mapping.uris import doi_uri, encoded_uri
from imgcif_map.rdf.terms import iri
from imgcif_map.rdf.vocabulary import PANET, TECHNIQUES

ACCESS = ("open", "embargoed", "restricted", "closed")
WEB = ("http", "https")
REMOTE = (*WEB, "ftp", "ftps", "sftp", "s3", "globus")
"""Schemes under which others can fetch data."""
LONGEST_IRI = 2000
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?", re.A)
_ROR = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?", re.I | re.A)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,5}")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
_HOST = re.compile(r"(?:[^\s/?#\[\]@:<>\"\\^`{|}%]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_PANET = re.compile(r"(?:https?://purl\.org/pan-science/PaNET/)?(PaNET\d{5})", re.I | re.A)


def orcid(text: str) -> str:
    """An ORCID iD as ``0000-0002-1825-0097``; its last character checks the others."""
    found = _ORCID.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no ORCID iD", hint="like 0000-0002-1825-0097")
    digits = "".join(found.groups()).upper()
    if digits[-1] != _check_character(digits[:-1]):
        raise UsageError(
            f"{text!r} is no ORCID iD: its last character does not fit the others",
            hint="a digit is mistyped; copy it from orcid.org",
        )
    return "-".join(digits[at : at + 4] for at in (0, 4, 8, 12))


def _check_character(digits: str) -> str:
    """ISO 7064, MOD 11-2."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def doi(text: str) -> str:
    """A DOI as ``https://doi.org/10…``."""
    return str(iri(encoded_uri(doi_uri(text))))


def address(text: str, schemes: tuple[str, ...] = WEB) -> str:
    """An absolute address with a host, percent-encoded where needed and without a password."""
    stripped = text.strip()
    hint = "like https://example.org/data/scan.tgz"
    try:
        parts = urlsplit(stripped)
    except ValueError:
        raise UsageError(f"{stripped[:80]!r} is no address", hint=hint) from None
    if parts.scheme.lower() not in schemes:
        raise UsageError(f"{stripped[:80]!r} does not begin with {schemes[0]}:", hint=hint)
    if "@" in parts.netloc:
        raise UsageError("an address with a user name or password in it is not published")
    if not _HOST.fullmatch(parts.netloc):
        raise UsageError(f"{stripped[:80]!r} has no host", hint=hint)
    made = str(iri(encoded_uri(stripped)))
    if len(made) > LONGEST_IRI:
        raise UsageError(f"an address of {len(made)} characters is too long")
    return made


def identifier(text: str) -> str:
    """A DOI, ``urn:uuid:…`` or a web address, as an IRI."""
    stripped = text.strip()
    if _UUID.fullmatch(stripped):
        return stripped.lower()
    try:
        return doi(stripped)
    except UsageError:
        if not re.match("https?:", stripped, re.I):
            hint = "like 10.5281/zenodo.1234567 or https://example.org/dataset/1"
            raise UsageError(f"{stripped[:80]!r} is no DOI or web address", hint=hint) from None
    return address(stripped)


def organisation(text: str) -> str:
    """A ROR, the DOI of a funder, or a web address, as an IRI."""
    found = _ROR.fullmatch(text.strip())
    return f"https://ror.org/{found[1].lower()}" if found else identifier(text)


def day(text: str) -> str:
    """``2026-03-14``, ``2026-03`` or ``2026``."""
    stripped = text.strip()
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", stripped, re.A):
        try:
            datetime.date.fromisoformat((stripped + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return stripped
    raise UsageError(f"{text!r} is no date", hint="like 2026-03-14; day and month may be left out")


def whole_day(text: str) -> str:
    """``2026-03-14``, with month and day."""
    found = day(text)
    if len(found) < 10:
        raise UsageError(f"{text!r} is no day", hint="like 2026-03-14")
    return found


def language(text: str) -> str:
    """A language tag such as ``en`` or ``de-AT`` (BCP 47)."""
    stripped = text.strip()
    if not _LANGUAGE.fullmatch(stripped):
        raise UsageError(f"{text!r} is no language tag", hint="like en, de-AT")
    return stripped


def email(text: str) -> str:
    """An e-mail address."""
    stripped = text.strip()
    if not _EMAIL.fullmatch(stripped) or len(stripped) > 254:
        raise UsageError(f"{text!r} is no e-mail address")
    return stripped


def access(text: str) -> str:
    """One of :data:`ACCESS`."""
    if text.strip() not in ACCESS:
        raise UsageError(f"{text!r} is not known", hint=f"one of {', '.join(ACCESS)}")
    return text.strip()


def technique(text: str) -> str:
    """A technique of PaNET: its number, its IRI, or the words used here for it."""
    found = _PANET.fullmatch(text.strip())
    if found is not None:
        return str(PANET["PaNET" + found[1][5:]])
    known = TECHNIQUES.get(" ".join(text.split()).casefold())
    if known is None:
        raise UsageError(
            f"{text!r} is no technique of PaNET",
            hint=f"a number such as PaNET01102, or one of: {', '.join(TECHNIQUES)}",
        )
    return str(known)
