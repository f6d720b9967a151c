"""What is to be looked at: local copies in place of URIs, the network, how many images."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.errors import UsageError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
ALL = "all"


@dataclass(frozen=True)
class Archives:
    """How archives and images are to be looked at; see :func:`make_archives`."""

    substitutes: tuple[tuple[str, Path], ...] = ()
    """URIs, or beginnings of URIs, and the local archive, folder or file in place of each."""
    online: bool = False
    images: int | None = 1
    """Images to decode of each array in each scan; None: all."""
    allow_private: bool = False
    """Whether addresses of private networks may be asked, too."""
    timeout: float = 15.0
    """Seconds to wait for an answer."""


def make_archives(
    substitutes: Mapping[str, str | Path] | Iterable[str] = (),
    *,
    online: bool = False,
    images: int | str = 1,
    allow_private: bool = False,
    timeout: float = 15.0,
) -> Archives:
    """What ``validate(..., archives=…)`` takes.

    ``substitutes`` maps a URI, or the beginning of URIs, to an archive, folder or file at hand
    (or is a list of ``URI=PATH``); with ``online`` remote addresses are asked whether they
    answer, and nothing is downloaded; ``images`` is a number or ``"all"``. Raises UsageError.
    """
    if isinstance(substitutes, Mapping):
        pairs = [(str(uri), Path(path)) for uri, path in substitutes.items()]
    else:
        pairs = [split_substitute(text) for text in substitutes]
    for uri, path in pairs:
        if not uri.strip():
            raise UsageError("a substitute needs a URI", hint="URI=PATH")
        if not path.exists():
            raise UsageError(f"no such archive, folder or file: {path}", hint=f"for {uri}")
    places = tuple((uri.strip(), path.absolute()) for uri, path in pairs)
    if not 0 < timeout <= 3600:
        raise UsageError(f"timeout {timeout}: seconds between 0 and 3600 are expected")
    return Archives(places, online, _images(images), allow_private, timeout)


def split_substitute(text: str) -> tuple[str, Path]:
    """``URI=PATH``; the URI may have ``=`` in it, if what follows is there. Raises UsageError."""
    for match in re.finditer("=", text):
        uri, path = text[: match.start()], text[match.end() :]
        if uri and path and Path(path).exists():
            return uri, Path(path)
    uri, equals, path = text.partition("=")
    if not equals or not uri or not path:
        raise UsageError(
            f"--substitute {text}: not of the form URI=PATH",
            hint="for example --substitute https://example.org/scan.tgz=scan.tgz",
        )
    return uri, Path(path)


def _images(given: int | str) -> int | None:
    if given == ALL:
        return None
    try:
        number = int(given)
    except ValueError:
        number = -1
    if number < 0:
        raise UsageError(f"images {given!r}: a number of images or 'all' is expected")
    return number


def has_scheme(uri: str) -> bool:
    """True for an absolute URI; a drive letter is no scheme."""
    match = _SCHEME.match(uri)
    return match is not None and match.end() > 2
