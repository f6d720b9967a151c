"""Text that cannot steer what shows it: terminals, figures, pages, spreadsheets."""

from __future__ import annotations

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet would take for a formula at the start of a cell."""


def safe(text: str) -> str:
    """One line without control characters, so that no file can steer a terminal or a page.

    Character for character: positions stay what they are. White space of any
    kind is a space; what cannot be shown (controls, marks that turn the
    direction of writing, surrogates) is U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else REPLACEMENT for c in text)


def shortened(text: str, most: int) -> str:
    """A safe text of at most so many characters; what is longer ends in an ellipsis."""
    text = safe(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def spreadsheet_cell(text: str) -> str:
    """A text that a spreadsheet takes for a text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
