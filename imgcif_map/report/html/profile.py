"""The profile that a file was held against."""

from __future__ import annotations

import hashlib

from imgcif_map.account.model import Asked
from imgcif_map.figures.numbers import many, whole
from imgcif_map.report.html.markup import said


def asked_id(asked: Asked) -> str:
    """The id of the text on a profile; two profiles of one name differ."""
    return "asked-" + hashlib.sha256(repr(asked).encode("utf-8", "replace")).hexdigest()[:8]


def asked_sentence(asked: Asked) -> str:
    """Which profile a file was held against."""
    title = f" ({said(asked.title)})" if asked.title else ""
    return (
        f"Held against the profile <strong>{said(asked.id)}</strong>{title}, which "
        f'<a href="#{asked_id(asked)}">requires {many(len(asked.required), "point")} and '
        f"recommends {whole(len(asked.recommended))}</a>."
    )
