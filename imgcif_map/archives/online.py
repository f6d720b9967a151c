"""Whether a remote address answers: the smallest possible request, and nothing downloaded.

HEAD, and where that is refused a GET of one byte. http and https only, a few redirects, and no
addresses of private networks unless they are allowed: a file from others must not make this
computer ask its neighbours.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_REDIRECTS
from imgcif_map.sources.archivemembers import shown
from imgcif_map.version import VERSION

_PORTS = {"http": 80, "https": 443}
_MOVED = (301, 302, 303, 307, 308)
_REFUSED = (400, 403, 404, 405, 406, 500, 501)
"""Answers to HEAD after which GET is tried: servers that know only GET answer anything."""
_ADVICE = {
    401: "it asks for a login: others cannot fetch it",
    403: "it is not public: others cannot fetch it",
    404: "look at the address in a browser; was the data set published?",
    410: "the data were withdrawn",
    429: "the server asks to wait: try again later",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says: its last address, and the length of the file, None if not said."""

    uri: str
    length: int | None = None
    ranges: bool = False


class NoAnswer(Fault):
    """A server that takes too long."""

    def __init__(self, uri: str, timeout: float) -> None:
        said = f"{shown(uri)} does not answer within {timeout:g} s"
        super().__init__(Kind.UNREACHABLE, said, "try again later")


def ask(uri: str, timeout: float, allow_private: bool) -> Answer:
    """Ask whether there is something at an address. Raises Fault."""
    at = uri
    for _ in range(MAX_REDIRECTS + 1):
        status, headers = _once(at, "HEAD", timeout, allow_private)
        if status in _REFUSED:
            status, headers = _once(at, "GET", timeout, allow_private)
        if status in _MOVED:
            there = headers.get("location", "")
            if not there:
                raise _fault(uri, f"answers {status} without saying where to go")
            at = urljoin(at, there)
            continue
        if status in (200, 206):
            return Answer(at, _length(status, headers), status == 206)
        reason = http.client.responses.get(status, "")
        raise _fault(uri, f"answers {status} {reason}".rstrip(), _ADVICE.get(status, ""))
    raise _fault(uri, f"redirects more than {MAX_REDIRECTS} times")


def _once(uri: str, method: str, timeout: float, allow_private: bool) -> tuple[int, dict[str, str]]:
    """One request; status and headers by small names. Raises Fault."""
    parts = _parts(uri)
    try:
        connection = _connection(parts, timeout, allow_private)
    except (OSError, ValueError) as error:
        raise _fault(uri, f"cannot be asked: {error}") from error
    ended = threading.Event()
    clock = threading.Timer(timeout, _cut, (connection, ended))
    clock.daemon = True
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": f"imgcif-map/{VERSION}", "Accept": "*/*"}
    if method == "GET":
        headers["Range"] = "bytes=0-0"
    try:
        clock.start()
        connection.request(method, path, headers=headers)
        with connection.getresponse() as answer:  # the rest of a GET is never read
            if ended.is_set():  # what was cut off may look whole
                raise NoAnswer(uri, timeout)
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    except TimeoutError as error:
        raise NoAnswer(uri, timeout) from error
    except ssl.SSLCertVerificationError as error:
        raise _fault(uri, f"has no certificate to trust: {error.verify_message}") from error
    except socket.gaierror as error:
        raise _fault(uri, f"no such host: {parts.hostname}", "is the name right?") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if ended.is_set():
            raise NoAnswer(uri, timeout) from error
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise _fault(uri, f"cannot be reached: {why}") from error
    finally:
        clock.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection, ended: threading.Event) -> None:
    """End a request that takes too long: a server may send one letter now and then."""
    ended.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _parts(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        usable = parts.scheme.lower() in _PORTS and bool(parts.hostname)
        usable = usable and (parts.port or 1) > 0 and uri.isascii() and " " not in uri
    except ValueError:
        usable = False
    if not usable:
        raise _fault(uri, "is no address of http or https that can be asked")
    return parts


def _connection(
    parts: SplitResult, timeout: float, allow_private: bool
) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    port = parts.port or _PORTS[parts.scheme]
    made = kind(parts.hostname or "", port, timeout=timeout)
    # The very address that was looked at is connected to: a name may lead elsewhere next time.
    connect = _connector(allow_private)
    made._create_connection = connect  # type: ignore[attr-defined]
    return made


def _connector(allow_private: bool) -> Callable[..., socket.socket]:
    def connect(address: tuple[str, int], timeout: float, source: object = None) -> socket.socket:
        host, port = address
        last: OSError | None = None
        for _, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            number = str(place[0])
            if not allow_private and not _public(number):
                raise OSError(
                    f"{host} is {number}, an address of a private network"
                    " (--allow-private asks it all the same)"
                )
            try:
                return socket.create_connection((number, port), timeout)
            except OSError as error:
                last = error
        raise last or OSError("no such host")

    return connect


def _public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global) and not address.is_multicast


def _length(status: int, headers: dict[str, str]) -> int | None:
    text = headers.get("content-length", "")
    if status == 206:
        text = headers.get("content-range", "").rpartition("/")[2]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _fault(uri: str, why: str, hint: str = "") -> Fault:
    return Fault(Kind.UNREACHABLE, f"{shown(uri)} {why}", hint)
