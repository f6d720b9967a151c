"""The experiment in words, figures and tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from imgcif_map.account import Account, ScanRow, Told
from imgcif_map.figures.numbers import many
from imgcif_map.figures.picture import Picture
from imgcif_map.figures.scene import Scene
from imgcif_map.figures.svg import svg
from imgcif_map.report.html.markup import details, escaped, facts, heading, items, link, said, table

Named = Callable[[str], str]
FEW = 3
_VIEWS = (
    ("In space", 35, 22),
    ("From the side", 0, 0),
    ("From the source", 90, 0),
    ("From above", 0, 90),
)
_HEAD = (
    "Scan", "Frames", "Moves", "Other axes", "Distance / mm", "Tilt / °",
    "Beam centre / pixel", "Complete rings to", "Corner",
)  # fmt: skip


def experiment_sections(account: Account, named: Named, level: int) -> Iterator[str]:
    """One section per experiment."""
    if account.dictionary:
        return
    if not account.experiments:
        yield f'<section aria-labelledby="{named("experiment")}">'
        yield heading(level, "Experiment", named("experiment"))
        yield "<p>The file describes no experiment: it has neither axes nor scans nor arrays.</p>"
        yield "</section>"
    for number, told in enumerate(account.experiments, 1):
        name = named("experiment") if number == 1 else f"{named('experiment')}-{number}"
        yield f'<section aria-labelledby="{name}">'
        yield heading(level, said(told.title), name)
        yield from _told(told, name, level + 1)
        yield "</section>"
    if account.more:
        yield f"<p>{many(account.more, 'experiment')} more in this file are not shown.</p>"


def _told(told: Told, name: str, level: int) -> Iterator[str]:
    yield '<div class="words">'
    yield from (f"<p>{said(sentence)}</p>" for sentence in told.sentences)
    yield "</div>"
    yield from facts(
        (escaped(f.label), link(f.link, f.value), len(f.value) > 40) for f in told.facts
    )
    if told.instrument or told.detector:
        yield heading(level, "Figures")
        yield '<div class="figures">'
        if told.instrument:
            yield from _space(told.instrument, f"{name}-instrument")
        if told.detector:
            yield from _flat(told.detector, f"{name}-detector")
        yield "</div>"
    if told.missing:
        yield "<p>What could not be drawn or computed:</p>"
        yield from items(map(said, told.missing))
    if told.scans:
        yield heading(level, "Scans")
        yield from table("Scans", _HEAD, map(_cells, told.scans), shown=False)
        if told.same:
            yield f"<p>In all scans: {said(told.same)}.</p>"
        if told.more_scans:
            yield f"<p>{many(told.more_scans, 'scan')} more are not listed.</p>"
        yield (
            '<p class="aside">Beam centres are counted in pixels (fast, slow) from the corner of '
            "the first pixel, at the beginning of the scan. Tilt is the angle between the beam "
            "and the normal of the detector.</p>"
        )
    if told.coverage:
        yield heading(level, "Coverage of the rotation")
        yield '<div class="dials">'
        for place, picture in enumerate(told.coverage, 1):
            yield svg(picture, None, f"{name}-coverage-{place}").strip()
        yield "</div>"
        words = items(map(said, told.covered), "aside")
        if len(told.covered) > FEW:
            words = details("The same in words", words)
        yield from words
        if told.more_coverage:
            yield f"<p>{many(told.more_coverage, 'setting')} more are not shown.</p>"


def _cells(row: ScanRow) -> list[str]:
    values = (row.frames, row.moves, row.fixed, row.distance, row.tilt, row.beam, row.edge,
              row.corner)  # fmt: skip
    return [said(row.id), *(said(value) if value else "–" for value in values)]


def _flat(picture: Picture, name: str) -> Iterator[str]:
    yield "<figure>"
    yield svg(picture, None, name).strip()
    yield f"<figcaption><strong>{said(picture.title)}.</strong> {said(picture.description)}"
    yield "</figcaption></figure>"


def _space(scene: Scene, name: str) -> Iterator[str]:
    """The scene as seen at first, and what a script needs to turn it."""
    yield '<figure class="space">'
    yield f'<div class="turn" data-scene="{name}-data">'
    yield svg(scene.seen(), None, name).strip()
    yield "</div>"
    yield f'<script type="application/json" id="{name}-data">{_json(scene)}</script>'
    yield '<div class="views" role="group" aria-label="Views of the instrument" hidden>'
    for text, azimuth, elevation in _VIEWS:
        yield (
            f'<button type="button" data-azimuth="{azimuth}" data-elevation="{elevation}">'
            f"{text}</button>"
        )
    yield "</div>"
    yield '<p class="how" hidden>Turn it with the pointer, or with the arrow keys.</p>'
    yield f"<figcaption><strong>{said(scene.title)}.</strong> {said(scene.description)}"
    yield "</figcaption></figure>"


def _json(scene: Scene) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(scene.plain(), separators=(",", ":"), ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
