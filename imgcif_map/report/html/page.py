"""The frame of the page: head, policy, navigation, style and script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.figures.theme import DARK, LIGHT, style_sheet
from imgcif_map.report.html.markup import escaped
from imgcif_map.version import VERSION

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Look:
    """What pages differ in."""

    kind: str = "imgCIF check"
    """Stands above the title."""
    what: str = "report"
    """What there is to skip to."""
    script: str = ""
    """In place of that of the report."""
    style: str = ""
    """Besides that of the report."""


def page(
    title: str, links: Iterable[tuple[str, str]], body: Iterable[str], look: Look | None = None
) -> str:
    """The whole document; ``links`` are ids of sections with their names."""
    look = look or Look()
    style, script = style_text() + look.style, look.script or _asset("script.js")
    policy = (
        f"default-src 'none'; style-src '{checksum(style)}'; script-src '{checksum(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    menu = "".join(f'<li><a href="#{name}">{text}</a></li>' for name, text in links)
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
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#main">Skip to the {look.what}</a>',
        f'<header><p class="tool">{look.kind} · imgcif-map {VERSION}</p>',
        f"<h1><bdi>{escaped(title)}</bdi></h1>",
        f'<nav aria-label="Sections"><ul>{menu}</ul></nav></header>',
        '<main id="main">',
        *body,
        "</main>",
        f"<script>{script}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def style_text() -> str:
    """The style sheet: colours for light, dark and paper, the page, the figures in it."""
    light, dark = (_variables(colours) for colours in (LIGHT, DARK))
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{light}}}}}\n"
        f"{_asset('style.css')}\n{style_sheet(None, 'svg.figure')}\n"
    )


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").strip()


def checksum(text: str) -> str:
    """How a Content-Security-Policy names an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
