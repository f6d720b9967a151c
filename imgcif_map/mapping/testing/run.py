"""Runs embedded tests: sparse records in, columns and gaps out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import ImgcifMapError
from imgcif_map.findings import Finding
from imgcif_map.mapping.answers import Answers
from imgcif_map.mapping.convert import AtHand, Converted, Plan, convert_records
from imgcif_map.mapping.gapcodes import GAP_KINDS
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.loading.instrument import format_of_tests
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import INSTRUMENT, Mapping, MappingFile, MappingTest
from imgcif_map.mapping.testing.compare import (
    MOST_IN_LINE,
    MOST_ROWS,
    different_rows,
    in_short,
    remark,
)
from imgcif_map.mapping.testing.compare import values_of as values_of
from imgcif_map.mapping.testing.given import unread
from imgcif_map.mapping.testing.model import Problem, TestResult
from imgcif_map.mapping.testing.origin import gap_in_short, made_by, nearest_item, why_absent
from imgcif_map.mapping.testing.places import Places
from imgcif_map.sources.given import record_from_given
from imgcif_map.sources.record import Record

SCAN = "/scan/SCAN1"
"""Where the header keys of a test stand."""
_MOST_GAPS = 12

Progress = Callable[[str, int, int], None]


def run_mapping_tests(
    names: Sequence[str] = (),
    *,
    library: Library | None = None,
    dictionary: Dictionary | None = None,
    only: str = "",
    progress: Progress | None = None,
    back: Back | None = None,
) -> list[TestResult]:
    """The tests of some mappings (ids or files; all packaged ones by default).

    ``only``: those that have this text in their name or in the id of their mapping. ``back``:
    what runs tests of the way back, :func:`imgcif_map.reverse.testing.run_back`; else they are
    left out.
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.resources import mapping_paths

    if library is None:
        library = Library(mapping_paths(), load_functions())
    if dictionary is None:
        dictionary = load_dictionary("cif_img.dic")
    wanted = list(names) or [f.id for f in library.files.values() if f.kind != "form"]
    results = []
    for number, name in enumerate(wanted):
        if progress is not None:
            progress("mappings", number, len(wanted))
        results += [
            _result(test, Subject(name, file, mapping, library, dictionary), back)
            for file, mapping, test in _tests_of(name, library)
            if (back is not None or not test.is_back)
            and only.casefold() in f"{file.id} {test.name}".casefold()
        ]
    return results


def _tests_of(name: str, library: Library) -> Iterator[tuple[MappingFile, Mapping, MappingTest]]:
    file = library.file(name)
    mapping = library.standing(file)
    for test in mapping.tests:
        if not test.mapping or test.mapping == file.id:
            yield file, mapping, test


@dataclass(frozen=True)
class Subject:
    """What is tested: a mapping file as it was named, and as a whole mapping."""

    name: str
    file: MappingFile
    mapping: Mapping
    library: Library
    dictionary: Dictionary


Back = Callable[[MappingTest, Subject], Iterable[Problem]]
"""Runs a test of the way back; it is of a layer above this one."""


def _result(test: MappingTest, subject: Subject, back: Back | None) -> TestResult:
    start = time.perf_counter()
    run = back if test.is_back and back is not None else _run
    found = list(run(test, subject))
    return TestResult(
        subject.file.id,
        test.name,
        tuple(p for p in found if p.kind != "unread"),
        tuple(p for p in found if p.kind == "unread"),
        test.place,
        time.perf_counter() - start,
    )


def _run(test: MappingTest, subject: Subject) -> Iterator[Problem]:
    """Problems and warnings of one test; an overlay is tested together with its format."""
    file, library = subject.file, subject.library
    mapping, target, trial, instrument = subject.mapping, subject.name, None, None
    if file.kind == "overlay":
        target = next(f.id for f in reversed(library.lineage(file)) if f.kind == "format")
        trial = file
    elif file.kind == INSTRUMENT:
        target = test.format or format_of_tests(file)
        mapping = library.compose(library.file(target))
        # One that no source is known by is asked for; the others have to be recognised.
        trial, instrument = (None, subject.name) if file.when is None else (file, None)
    plan = Plan(target, instrument, answers=Answers({}, dict(test.params)), trial=trial)
    try:
        given, options = _given(test, mapping)
        root = record_from_given(given, options)
        converted = convert_records(
            AtHand((root,)), mapping.source_format, plan, subject.dictionary, library
        )
    except ImgcifMapError as problem:
        yield Problem("error", problem.message, test.place, hint=problem.hint)
        return
    if trial is not None and file.id not in converted.overlays:
        message = f"the {file.kind} was not used: its when: does not hold for given:"
        yield Problem("unused", message, test.place)
    yield from _judged(test, subject, converted, root, options.get("under", ""))


def _given(test: MappingTest, mapping: Mapping) -> tuple[dict[str, Any], dict[str, Any]]:
    """The records of a test; header keys of formats with scans are those of one image."""
    if "scans" not in mapping.source_options:
        return dict(test.given), {}
    return {"frames": 1, "template": "image_####", "stem": "image", **test.given}, {"under": SCAN}


def _judged(
    test: MappingTest, subject: Subject, converted: Converted, root: Record, under: str
) -> Iterator[Problem]:
    places = Places.of(test, subject.file)
    for item, expected in test.expect.items():
        wanted = list(expected) if isinstance(expected, list | tuple) else [expected]
        yield from _compared(item, wanted, places.key("expect", item), converted, subject)
    yield from missing_gaps(test, places, converted.findings)
    yield from unread(test, places, root, under, converted)


def _compared(
    item: str, wanted: list[Any], place: Any, converted: Converted, subject: Subject
) -> Iterator[Problem]:
    """At most one problem: the name, no value, other rows, another number of them."""
    definition = subject.dictionary.item(item)
    name = definition.id if definition is not None else item
    columns = [c for b in converted.document.blocks if (c := b.column(name)) is not None]
    found = [value for column in columns for value in values_of(column)]
    if definition is None and not columns:
        message = f"{item} is not in the dictionary {subject.dictionary.title}"
        yield Problem("name", message, place, item, hint=nearest_item(item, subject.dictionary))
        return
    if not found and wanted in ([None], []):
        return
    if not found:
        reasons = why_absent(converted, definition, subject.dictionary) if definition else ()
        message = f"{item} is absent, expected {in_short(wanted)}"
        yield Problem("absent", message, place, item, reasons=reasons)
        return
    rows = different_rows(found, wanted)
    if not rows:
        return
    kind, message = "value", f"{item} is {in_short(found)}, expected {in_short(wanted)}"
    if len(found) > MOST_IN_LINE:
        first = rows[0]
        message = f"{item} is {first.found} in row {first.number}, expected {first.expected}"
    if len(found) != len(wanted):
        kind, message = "rows", f"{item} has {_rows(len(found))}, expected {len(wanted)}"
    yield Problem(
        kind, message, place, item, tuple(rows[:MOST_ROWS]), len(rows),
        max(len(found), len(wanted)) - len(rows),
        made_by(converted, name, [row.number for row in rows if row.number <= len(found)]),
        hint=remark(found, wanted),
    )  # fmt: skip


def _rows(number: int) -> str:
    return f"{number} row{'s' if number != 1 else ''}"


def missing_gaps(
    test: MappingTest, places: Places, findings: Sequence[Finding]
) -> Iterator[Problem]:
    """Kinds of gaps that a test wants and that were not reported, with those that were."""
    kinds = [known.name for known in GAP_KINDS]
    reported = tuple(gap_in_short(finding) for finding in findings)
    more = len(reported) - _MOST_GAPS
    shown = (*reported[:_MOST_GAPS], *([f"… {more} more"] if more > 0 else []))
    for number, kind in enumerate(test.gaps):
        place = places.member("gaps", number)
        if kind not in kinds:
            message = f"there is no kind of gap called {kind}"
            yield Problem("gap", message, place, hint=near(kind, kinds))
        elif all(finding.name != kind for finding in findings):
            yield Problem("gap", f"no gap of kind {kind} was reported", place, reasons=shown)
