"""Runs the tests that mapping files carry: sparse records in, columns and gaps out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imgcif_map.cif.document import Column
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import ImgcifMapError
from imgcif_map.mapping.answers import Answers
from imgcif_map.mapping.convert import AtHand, Converted, Plan, convert_records
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.loading.instrument import format_of_tests
from imgcif_map.mapping.model import INSTRUMENT, Mapping, MappingTest
from imgcif_map.sources.given import record_from_given

SCAN = "/scan/SCAN1"
"""Where the header keys of a test stand."""
TOLERANCE = 1e-6
"""Numbers agree to this, absolute and relative."""


@dataclass(frozen=True, slots=True)
class TestResult:
    """One embedded test; no problems means it passed."""

    __test__ = False

    mapping: str
    name: str
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.problems


def run_mapping_tests(
    names: Sequence[str] = (),
    *,
    library: Library | None = None,
    dictionary: Dictionary | None = None,
) -> list[TestResult]:
    """The tests of some mappings (ids or files; all packaged ones by default)."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.resources import mapping_paths

    if library is None:
        library = Library(mapping_paths(), load_functions())
    if dictionary is None:
        dictionary = load_dictionary("cif_img.dic")
    wanted = list(names) or [f.id for f in library.files.values() if f.kind != "form"]
    return [result for name in wanted for result in _tests_of(name, library, dictionary)]


def _tests_of(name: str, library: Library, dictionary: Dictionary) -> Iterator[TestResult]:
    file = library.file(name)
    mapping = library.standing(file)
    for test in mapping.tests:
        if test.mapping and test.mapping != file.id:
            continue
        yield TestResult(file.id, test.name, tuple(_run(test, name, file.id, library, dictionary)))


def _run(
    test: MappingTest, name: str, own_id: str, library: Library, dictionary: Dictionary
) -> Iterator[str]:
    """The problems of one test; an overlay is tested together with its format."""
    file = library.file(name)
    mapping = library.standing(file)
    target, trial, instrument = name, None, None
    if file.kind == "overlay":
        target = next(f.id for f in reversed(library.lineage(file)) if f.kind == "format")
        trial = file
    elif file.kind == INSTRUMENT:
        target = test.format or format_of_tests(file)
        mapping = library.compose(library.file(target))
        # One that no source is known by is asked for; the others have to be recognised.
        trial, instrument = (None, name) if file.when is None else (file, None)
    plan = Plan(target, instrument, answers=Answers({}, dict(test.params)), trial=trial)
    try:
        root = record_from_given(*_given(test, mapping))
        converted = convert_records(
            AtHand((root,)), mapping.source_format, plan, dictionary, library
        )
    except ImgcifMapError as problem:
        yield f"{test.place}: {problem}"
        return
    if trial is not None and own_id not in converted.overlays:
        yield f"{test.place}: the {file.kind} was not used: its when: does not hold for given:"
    for item, expected in test.expect.items():
        yield from _compare(test, item, expected, converted, dictionary)
    found = {finding.name for finding in converted.findings}
    for kind in test.gaps:
        if kind not in found:
            seen = ", ".join(sorted(found)) or "none"
            yield f"{test.place}: no gap of kind {kind} was reported (there are: {seen})"


def _given(test: MappingTest, mapping: Mapping) -> tuple[dict[str, Any], dict[str, Any]]:
    """The records of a test; header keys of formats with scans are those of one image."""
    if "scans" not in mapping.source_options:
        return dict(test.given), {}
    return {"frames": 1, "template": "image_####", "stem": "image", **test.given}, {"under": SCAN}


def _compare(
    test: MappingTest, item: str, expected: Any, converted: Converted, dictionary: Dictionary
) -> Iterator[str]:
    definition = dictionary.item(item)
    name = definition.id if definition is not None else item
    columns = [c for b in converted.document.blocks if (c := b.column(name)) is not None]
    found = [value for column in columns for value in values_of(column)]
    wanted = list(expected) if isinstance(expected, list | tuple) else [expected]
    if not found and wanted in ([None], []):
        return
    if len(found) != len(wanted) or not all(map(_equal, found, wanted)):
        yield f"{test.place}: {item} is {_shown(found)}, expected {_shown(wanted)}"


def values_of(column: Column) -> list[str | None]:
    """The texts of a column; nulls are None (``.``) and ``?``."""
    bare = column.delimiters() == 0
    return [
        None if text == "." and is_bare else text
        for text, is_bare in zip(column.texts(), bare.tolist(), strict=True)
    ]


def _equal(found: str | None, wanted: Any) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    if isinstance(wanted, bool):
        return found == str(wanted).lower()
    if isinstance(wanted, int | float):
        try:
            number = float(found)
        except ValueError:
            return False
        return math.isclose(number, wanted, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return found == str(wanted)


def _shown(values: Sequence[Any]) -> str:
    shown = [("null" if v is None else v) for v in values[:12]]
    text = ", ".join(map(str, shown)) + (" …" if len(values) > len(shown) else "")
    return text or "absent"
