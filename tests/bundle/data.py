"""Folders of imgCIF files, the bundle of them, and what a harvester needs to read it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from imgcif_map.bundle import Built, bundle
from imgcif_map.bundle.site import make_site
from tests.rdf.dataset.data import BLOCK, CIF, dictionary

DAY = "2026-05-01"


def put(folder: Path, number: int, cif: str = CIF, block: str = BLOCK) -> Path:
    """A data set of its own DOI in a folder of its own; the imgCIF file."""
    place = folder / f"d{number}"
    place.mkdir(parents=True, exist_ok=True)
    path = place / "scan.cif"
    text = cif.replace("zenodo.1234567", f"zenodo.{1000 + number}")
    path.write_text(text, encoding="utf-8")
    (place / "catalogue.yaml").write_text(block, encoding="utf-8")
    return path


def made(
    folder: Path, output: Path, base: str = "https://data.example.org/c/", **more: Any
) -> Built:
    day = more.pop("day", DAY)
    return bundle([folder], output, make_site(base, **more), dictionary(), day)


def tree(folder: Path) -> dict[str, bytes]:
    """All files by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler] | functools.partial[Any]) -> Iterator[str]:
    """A server on loopback; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def answers_are_closed() -> Iterator[None]:
    """Whoever asks a server inside closes each answer: left to the garbage collector, a socket
    that an exception refers to stays open for as long as that one lives."""
    known: list[HTTPResponse] = []

    class Noted(HTTPResponse):
        def begin(self) -> None:
            known.append(self)
            super().begin()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTTPConnection, "response_class", Noted)
        yield
    assert known
    assert all(answer.isclosed() for answer in known)


class Quiet(SimpleHTTPRequestHandler):
    """What ``python -m http.server`` answers with, without its log."""

    def log_message(self, *_: object) -> None:
        pass


def files(folder: Path) -> functools.partial[Any]:
    return functools.partial(Quiet, directory=str(folder))


def fetch(url: str) -> tuple[int, str, bytes]:
    """Status, media type, body."""
    parts = urlsplit(url)
    assert parts.hostname == "127.0.0.1", url
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        connection.request("GET", parts.path)
        with connection.getresponse() as answer:
            return answer.status, answer.getheader("Content-Type", ""), answer.read()
    finally:
        connection.close()


class Page(HTMLParser):
    """A page as a harvester sees it: elements, typed links, JSON-LD."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        else:
            self.words.append(data)

    def links(self, rel: str) -> list[dict[str, str]]:
        return [at for tag, at in self.tags if tag == "link" and at.get("rel") == rel]

    @property
    def text(self) -> str:
        return " ".join(self.words)
