"""The frame of the bundle's pages: head, policy, style; nothing is fetched, nothing runs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from imgcif_map.report.html.markup import escaped, said
from imgcif_map.report.html.page import checksum, style_text
from imgcif_map.version import VERSION


@cache
def _style() -> tuple[str, str]:
    style = style_text()
    return style, checksum(style)


def page(title: str, body: Iterable[str], head: Iterable[str] = (), *, up: str = "") -> str:
    """The whole document; ``head`` are further elements of its head, ``up`` leads to the list."""
    style, known = _style()
    policy = (
        f"default-src 'none'; style-src '{known}'; script-src 'none'; base-uri 'none'; "
        "form-action 'none'"
    )
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="generator" content="imgcif-map {VERSION}">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escaped(title)}</title>",
        *head,
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">Skip to the content</a>',
        "<header>",
        *([f'<p class="tool"><a href="{up}">All data sets</a></p>'] if up else []),
        f"<h1>{said(title)}</h1>",
        "</header>",
        '<main id="main">',
        *body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"
