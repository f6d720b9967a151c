"""Colours of figures and pages, light and dark, and the style sheet that figures need.

Every text colour stands out from the ground by at least 4.5 to 1, every line that
carries a meaning by 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from types import MappingProxyType

from imgcif_map.errors import UsageError

LIGHT = MappingProxyType({
    "ground": "#ffffff", "ink": "#1b2026", "muted": "#535d68", "faint": "#848e99",
    "beam": "#a34d00", "axis": "#0b57a4", "moving": "#a8005c", "surface": "#1c6b43",
    "panel": "#f5f6f8", "rule": "#d9dde2", "error": "#b3261e", "warning": "#8a5300",
    "mark": "#fde8a8",
})  # fmt: skip
DARK = MappingProxyType({
    "ground": "#14181e", "ink": "#e8edf2", "muted": "#a6b1bd", "faint": "#717c88",
    "beam": "#ffb35c", "axis": "#7dbcff", "moving": "#ff94c8", "surface": "#74d6a0",
    "panel": "#1c222a", "rule": "#333c46", "error": "#ff9d94", "warning": "#f5bd62",
    "mark": "#5c4a12",
})  # fmt: skip
THEMES = MappingProxyType({"light": LIGHT, "dark": DARK})

_RULES = (
    "text{font:14px system-ui,'Segoe UI',Roboto,'Helvetica Neue','DejaVu Sans',sans-serif;"
    "fill:@ink;paint-order:stroke;stroke:@ground;stroke-width:3px;stroke-linejoin:round}",
    "polyline,polygon{fill:none;stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}",
    "polyline.surface,polygon.surface{stroke:@surface;fill:@surface;fill-opacity:.14}",
    "polygon.ghost{stroke:@surface;stroke-dasharray:4 4;stroke-width:1}",
    ".beam{stroke:@beam;stroke-width:2.5}.beam.head,circle.beam{fill:@beam}",
    ".past{stroke:@beam;stroke-dasharray:3 5}",
    ".axis{stroke:@axis;stroke-width:2}.axis.head{fill:@axis}",
    ".moving{stroke:@moving;stroke-width:2.5}.moving.head{fill:@moving}",
    ".carrier{stroke:@surface;stroke-width:2}.carrier.head{fill:@surface}",
    ".pixel{stroke:@surface;stroke-width:1.5}.pixel.head{fill:@surface}",
    ".frame{stroke:@muted;stroke-width:1.5}.frame.head{fill:@muted}",
    ".ring{stroke:@faint;stroke-width:1}.size{stroke:@faint;stroke-width:1}",
    ".edge{stroke:@axis;stroke-width:2;stroke-dasharray:7 4}",
    ".corner{stroke:@moving;stroke-width:1.5;stroke-dasharray:2 4}",
    ".sample{fill:@ink;stroke:@ground}.arc{stroke:@axis;stroke-width:9;stroke-linecap:butt}",
    ".dial{stroke:@faint;stroke-width:1}",
    "text.beam,text.past{fill:@beam}text.axis,text.edge{fill:@axis}",
    "text.moving,text.corner{fill:@moving}text.carrier,text.surface,text.pixel{fill:@surface}",
    "text.frame,text.ring,text.size,text.dial{fill:@muted;font-size:13px}",
    "text.name{font-weight:600}",
    "text.beam,text.past,text.axis,text.edge,text.moving,text.corner,text.carrier,text.surface,"
    "text.pixel,text.frame,text.ring,text.size,text.dial{stroke:@ground;stroke-width:3px;"
    "stroke-dasharray:none}",
)


def style_sheet(theme: str | None, scope: str = "") -> str:
    """Rules for the marks of figures in the colours of a theme; those of the page for None.

    ``scope`` is put before each selector. UsageError for an unknown theme.
    """
    text = "\n".join(_RULES)
    if scope:
        text = _scoped(text, scope)
    for name in LIGHT:
        colour = f"var(--{name})" if theme is None else palette(theme)[name]
        text = text.replace(f"@{name}", colour)
    return text


def palette(theme: str) -> MappingProxyType[str, str]:
    """The colours of a theme; UsageError for an unknown one."""
    if theme not in THEMES:
        raise UsageError(f"no theme {theme!r}", hint="one of " + ", ".join(THEMES))
    return THEMES[theme]


def _scoped(text: str, scope: str) -> str:
    rules = [rule for rule in text.replace("\n", "").split("}") if rule]
    made = []
    for rule in rules:
        selectors, body = rule.split("{")
        made.append(f"{','.join(f'{scope} {s}' for s in selectors.split(','))}{{{body}}}")
    return "\n".join(made)
