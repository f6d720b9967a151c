"""Small pieces of HTML. Whatever comes from a file goes through :func:`said`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from imgcif_map.figures.svg import escaped

__all__ = ["code", "details", "escaped", "facts", "heading", "items", "link", "said", "table"]

LONG = 30
"""Letters (of HTML) from which on a cell of a table needs room."""


def said(text: str) -> str:
    """Text of a file: escaped, and kept apart from the direction of what stands around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def code(text: str) -> str:
    """A data name, a code, a value."""
    return f"<code>{said(text)}</code>"


def link(address: str, text: str) -> str:
    """A link to another site if there is an address; else the text alone."""
    if not address:
        return said(text)
    same = ' class="same"' if text == address else ""  # on paper it need not be said twice
    return f'<a href="{escaped(address)}"{same} rel="noopener noreferrer">{said(text)}</a>'


def heading(level: int, text: str, name: str = "") -> str:
    """A heading of escaped text."""
    own = f' id="{name}"' if name else ""
    return f"<h{level}{own}>{text}</h{level}>"


def items(entries: Iterable[str], style: str = "") -> Iterator[str]:
    """A list of pieces of HTML; nothing for none."""
    found = [f"<li>{entry}</li>" for entry in entries]
    if found:
        yield f'<ul class="{style}">' if style else "<ul>"
        yield from found
        yield "</ul>"


def facts(triples: Iterable[tuple[str, str, bool]]) -> Iterator[str]:
    """Names with what is said of them, pieces of HTML, and whether that is long."""
    found = [
        ('<div class="long">' if long else "<div>") + f"<dt>{label}</dt><dd>{value}</dd></div>"
        for label, value, long in triples
    ]
    if found:
        yield "<dl>"
        yield from found
        yield "</dl>"


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, shown: bool = True
) -> Iterator[str]:
    """A table in a box that scrolls by itself; the first cell of a row names it.

    The caption need not be ``shown`` where a heading says the same.
    """
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}"><table>'
    hidden = "" if shown else ' class="hidden"'
    yield f"<caption{hidden}>{caption}</caption>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{c}</th>' for c in head) + "</tr></thead>"
    yield "<tbody>"
    for first, *rest in rows:
        cells = "".join(
            f'<td class="long">{cell}</td>' if len(cell) > LONG else f"<td>{cell}</td>"
            for cell in rest
        )
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def details(summary: str, body: Iterable[str], name: str = "") -> Iterator[str]:
    """What opens on demand."""
    own = f' id="{name}"' if name else ""
    yield f"<details{own}><summary>{summary}</summary>"
    yield from body
    yield "</details>"
