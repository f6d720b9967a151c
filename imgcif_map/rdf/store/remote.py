"""A SPARQL 1.1 endpoint: graphs are sent to it and queries asked, only when the user says so.

Credentials come from the environment: ``IMGCIF_MAP_SPARQL_TOKEN``, or
``IMGCIF_MAP_SPARQL_USER`` and ``IMGCIF_MAP_SPARQL_PASSWORD``. They are sent to the address
given and no other (redirections are not followed), and not over plain http.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.rdf.store.answer import Answer, from_json
from imgcif_map.rdf.store.graphs import Graph

TOKEN, USER, PASSWORD = (f"IMGCIF_MAP_SPARQL_{name}" for name in ("TOKEN", "USER", "PASSWORD"))
LARGEST = 1 << 26
"""Bytes of an answer."""
_LOCAL = ("localhost", "127.0.0.1", "::1")
_RESULTS = "application/sparql-results+json, text/turtle;q=0.9"


@dataclass(frozen=True)
class Endpoint:
    """A server of SPARQL, checked."""

    parts: SplitResult
    timeout: float = 30.0

    @property
    def shown(self) -> str:
        """Its address without a query, for messages."""
        return f"{self.parts.scheme}://{self.parts.netloc}{self.parts.path}"


def endpoint(url: str, timeout: float = 30.0) -> Endpoint:
    """Raises UsageError for what is no address."""
    hint = "like https://example.org/sparql"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii()
        usable = usable and (parts.port or 1) > 0 and url.isprintable() and " " not in url
    except ValueError:
        usable = False
    if not usable:
        raise UsageError("--endpoint: this is no address of http or https", hint=hint)
    if "@" in parts.netloc:
        raise UsageError(
            "--endpoint: a password does not belong into an address",
            hint=f"set {USER} and {PASSWORD}, or {TOKEN}",
        )
    return Endpoint(parts, timeout)


def send(
    to: Endpoint,
    graphs: Sequence[Graph],
    *,
    add: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Each graph in place of the one of its name (PUT), or added to it (POST).

    Raises UnreadableInput at the first one that the server does not take.
    """
    for number, graph in enumerate(graphs, 1):
        asked = f"graph={quote(graph.name, safe='')}"
        _call(to, "POST" if add else "PUT", asked, graph.data(), {"Content-Type": graph.media})
        if progress is not None:
            progress("graphs", number, len(graphs))


def ask(to: Endpoint, query: str) -> Answer:
    """The answer to a query that was checked."""
    body = urlencode({"query": query}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": _RESULTS}
    kind, data = _call(to, "POST", "", body, headers)
    if "turtle" in kind or "n-triples" in kind:
        return Answer(graph=data.decode("utf-8", "replace"))
    try:
        return from_json(json.loads(data))
    except (ValueError, RecursionError):
        raise UnreadableInput(f"{to.shown}: the answer is no SPARQL result") from None


def _call(
    to: Endpoint, method: str, asked: str, body: bytes, headers: dict[str, str]
) -> tuple[str, bytes]:
    """Content type and body of the answer."""
    parts = to.parts
    query = "&".join(part for part in (parts.query, asked) if part)
    target = (parts.path or "/") + (f"?{query}" if query else "")
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=to.timeout)
    try:
        connection.request(method, target, body, {**headers, **_credentials(to)})
        # Closed by itself: a connection lets go of an answer that ends with it.
        with connection.getresponse() as answer:
            data = answer.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise UnreadableInput(f"{to.shown} cannot be reached: {why}") from None
    finally:
        connection.close()
    if len(data) > LARGEST:
        raise UnreadableInput(f"{to.shown}: the answer has more than {LARGEST} bytes")
    if not 200 <= answer.status < 300:
        hint = ""
        if answer.status in (401, 403):
            hint = f"credentials come from {USER} and {PASSWORD}, or {TOKEN}"
        raise UnreadableInput(
            f"{to.shown} answers {answer.status} {http.client.responses.get(answer.status, '')}",
            hint=hint,
        )
    return answer.getheader("Content-Type", ""), data


def _credentials(to: Endpoint) -> dict[str, str]:
    token, user = os.environ.get(TOKEN, ""), os.environ.get(USER, "")
    if not token and not user:
        return {}
    if to.parts.scheme != "https" and to.parts.hostname not in _LOCAL:
        raise UsageError(
            "credentials are not sent over plain http", hint="give an address of https"
        )
    if token:
        told = f"Bearer {token}"
    else:
        pair = f"{user}:{os.environ.get(PASSWORD, '')}".encode()
        told = f"Basic {base64.b64encode(pair).decode()}"
    if not told.isascii() or not told.isprintable():
        raise UsageError(f"{TOKEN} holds characters that no header can have")
    return {"Authorization": told}
