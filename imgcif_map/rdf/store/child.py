"""The process that answers one query: reads it from stdin, writes the answer to stdout."""

from __future__ import annotations

import json
import sys


def main() -> int:
    """Exit code 1 and a line on stderr if the query is wrong."""
    import pyoxigraph as ox

    from imgcif_map.rdf.vocabulary import PREFIXES

    asked = json.loads(sys.stdin.buffer.read())
    try:
        store = ox.Store.read_only(asked["store"])
        found = store.query(asked["query"], use_default_graph_as_union=True, prefixes=PREFIXES)
        if isinstance(found, ox.QueryTriples):
            text = ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
            told = {"graph": (text or b"").decode()}
        else:
            told = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"{}")
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 1
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
