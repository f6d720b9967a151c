"""Names that depend on each other in a circle."""

from __future__ import annotations

from imgcif_map.errors import Place
from imgcif_map.mapping.lint.scope import NodeName, Notebook


def check_cycles(book: Notebook) -> None:
    """Report each circle of lets, tables and fields once."""
    done: set[NodeName] = set()
    for start in list(book.edges):
        stack: list[tuple[NodeName, list[NodeName]]] = [(start, sorted(book.edges[start]))]
        trail = [start]
        while stack:
            node, rest = stack[-1]
            if not rest:
                done.add(node)
                stack.pop()
                trail.pop()
                continue
            following = rest.pop(0)
            if following in trail:
                _report(trail[trail.index(following) :], book)
            elif following not in done:
                stack.append((following, sorted(book.edges.get(following, ()))))
                trail.append(following)


def _report(circle: list[NodeName], book: Notebook) -> None:
    first = min(range(len(circle)), key=lambda n: circle[n])
    turned = [*circle[first:], *circle[:first], circle[first]]
    names = " -> ".join(_text(node) for node in turned)
    book.say("cycle", f"{names} is a circle", book.places.get(turned[0], Place("")))


def _text(node: NodeName) -> str:
    if node[0] == "field":
        return f"${node[1]}/{node[2]}"
    return f"${node[1]}"
