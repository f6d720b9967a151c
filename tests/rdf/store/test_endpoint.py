"""A SPARQL server, made up on loopback: graphs are sent to it, it is asked, secrets stay secret."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.rdf.store import remote
from imgcif_map.rdf.store.graphs import graphs
from tests.bundle.data import answers_are_closed, made, put, serving
from tests.cli.conftest import invoke as invoke

ROWS = {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"value": "x:y"}}]}}


def server(status: int = 200, kind: str = "application/sparql-results+json", body: bytes = b""):
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append((self.command, self.path, dict(self.headers), data))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body or json.dumps(ROWS).encode())

        do_PUT = do_POST = do_GET = answer

        def log_message(self, *_: object) -> None:
            pass

    return Handler, seen


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("endpoint")
    for number in range(2):
        put(root / "in", number)
    made(root / "in", root / "site")
    return root / "site"


@pytest.mark.parametrize(("add", "method"), [((), "PUT"), (("--add",), "POST")])
def test_graphs_are_sent(invoke, site, add, method):
    handler, seen = server(204)
    with serving(handler) as url:
        done = invoke("rdf", "load", site, "--endpoint", f"{url}store?x=1", *add)
    assert done.code == 0, done
    assert "2 graphs sent" in done.err
    assert {known[0] for known in seen} == {method}
    names = {parse_qs(urlsplit(path).query)["graph"][0] for _, path, _, _ in seen}
    assert names == {f"https://doi.org/10.5281/zenodo.{1000 + n}" for n in range(2)}
    for (_, _, headers, data), graph in zip(seen, graphs([site]), strict=True):
        assert headers["Content-Type"] == "application/n-triples"
        assert data == graph.data()


def test_it_is_asked(invoke):
    handler, seen = server()
    with serving(handler) as url:
        done = invoke("rdf", "query", "--endpoint", url, "-n", "datasets", "-f", "csv")
    assert done.out == "s\r\nx:y\r\n" or done.out == "s\nx:y\n"
    ((method, _, headers, data),) = seen
    assert method == "POST"
    assert "Authorization" not in headers
    (query,) = parse_qs(data.decode())["query"]
    assert "PREFIX dcat: <http://www.w3.org/ns/dcat#>" in query


def test_updates_are_not_sent(invoke):
    handler, seen = server()
    with serving(handler) as url:
        assert invoke("rdf", "query", "--endpoint", url, "CLEAR ALL").code == 2
    assert seen == []


def test_a_graph_is_answered(invoke):
    handler, _ = server(kind="text/turtle", body=b"<x:a> <x:b> <x:c> .\n")
    with serving(handler) as url:
        done = invoke("rdf", "query", "--endpoint", url, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert done.out == "<x:a> <x:b> <x:c> .\n"


def test_credentials_are_sent_and_never_said(invoke, monkeypatch):
    monkeypatch.setenv(remote.USER, "me")
    monkeypatch.setenv(remote.PASSWORD, "s3cret-word")
    handler, seen = server(401, body=b"no")
    with serving(handler) as url:
        done = invoke("rdf", "query", "--endpoint", url, "ASK {}")
        monkeypatch.setenv(remote.TOKEN, "t0ken-word")
        again = invoke("rdf", "query", "--endpoint", url, "ASK {}")
    assert [known[2]["Authorization"] for known in seen] == [
        "Basic bWU6czNjcmV0LXdvcmQ=", "Bearer t0ken-word",
    ]  # fmt: skip
    for one in (done, again):
        assert one.code == 2
        assert "401" in one.err
        for secret in ("s3cret-word", "t0ken-word", "bWU6"):
            assert secret not in one.out + one.err


@pytest.mark.parametrize("status", [200, 401])
def test_no_connection_stays_open(invoke, status):
    handler, _ = server(status)
    with serving(handler) as url, answers_are_closed():
        invoke("rdf", "query", "--endpoint", url, "ASK {}")


def test_credentials_do_not_go_over_plain_http(monkeypatch):
    monkeypatch.setenv(remote.TOKEN, "word")
    with pytest.raises(UsageError, match="plain http"):
        remote.ask(remote.endpoint("http://example.invalid/sparql"), "ASK {}")


def test_a_redirection_is_not_followed():
    handler, seen = server(302)
    with serving(handler) as url, pytest.raises(UnreadableInput, match="302"):
        remote.ask(remote.endpoint(url), "ASK {}")
    assert len(seen) == 1


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[" * 100_000])
def test_an_answer_that_is_none(body):
    handler, _ = server(body=body)
    with serving(handler) as url, pytest.raises(UnreadableInput):
        remote.ask(remote.endpoint(url), "ASK {}")


def test_an_answer_without_end(monkeypatch):
    monkeypatch.setattr(remote, "LARGEST", 100)
    handler, _ = server(body=b"x" * 1000)
    with serving(handler) as url, pytest.raises(UnreadableInput, match="more than"):
        remote.ask(remote.endpoint(url), "ASK {}")


def test_nobody_answers():
    with serving(server()[0]) as url:
        pass
    with pytest.raises(UnreadableInput, match="cannot be reached"):
        remote.ask(remote.endpoint(url, 2), "ASK {}")


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://x/", "http://", "http://u:p@x/", "http://x:99999/", "http://x/\r\nA: b"]
)
def test_addresses_that_are_none(url):
    with pytest.raises(UsageError) as told:
        remote.endpoint(url)
    assert "u:p" not in str(told.value)
