"""Facts about a loaded dictionary, for people and for ``--format json``."""

from __future__ import annotations

from collections import Counter
from typing import Any

from imgcif_map.dictionary.model import Dictionary, Part
from imgcif_map.dictionary.provenance import NO_LICENCE


def dictionary_info(dictionary: Dictionary) -> dict[str, Any]:
    """Title, version, date, address, counts, parts and problems, as JSON values.

    ``categories`` counts by class (``loop``, ``set``, ``head``, ``functions``);
    ``parts`` lists every file that went in, the one asked for first, with its
    licence (None if it states none) and the sha256 of the official original.
    """
    first = dictionary.parts[0]
    classes = Counter(x.category_class.casefold() for x in dictionary.categories.values())
    return {
        "title": dictionary.title,
        "version": dictionary.version,
        "date": first.date,
        "uri": first.uri,
        "categories": dict(sorted(classes.items())),
        "items": len(dictionary.definitions),
        "aliases": len(dictionary.alias_ids),
        "parts": [_part(part) for part in dictionary.parts],
        "problems": list(dictionary.problems),
    }


def format_info(dictionary: Dictionary) -> str:
    """The same as text of several lines, without a line end after the last."""
    info = dictionary_info(dictionary)
    counts = ", ".join(f"{count} {name}" for name, count in info["categories"].items())
    lines = [
        f"{info['title']} {info['version']} ({info['date'] or 'no date'})",
        f"  {info['uri'] or 'no address'}",
        f"  {len(dictionary.categories)} categories ({counts})",
        f"  {info['items']} items, {info['aliases']} aliases",
        "parts:",
    ]
    for part in info["parts"]:
        lines.append(
            f"  {part['title']} {part['version']} ({part['date'] or 'no date'}), "
            f"licence: {part['licence'] or NO_LICENCE}"
        )
        lines.append(f"    {part['path']}{' (condensed)' if part['condensed'] else ''}")
        lines.append(f"    sha256 {part['sha256']}")
    lines.append(f"import problems: {len(info['problems']) or 'none'}")
    lines += [f"  {line}" for line in info["problems"]]
    return "\n".join(lines)


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "version": part.version,
        "date": part.date,
        "uri": part.uri,
        "licence": part.licence or None,
        "sha256": part.sha256,
        "condensed": part.condensed,
        "path": part.path,
    }
