"""Tests of the way back: ``given_cif:`` in, ``expect_source:`` out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from imgcif_map.errors import ImgcifMapError, Place
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import MappingTest
from imgcif_map.mapping.reverse.derive import reverse_plan
from imgcif_map.mapping.reverse.model import ReversePlan, Way
from imgcif_map.mapping.testing.compare import MOST_ROWS, different_rows, in_short, remark
from imgcif_map.mapping.testing.model import Made, Problem
from imgcif_map.mapping.testing.origin import nearest_item
from imgcif_map.mapping.testing.places import Places
from imgcif_map.mapping.testing.run import Subject, missing_gaps
from imgcif_map.reverse.convert import fill
from imgcif_map.reverse.example import small_experiment
from imgcif_map.targets.tree import Field, Link, Tree


def run_back(test: MappingTest, subject: Subject) -> Iterator[Problem]:
    """The problems of one test of the way back."""
    places = Places.of(test, subject.file)
    for item in test.given_cif:
        if subject.dictionary.item(item) is None:
            message = f"{item} is not in the dictionary {subject.dictionary.title}"
            hint = nearest_item(item, subject.dictionary)
            yield Problem("name", message, places.key("given_cif", item), item, hint=hint)
            return
    functions = subject.library.functions or load_functions()
    plan = reverse_plan(subject.mapping, functions)
    if plan is None:
        message = f"the mapping {subject.file.id} has no way back"
        yield Problem("error", message, test.place, hint="it needs a reverse:")
        return
    tree, gaps = Tree(), GapLog()
    try:
        document = small_experiment(test.given_cif, subject.dictionary)
        documents = [(Path("given_cif"), document)]
        fill(tree, documents, plan, functions, subject.dictionary, gaps)
    except ImgcifMapError as problem:
        yield Problem("error", problem.message, test.place, hint=problem.hint)
        return
    for path, expected in test.expect_source.items():
        yield from _compared(path, expected, places.key("expect_source", path), tree, plan)
    yield from missing_gaps(test, places, gaps.findings())


def _compared(
    path: str, expected: Any, place: Place, tree: Tree, plan: ReversePlan
) -> Iterator[Problem]:
    """Value, unit and attributes of a node, and the classes above it."""
    bare, _, attribute = path.partition("@")
    bare = bare.rstrip("/")
    where = _without_classes(bare)
    yield from _classes(bare, place, tree)
    wanted = dict(expected) if isinstance(expected, dict) else {"value": expected}
    node = tree.nodes.get(where)
    attributes = {**getattr(node, "attributes", {}), **tree.attributes.get(where, {})}
    found = _values(attributes.get(attribute) if attribute else node)
    made = _made(path, plan)
    hint = ""
    if not made and not attribute:
        hint = near(where, [*tree.nodes, *map(_without_classes, plan.fields)])
    if "value" in wanted:
        yield from _differ(path, found, wanted["value"], place, made, hint)
    for key, value in wanted.items():
        if key == "value" or (not found and wanted.get("value") is not None):
            continue
        name = "units" if key == "unit" else key.removeprefix("@")
        theirs = _values(attributes.get(name))
        yield from _differ(f"{bare}@{name}", theirs, value, place, made)


def _classes(path: str, place: Place, tree: Tree) -> Iterator[Problem]:
    """Groups that are of another class than the path says."""
    above = ""
    for step in path.strip("/").split("/"):
        name, _, nx_class = step.partition(":")
        above = f"{above}/{name}"
        known = tree.groups.get(above)
        if nx_class and known is not None and known != nx_class:
            yield Problem("class", f"{above} is an {known}, expected {nx_class}", place, above)


def _differ(
    path: str,
    found: list[str],
    expected: Any,
    place: Place,
    made: tuple[Made, ...],
    hint: str = "",
) -> Iterator[Problem]:
    wanted = _flat(expected)
    if not found and wanted in ([None], []):
        return
    shown = _without_classes(path)
    if not found:
        message = f"{shown} is absent, expected {in_short(wanted)}"
        yield Problem("absent", message, place, shown, reasons=_reasons(made), hint=hint)
        return
    rows = different_rows(found, wanted)
    if rows:
        kind, message = "value", f"{shown} is {in_short(found)}, expected {in_short(wanted)}"
        if len(found) != len(wanted):
            kind, message = "rows", f"{shown} has {len(found)} values, expected {len(wanted)}"
        alike = max(len(found), len(wanted)) - len(rows)
        first = tuple(rows[:MOST_ROWS])
        said = remark(found, wanted)
        yield Problem(kind, message, place, shown, first, len(rows), alike, made, hint=said)


def _without_classes(path: str) -> str:
    """``/entry/sample/name@units`` of ``/entry:NXentry/sample:NXsample/name/@units``."""
    bare, at, attribute = path.partition("@")
    return "/".join(step.partition(":")[0] for step in bare.rstrip("/").split("/")) + at + attribute


def _values(content: Any) -> list[str]:
    """A field, a link or an attribute as texts."""
    if content is None:
        return []
    if isinstance(content, Link):
        return [f"link to {content.file}{content.path}"]
    data = content.value if isinstance(content, Field) else content
    listed = np.ravel(np.asarray(data)).tolist()
    return [str(x).lower() if isinstance(x, bool) else str(x) for x in listed]


def _flat(expected: Any) -> list[Any]:
    """Nested lists row by row, as fields are compared."""
    if not isinstance(expected, list | tuple):
        return [expected]
    return [value for part in expected for value in _flat(part)]


def _made(path: str, plan: ReversePlan) -> tuple[Made, ...]:
    """The ways that lead to a node."""
    ways = plan.fields.get(path) or plan.fields.get(path.replace("/@", "@"), ())
    return tuple(_way(way) for way in ways)


def _way(way: Way) -> Made:
    names: Sequence[str] = tuple(use.name for use in way.functions)
    return Made("source", way.place, tuple(way.sources), tuple(names))


def _reasons(made: Sequence[Made]) -> tuple[str, ...]:
    sources = ", ".join(dict.fromkeys(source for one in made for source in one.sources))
    return (f"it is made from {sources}",) if sources else ("no way of the mapping leads to it",)
