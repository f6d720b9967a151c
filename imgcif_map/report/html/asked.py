"""What the profiles ask for that files were held against, each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgcif_map.account.model import Asked
from imgcif_map.report.html.file import File
from imgcif_map.report.html.markup import details, heading, said
from imgcif_map.report.html.profile import asked_id


def asked_section(files: Sequence[File]) -> Iterator[str]:
    """A section with the points of each profile; nothing without profiles."""
    found = {f.account.asked: None for f in files if f.account and f.account.asked}
    if not found:
        return
    yield '<section class="codes" aria-labelledby="asked">'
    yield heading(2, "What the profile asks for", "asked")
    for asked in filter(None, found):
        title = f"<strong>{said(asked.id)}</strong> {said(asked.title)}"
        yield from details(title, _listed(asked), asked_id(asked))
    yield "</section>"


def _listed(asked: Asked) -> Iterator[str]:
    for label, entries in (("Required", asked.required), ("Recommended", asked.recommended)):
        if entries:
            yield f"<p><strong>{label}</strong></p><ul>"
            for names, why in entries:
                reason = f"<br>{said(why)}" if why else ""
                yield f"<li><code>{said(names)}</code>{reason}</li>"
            yield "</ul>"
