"""The process that answers one query: reads it from stdin, writes the answer to stdout."""

from __future__ import annotations

import json
import sys
from typing import Any


def answer(folder: str, query: str) -> dict[str, Any]:
    """SPARQL's JSON, or ``{"graph": Turtle}``; the store is opened for reading."""
    import pyoxigraph as ox

    from imgcif_map.rdf.vocabulary import PREFIXES

    store = ox.Store.read_only(folder)
    found = store.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)
    if isinstance(found, ox.QueryTriples):
        text = ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
        return {"graph": (text or b"").decode()}
    told: dict[str, Any] = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"{}")
    return told


def main() -> int:
    """Exit code 1 and a line on stderr if the query is wrong."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        told = answer(asked["store"], asked["query"])
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 1
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
