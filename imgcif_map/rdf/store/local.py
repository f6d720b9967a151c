"""The store in a folder (pyoxigraph, the extra ``store``). Queries run in a process of their own,
as nothing else can end one that takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.rdf.store.answer import Answer, from_json
from imgcif_map.rdf.store.graphs import Graph

if TYPE_CHECKING:
    import pyoxigraph

EXTRA = 'pip install "imgcif-map[store]"'
_MARK = "CURRENT"
"""A file that each store has."""


def load(folder: Path, graphs: Sequence[Graph]) -> int:
    """Put graphs in place of those of the same names; the number of triples of the store."""
    store = _opened(folder)
    ox = _library()
    for graph in graphs:
        name = ox.NamedNode(graph.name)
        form = ox.RdfFormat.from_media_type(graph.media)
        try:
            known = list(ox.parse(graph.data(), format=form, base_iri=graph.name))
        except (SyntaxError, ValueError) as error:
            raise UnreadableInput(f"{graph.path}: {str(error)[:300]}") from None
        store.remove_graph(name)
        store.extend(ox.Quad(q.subject, q.predicate, q.object, name) for q in known)
    store.flush()
    return len(store)


def ask(folder: Path, query: str, timeout: float) -> Answer:
    """The answer to a query that was checked."""
    if not (folder / _MARK).is_file():
        raise UsageError(f"{folder} is no store", hint="'imgcif-map rdf load' makes one")
    _library()
    asked = json.dumps({"store": str(folder), "query": query}).encode("utf-8", "replace")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    command = [sys.executable, "-m", "imgcif_map.rdf.store.child"]
    try:
        done = subprocess.run(  # noqa: S603 (this interpreter, nothing from outside)
            command, input=asked, capture_output=True, timeout=timeout, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise UsageError(
            f"the query took more than {timeout:g} s", hint="--timeout, or a narrower question"
        ) from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"the query cannot be answered: {told[-1][:300] if told else 'no answer'}")
    return from_json(json.loads(done.stdout))


def _opened(folder: Path) -> pyoxigraph.Store:
    ox = _library()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="a store is a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise UsageError(f"{folder} is not empty and no store", hint="name a new folder")
    try:
        made: pyoxigraph.Store = ox.Store(str(folder))
        return made
    except OSError as error:
        raise UnreadableInput(f"{folder}: the store cannot be opened: {str(error)[:200]}") from None


def _library() -> ModuleType:
    try:
        import pyoxigraph
    except ImportError:
        raise UsageError("stores need pyoxigraph", hint=EXTRA) from None
    return pyoxigraph
