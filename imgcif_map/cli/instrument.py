"""``imgcif-map instrument list`` and ``imgcif-map instrument show``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imgcif_map.cli import common, options

if TYPE_CHECKING:
    from imgcif_map.mapping.instruments import InstrumentFacts
    from imgcif_map.mapping.library import Library

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORD", help="Only instruments in whose description all these occur."),
]
Name = Annotated[str, typer.Argument(metavar="I", help="An instrument's id, or a YAML file.")]


def list_(
    words: Words = None, report_format: options.FormatOption = options.TextOrJson.TEXT
) -> None:
    """List the instruments whose axes are known.

    \b
    Examples:
      imgcif-map instrument list
      imgcif-map instrument list diamond smargon
      imgcif-map instrument list --format json
    """
    from imgcif_map.mapping.instruments import facts_of

    library = _library()
    found = [facts_of(library.file(file.id)) for file in library.instruments]
    wanted = [word.casefold() for word in words or []]
    found = [facts for facts in found if all(word in facts.words for word in wanted)]
    if report_format is options.TextOrJson.JSON:
        _print_json([facts.as_json() for facts in found])
    else:
        common.write_stdout("".join(f"{line}\n" for line in _table_of(found)))
    raise typer.Exit(common.OK if found else common.FOUND)


def show(name: Name, report_format: options.FormatOption = options.TextOrJson.TEXT) -> None:
    """Show what is known of one instrument, where it is from, and how it is recognised.

    \b
    Examples:
      imgcif-map instrument show bruker-kappa-apexii
      imgcif-map instrument show our-diffractometer.yaml --format json
    """
    from imgcif_map.errors import UsageError
    from imgcif_map.mapping.instruments import facts_of

    file = _library().instrument(name)
    if file.kind != "instrument":
        raise UsageError(f"{file.id} is an {file.kind} without an instrument: section")
    facts = facts_of(file)
    if report_format is options.TextOrJson.JSON:
        _print_json(facts.as_json())
    else:
        common.write_stdout("".join(f"{line}\n" for line in _page(facts)))


def _library() -> Library:
    from imgcif_map.mapping.library import Library
    from imgcif_map.resources import mapping_paths

    return Library(mapping_paths())


def _print_json(content: Any) -> None:
    if isinstance(content, list):
        content = {"format_version": 1, "instruments": content}
    else:
        content = {"format_version": 1, **content}
    common.write_stdout(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _table_of(found: Sequence[InstrumentFacts]) -> Iterator[str]:
    if not found:
        yield "no instrument is described by these words"
        return
    rows = [("id", "place", "known by", "axes")]
    for facts in found:
        place = " ".join(facts.places.values()) or facts.file.title
        known = "source" if facts.recognised else "--instrument"
        names = ", ".join(axis.id for axis in facts.axes) or "none"
        rows.append((facts.file.id, place, known, names))
    yield from _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()


def _page(facts: InstrumentFacts) -> Iterator[str]:
    from imgcif_map.mapping.instruments import chains

    file = facts.file
    yield f"{file.id}: {file.title}"
    yield ""
    for key, word in facts.places.items():
        yield f"{key:<14}{word}"
    yield f"{'recognised':<14}{facts.recognised or 'no, name it with --instrument'}"
    yield f"{'because':<14}{file.because}"
    yield f"{'facts':<14}{file.facts}"
    yield f"{'licence':<14}{_licence(facts)}"
    yield f"{'formats':<14}all that extend {file.extends}"
    yield ""
    yield "Coordinates of this file: z points from the sample to the source, gravity along"
    gravity = facts.gravity
    yield f"{_numbers(gravity or (0, -1, 0))}{'' if gravity else ' (taken, not known)'}"
    if facts.axes:
        yield ""
        rows = [("axis", "of", "type", "carried by", "direction", "offset/mm", "setting")]
        rows += [
            (
                axis.id,
                axis.equipment,
                axis.type,
                axis.depends_on or "laboratory",
                _numbers(axis.vector),
                _numbers(axis.offset),
                _setting(axis.setting, axis.at),
            )
            for axis in facts.axes
        ]
        yield from _aligned(rows)
        yield ""
        yield from chains(facts)
    if facts.image:
        yield ""
        for key, value in facts.image.items():
            yield f"{'image ' + key:<20}{_numbers(value) if isinstance(value, list) else value}"


def _licence(facts: InstrumentFacts) -> str:
    from imgcif_map.mapping.loading.shapes import as_map, as_text

    root = as_map(facts.file.data, "a mapping file")
    return as_text(root.get("license"), "license") or "not stated"


def _numbers(values: Sequence[float]) -> str:
    return "(" + ", ".join(f"{value:g}" for value in values) + ")"


def _setting(names: Sequence[str], at: float | None) -> str:
    said = ", else ".join(names)
    if at is None:
        return said or "none: zero"
    return f"{said}, else {at:g}" if said else f"{at:g}"
