"""Small pieces of XML; whatever comes from a file is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from imgcif_map.figures.svg import escaped

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, text: str = "", **attributes: str) -> str:
    """An element of text; nothing for no text."""
    return holding(name, [escaped(text)], **attributes) if text else ""


def holding(name: str, children: Iterable[str], **attributes: str) -> str:
    """An element of elements; nothing for none. ``xml_lang`` is ``xml:lang``."""
    inner = "".join(children)
    own = "".join(
        f' {key.replace("_", ":")}="{escaped(value)}"' for key, value in attributes.items() if value
    )
    return f"<{name}{own}>{inner}</{name}>" if inner else ""
