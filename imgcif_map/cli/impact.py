"""``imgcif-map dictionary impact``."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from imgcif_map.cli import common, options

if TYPE_CHECKING:
    from imgcif_map.mapping.impact import DictionaryImpact


class Form(enum.StrEnum):
    """How to print what a dictionary does."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


NewDictionary = Annotated[
    str, typer.Argument(metavar="NEW", help="The new dictionary, name or file.")
]
Mappings = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MAPPING", help="Mapping ids or YAML files; all, and profiles, if left out."
    ),
]
OldOption = Annotated[
    str | None, typer.Option("--old", metavar="D", help="What to compare with; the one in use.")
]
TestsOption = Annotated[
    bool, typer.Option("--tests/--no-tests", help="Whether to run the embedded tests.")
]
FormOption = Annotated[
    Form, typer.Option("--format", "-f", metavar="text|json|github", help="How to print it.")
]


def impact(
    new: NewDictionary,
    mappings: Mappings = None,
    old: OldOption = None,
    import_path: options.ImportPathOption = None,
    tests: TestsOption = True,
    report_format: FormOption = Form.TEXT,
) -> None:
    """Say what a new dictionary does to mappings: every line it touches, and what to do there.

    A line is broken, or still works and should change, or wants a look (check). What lint and the
    embedded tests say with the new dictionary only is told, too. Exit code 1 if something is
    broken, 2 if something cannot be read, else 0.

    \b
    Examples:
      imgcif-map dictionary impact new/cif_img.dic
      imgcif-map dictionary impact new/cif_img.dic nxmx my-detector.yaml --no-tests
      imgcif-map dictionary impact new/cif_img.dic --old old/cif_img.dic --format json
    """
    from imgcif_map.mapping.impact import dictionary_impact
    from imgcif_map.mapping.impact.text import facts, lines
    from imgcif_map.reverse.testing import run_back

    with common.progress(False) as progress:
        found = dictionary_impact(
            new, old, mappings or (), import_paths=import_path or [], tests=tests, back=run_back,
            progress=progress,
        )  # fmt: skip
    for problem in found.diff.new.problems:
        common.complain(f"warning: {problem}")
    if report_format is Form.JSON:
        common.write_stdout(json.dumps(facts(found), indent=1) + "\n")
    elif report_format is Form.GITHUB:
        common.write_stdout("\n".join(_annotations(found)) + "\n")
    else:
        common.write_stdout("\n".join(lines(found)) + "\n")
    raise typer.Exit(common.FOUND if found.breaks else common.OK)


def _annotations(found: DictionaryImpact) -> Iterator[str]:
    from imgcif_map.mapping.impact.text import LEVELS, elsewhere, summary
    from imgcif_map.report.github import command

    for one in found.impacts:
        at = {"file": PurePath(one.place.file).as_posix(), "line": str(one.place.line)}
        at |= {"col": str(one.place.column), "title": one.verdict.value}
        said = [f"{one.place}: {one.change.title}", one.why, f"to do: {one.todo}"]
        yield command(LEVELS[one.verdict], at, said)
    for finding in elsewhere(found):
        where = finding.location
        at = {"file": PurePath(where.path).as_posix(), "line": str(where.line)}
        at |= {"col": str(where.column), "title": finding.code}
        level = "error" if finding.severity.value == "error" else "warning"
        yield command(level, at, [finding.message])
    for result in found.failing:
        at = {"file": PurePath(result.place.file).as_posix(), "line": str(result.place.line)}
        yield command(
            "error", {**at, "title": "test fails"}, [result.name, *map(str, result.problems)]
        )
    yield from summary(found)
