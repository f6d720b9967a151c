"""``imgcif-map profile list``, ``show`` and ``schema``: what files are held against."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imgcif_map.cli import common, options

if TYPE_CHECKING:
    from imgcif_map.rules.profile import Profile, Requirement

Name = Annotated[
    str, typer.Argument(metavar="PROFILE", help="Name of a profile, or path of a YAML file.")
]
_WIDTH = 79


def list_(report_format: options.FormatOption = options.TextOrJson.TEXT) -> None:
    """List the profiles that validate and gaps know by name.

    \b
    Examples:
      imgcif-map profile list
      imgcif-map profile list --format json
    """
    from imgcif_map.rules.profile import load_profile, profile_names

    found = {name: load_profile(name) for name in profile_names()}
    if report_format is options.TextOrJson.JSON:
        every = [_as_json(profile, name) for name, profile in found.items()]
        _print_json({"profiles": every})
        return
    width = max(map(len, found), default=0)
    for name, profile in found.items():
        counts = f"{len(profile.required):>3} required {len(profile.recommended):>3} recommended"
        common.write_stdout(f"{name:<{width}}  {counts}  {profile.title}\n")


def show(name: Name, report_format: options.FormatOption = options.TextOrJson.TEXT) -> None:
    """Show what a profile asks for and why, with all that it takes over from others.

    \b
    Examples:
      imgcif-map profile show raw-data-letters
      imgcif-map profile show ./mine.yaml --format json
    """
    from imgcif_map.rules.profile import load_profile

    profile = load_profile(name)
    if report_format is options.TextOrJson.JSON:
        _print_json(_as_json(profile, profile.id))
        return
    common.write_stdout("".join(f"{line}\n" for line in _page(profile)))


def schema() -> None:
    """Print the JSON Schema of profiles, with which editors complete and check them.

    \b
    Example:
      imgcif-map profile schema > profile.schema.json
    """
    from imgcif_map.rules.profileschema import schema_text

    common.write_stdout(schema_text())


def _page(profile: Profile) -> Iterator[str]:
    yield f"{profile.id}: {profile.title}"
    yield from _filled(profile.why, "")
    if profile.bases:
        yield f"extends: {', '.join(profile.bases)}"
    if profile.techniques:
        yield f"for: {', '.join(profile.techniques)}"
    for heading, entries in (
        ("Required (IMG001)", profile.required),
        ("Recommended (IMG002)", profile.recommended),
    ):
        if entries:
            yield f"\n{heading}"
        for entry in entries:
            yield from _filled(entry.label + _condition(entry), "  ")
            yield from _filled(entry.why, "      ")
    levels = {label: level.value if level else "off" for label, level in profile.severity.items()}
    levels |= dict.fromkeys(sorted(profile.ignore), "not reported")
    if levels:
        yield "\nSeverities"
    for label, level in levels.items():
        yield f"  {label} {level}"
        yield from _filled(profile.reasons.get(label, ""), "      ")


def _filled(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + ("  " if indent == "  " else ""),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _condition(entry: Requirement) -> str:
    """Where a requirement holds, in words."""
    parts = [f"in every row of {entry.of}"] if entry.of else []
    for condition in entry.when:
        values = " or ".join(condition.values)
        parts.append(f"where {condition.name} is {values or 'given'}")
    if entry.or_default:
        parts.append("or its default")
    return f" ({', '.join(parts)})" if parts else ""


def _as_json(profile: Profile, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "id": profile.id,
        "title": profile.title,
        "why": profile.why,
        "extends": list(profile.bases),
        "technique": list(profile.techniques),
        "required": [_entry(entry) for entry in profile.required],
        "recommended": [_entry(entry) for entry in profile.recommended],
        "severity": {
            label: {
                "level": level.value if level else "off",
                "why": profile.reasons.get(label, ""),
            }
            for label, level in profile.severity.items()
        },
        "ignore": {label: profile.reasons.get(label, "") for label in sorted(profile.ignore)},
    }


def _entry(entry: Requirement) -> dict[str, Any]:
    return {
        "one_of": [list(names) for names in entry.alternatives],
        "values": list(entry.values),
        "of": entry.of,
        "when": {condition.name: list(condition.values) for condition in entry.when},
        "or_default": entry.or_default,
        "why": entry.why,
    }


def _print_json(content: dict[str, Any]) -> None:
    text = json.dumps({"format_version": 1, **content}, indent=1, ensure_ascii=False)
    common.write_stdout(text + "\n")
