"""SVG as PNG, by a library that needs no browser (optional extra ``figures``)."""

from __future__ import annotations

from imgcif_map.errors import UsageError

_TRIAL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    "<style>text{font:14px %s}</style><text x='2' y='16'>%s</text></svg>"
)
FAMILIES = ("DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "sans-serif")
"""Tried in this order; what a system has of them differs."""


def to_png(svg: str, zoom: float = 2.0) -> bytes:
    """The pixels of an SVG text, ``zoom`` of them for one of its own.

    UsageError if the library, or any font for the labels, is not there.
    """
    try:
        import resvg_py
    except ImportError:
        raise UsageError(
            "PNG needs the package resvg-py, which is not installed",
            hint='pip install "imgcif-map[figures]", or write SVG: -o figure.svg',
        ) from None

    def drawn(text: str, family: str, larger: float = 1.0) -> bytes:
        made = resvg_py.svg_to_bytes(svg_string=text, zoom=larger, sans_serif_family=family)
        return bytes(made)

    for family in FAMILIES:
        font = f"'{family}'" if family != "sans-serif" else family
        if drawn(_TRIAL % (font, "M"), family) != drawn(_TRIAL % (font, ""), family):
            return drawn(svg, family, zoom)
    raise UsageError(
        "no font was found to write the labels of a PNG with",
        hint="install a font such as DejaVu Sans, or write SVG: -o figure.svg",
    )
