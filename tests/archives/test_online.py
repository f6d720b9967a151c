"""Addresses are asked as little as possible, and only when that is wanted."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from imgcif_map import make_archives, validate
from imgcif_map.archives.faults import Fault
from imgcif_map.archives.online import ask
from imgcif_map.cif.reader import parse_cif
from tests.bundle.data import answers_are_closed

LETTERS = 100
"""One each tenth of a second."""
ENDLESS = 10_000
"""Pieces of a body, 650 MB in all."""
SENT: list[int] = []
ASKED: list[tuple[str, str, str | None]] = []


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the path; keeps what was asked."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        ASKED.append((self.command, self.path, self.headers.get("Range")))
        kind = self.path.strip("/").partition("/")[0]
        if kind == "slow":
            time.sleep(1.5)
        getattr(self, f"_{kind}", self._missing)()

    def _say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _there(self) -> None:
        self._say(200, Content_Length="1234")

    _slow = _there

    def _ending(self) -> None:
        """The connection ends with the answer, whose length is not said."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nabc")
        self.close_connection = True

    def _no(self) -> None:
        """HEAD is refused; GET of a range is answered, with a body that must not be waited for."""
        if self.command == "HEAD":
            self._say(405)
        else:
            self._say(206, Content_Range="bytes 0-0/5678", Content_Length="1")
            self.wfile.write(b"x")

    def _endless(self) -> None:
        """No ranges: all of it would be sent, if somebody read it."""
        if self.command == "HEAD":
            self._say(501)
            return
        self._say(200, Content_Length=str(10**12))
        with contextlib.suppress(OSError):
            for _ in range(ENDLESS):
                self.wfile.write(bytes(1 << 16))
                SENT.append(1 << 16)

    def _moved(self) -> None:
        self._say(302, Location="/there/a")

    def _circle(self) -> None:
        self._say(301, Location=self.path + "/")

    def _file(self) -> None:
        self._say(302, Location="file:///etc/passwd")

    def _nowhere(self) -> None:
        self._say(302)

    def _drip(self) -> None:
        """A header that never ends."""
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(LETTERS):
                self.wfile.write(b"x")
                SENT.append(1)
                time.sleep(0.1)
        self.close_connection = True

    def _private(self) -> None:
        self._say(401)

    def _missing(self) -> None:
        self._say(404)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on this computer; its address."""
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


def said(uri: str, timeout: float = 5) -> str:
    """What is wrong with an address, or the length it says."""
    ASKED.clear()
    try:
        return str(ask(uri, timeout, allow_private=True).length)
    except Fault as fault:
        return f"{fault.message} ({fault.hint})"


def test_head_is_enough(server):
    assert said(f"{server}/there/a") == "1234"
    assert ASKED == [("HEAD", "/there/a", None)]


def test_where_head_is_refused_one_byte_is_asked_for(server):
    assert said(f"{server}/no/a?b=1") == "5678"
    assert ASKED == [("HEAD", "/no/a?b=1", None), ("GET", "/no/a?b=1", "bytes=0-0")]


def test_what_is_sent_all_the_same_is_not_read(server):
    SENT.clear()
    assert said(f"{server}/endless/a") == str(10**12)
    assert len(SENT) < ENDLESS


@pytest.mark.parametrize("path", ["there/a", "no/a", "nothing", "circle", "endless/a", "ending/a"])
def test_no_connection_stays_open(server, path):
    with answers_are_closed():
        said(f"{server}/{path}")


def test_redirects(server):
    assert said(f"{server}/moved/a") == "1234"
    assert ASKED == [("HEAD", "/moved/a", None), ("HEAD", "/there/a", None)]
    assert "redirects more than 5 times" in said(f"{server}/circle")
    assert len(ASKED) == 6
    assert "file:///etc/passwd is no address of http or https" in said(f"{server}/file")
    assert "answers 302 without saying where to go" in said(f"{server}/nowhere")


def test_what_is_not_there(server):
    assert "/nothing answers 404 Not Found (look at the address" in said(f"{server}/nothing")
    assert "answers 401" in said(f"{server}/private")
    assert "does not answer within 0.3 s" in said(f"{server}/slow/a", timeout=0.3)


def test_an_answer_that_never_ends(server):
    """The header comes letter by letter, each of them in time; it is cut off."""
    SENT.clear()
    assert "does not answer within 0.5 s" in said(f"{server}/drip/a", timeout=0.5)
    assert len(SENT) < LETTERS


def test_a_server_that_is_silent_is_asked_once(server):
    ASKED.clear()
    head = "data_x\nloop_\n_array_data_external_data.id\n_array_data_external_data.uri\n"
    rows = "".join(f"{n} {server}/slow/{n}.cbf\n" for n in range(20))
    archives = make_archives(online=True, allow_private=True, timeout=0.3)
    (found,) = validate(parse_cif(head + rows), select=["ARC"], archives=archives).findings
    assert (found.code, found.count, len(ASKED)) == ("ARC002", 20, 1)


def test_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert "cannot be reached" in said(f"http://127.0.0.1:{port}/a")


@pytest.mark.parametrize(
    "uri",
    [
        "http://",
        "http://a b/",
        "http://x:99999999/",
        "http://[::1/",
        "http://\u00e4.org/",
        "ftp://x",
    ],
)
def test_what_is_no_address(uri):
    assert "is no address of http or https" in said(uri)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "192.168.0.1",
        "0.0.0.0",
    ],
)
def test_private_networks_are_not_asked(host, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("it is asked"))
    with pytest.raises(Fault, match="an address of a private network"):
        ask(f"http://{host}:80/a", 5, allow_private=False)


def test_redirects_into_a_private_network_are_not_followed(server, monkeypatch):
    """The server itself counts as public here, and where it sends us does not."""
    monkeypatch.setattr("imgcif_map.archives.online._public", lambda number: number == "127.0.0.1")
    monkeypatch.setattr(
        Handler, "_moved", lambda self: self._say(302, Location="http://127.0.0.2/a")
    )
    with pytest.raises(Fault, match=r"127\.0\.0\.2, an address of a private network"):
        ask(f"{server}/moved", 5, allow_private=False)


CIF = """data_x
loop_
  _array_data_external_data.id
  _array_data_external_data.uri
  _array_data_external_data.archive_format
  _array_data_external_data.archive_path
    1 {0}/there/a.tgz TGZ a
    2 {0}/gone/a.tgz TGZ b
    3 {0}/there/a.tgz TGZ c
    4 {0}/gone/a.tgz TGZ d
"""


def test_each_address_once_and_what_is_there_not_at_all(server):
    ASKED.clear()
    archives = make_archives(online=True, allow_private=True)
    document = parse_cif(CIF.format(server))
    found = validate(document, select=["ARC"], archives=archives).findings
    assert [f[:2] for f in ASKED] == [
        ("HEAD", "/there/a.tgz"), ("HEAD", "/gone/a.tgz"), ("GET", "/gone/a.tgz")
    ]  # fmt: skip
    assert [(f.code, f.location.line, f.count) for f in found] == [
        ("ARC001", 7, 4), ("ARC002", 8, 2)
    ]  # fmt: skip
    assert "1 of 2 remote addresses answer" in found[0].message
    assert "what is there was not looked at" in found[0].message


def test_only_some_of_many_addresses_are_asked(server):
    ASKED.clear()
    head = "data_x\nloop_\n_array_data_external_data.id\n_array_data_external_data.uri\n"
    rows = "".join(f"{n} {server}/there/{n}.cbf\n" for n in range(100))
    archives = make_archives(online=True, allow_private=True)
    (found,) = validate(parse_cif(head + rows), select=["ARC"], archives=archives).findings
    assert len(ASKED) == 30
    assert "30 of 100 remote addresses answer" in found.message
    assert "only 30 were asked" in found.message


@pytest.mark.parametrize("archives", [None, make_archives()])
def test_no_socket_is_opened_unless_asked(server, archives, monkeypatch):
    def refuse(*arguments: object, **more: object) -> None:
        raise AssertionError("a socket is opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    found = validate(parse_cif(CIF.format(server)), select=["ARC"], archives=archives).findings
    assert [f.code for f in found] == ([] if archives is None else ["ARC001"])


def test_the_module_that_asks_is_not_even_imported():
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from imgcif_map import make_archives, parse_cif, validate\n"
        f"d = parse_cif({CIF.format('https://example.org')!r})\n"
        "validate(d)\n"
        "print(sorted(m for m in sys.modules if m.startswith('imgcif_map.archives.')))\n"
        "validate(d, archives=make_archives())\n"
        "heavy = {'http.client', 'imgcif_map.archives.online', 'h5py', 'fabio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["['imgcif_map.archives.request']", "[]"]
