"""Mistakes in mapping files: lint or the tests that travel with them notice nearly all.

A sample of every packaged format; ``python -m tests.mapping.mutation`` tries as many as one likes.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.mapping.mutation.judge import Judge
from tests.mapping.mutation.operators import KINDS, mutants

PER_FORMAT = 8
SEED = 7
LEAST = 0.95
FORMATS = ("bruker", "dectris", "dials", "dtrek", "edf", "imgcif", "mar345", "marccd", "minicbf",
           "nxmx", "rod", "smv", "xds")  # fmt: skip
Judged = list[tuple[str, str, str, str]]
"""Format, kind, what was changed, and who noticed."""


def judged(name: str, path: Path, folder: Path, most: int, seed: int = SEED) -> Judged:
    """The first mutants of one mapping."""
    judge = Judge(path, folder)
    found: Judged = []
    for number, mutant in enumerate(mutants(judge.data, judge.dictionary, seed)):
        if number == most:
            break
        found.append((name, mutant.kind, mutant.what, judge.noticed(mutant)))
    return found


@pytest.fixture(scope="module")
def all_judged(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder = tmp_path_factory.mktemp("mutants")
    return [
        each
        for name in FORMATS
        for each in judged(name, root / "mappings" / f"{name}.yaml", folder, PER_FORMAT)
    ]


def test_mistakes_are_noticed(all_judged: Judged) -> None:
    missed = [each for each in all_judged if not each[3]]
    assert len(all_judged) == PER_FORMAT * len(FORMATS)
    assert len(missed) <= (1 - LEAST) * len(all_judged), missed


def test_every_kind_of_mistake_was_made(all_judged: Judged) -> None:
    made = Counter(kind for _, kind, _, _ in all_judged)
    assert set(made) == set(KINDS)
    noticed_by = Counter(who for *_, who in all_judged)
    assert noticed_by["lint"] > 10
    assert noticed_by["tests"] > 10


def test_every_format_is_tried(root: Path) -> None:
    forms = {"base", "headers"}
    assert {path.stem for path in (root / "mappings").glob("*.yaml")} - forms == set(FORMATS)
