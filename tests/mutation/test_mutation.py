"""At least 500 single faults in each sound file; what is found, and what is said besides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import write_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.sample import build
from tests.mutation.judge import judge, mutants
from tests.mutation.subject import Subject

NUMBER = 500
SPARE = 40
"""Faults that fall on a line which was faulty before are left out."""
RECALL = 0.98
QUIET = {
    "type": 1.0,
    "state": 1.0,
    "range": 1.0,
    "link": 1.0,
    "key": 1.0,
    "name": 1.0,
    "quote": 0.96,
    "count": 0.93,
}
"""Least share of the faults of a kind that cause no finding elsewhere.

Where the value that is lost was the key itself, nobody can know what referred to it.
"""
FILES = (
    "imgcif/b4_master.cif",
    "imgcif/b4_master_archive.cif",
    "imgcif/example_b4_master.cif",
    "imgcif/hdf5_test.imgcif",
    "imgcif/all_scans.cif",
    "instruments/beamline_geometries.cif",
    "instruments/laboratory_geometries.cif",
)


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    return load_dictionary()


def assess(text: str, dictionary: Dictionary) -> None:
    """Raises AssertionError with what was missed or said too much."""
    subject = Subject(text, dictionary)
    chosen = mutants(subject, NUMBER + SPARE)
    verdicts = list(judge(subject, chosen))
    total = Counter(verdict.mutant.kind for verdict in verdicts)
    assert sum(total.values()) >= NUMBER
    assert set(total) == {"type", "state", "range", "link", "key", "count", "quote", "name"}
    missed = [verdict.mutant for verdict in verdicts if not verdict.found]
    lost = Counter(mutant.kind for mutant in missed)
    noisy = [verdict for verdict in verdicts if verdict.elsewhere]
    noise = Counter(verdict.mutant.kind for verdict in noisy)
    for kind, number in total.items():
        said = [f"{m.what} at {sorted(m.lines)[:3]}" for m in missed if m.kind == kind]
        assert 1 - lost[kind] / number >= RECALL, said
        besides = [
            f"{v.mutant.what}: {f.code} in line {f.location.line}: {f.message}"
            for v in noisy
            if v.mutant.kind == kind
            for f in v.elsewhere
        ]
        assert 1 - noise[kind] / number >= QUIET[kind], besides[:10]


@pytest.mark.parametrize("name", FILES)
def test_real_file(name: str, shared: Path, dictionary: Dictionary) -> None:
    text = (shared / "data" / name).read_text(encoding="utf-8-sig")
    assess(text, dictionary)


def test_our_own_file(tmp_path: Path, dictionary: Dictionary) -> None:
    write_cif(convert([build(tmp_path)]).document, tmp_path / "out.cif")
    assess((tmp_path / "out.cif").read_text(encoding="utf-8"), dictionary)
