"""Many small data sets: within reason, pages bounded, a second run quick.

A thousand take some 15 s on one slow core; a fifth of them shows the same.
"""

from __future__ import annotations

import pytest

from tests.bundle.data import made
from tests.support.patience import ends

COUNT = 200
CIF = """#\\#CIF_2.0
data_x
_database.dataset_DOI 10.5281/zenodo.{number}
_diffrn_radiation.probe x-ray
_diffrn_radiation_wavelength.id 1
_diffrn_radiation_wavelength.value 0.7
_diffrn_scan.id S1
_diffrn_scan.frames 3
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    root = tmp_path_factory.mktemp("many")
    (root / "in").mkdir()
    shared = "catalogue: {licence: CC0-1.0, publisher: {name: Lab}, issued: 2026-01-01}"
    (root / "in" / "catalogue.yaml").write_text(shared)
    for number in range(COUNT):
        (root / "in" / f"s{number:04}.cif").write_text(CIF.format(number=number))
    with ends():
        built = made(root / "in", root / "out", size=20)
    return root, built


def test_all_are_there(many):
    _, built = many
    assert len(built.entries) == COUNT


def test_a_second_run_writes_nothing(many):
    root, _ = many
    before = {path: path.stat().st_mtime_ns for path in (root / "out").rglob("metadata.*")}
    again = made(root / "in", root / "out", size=20)
    assert again.written == ()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(before) >= COUNT


def test_pages_are_bounded(many):
    root, _ = many
    out = root / "out"
    assert len(list(out.glob("catalog*.ttl"))) == 10
    for pattern in ("catalog*", "index*.html", "oai/List*.xml"):
        for path in out.glob(pattern):
            assert path.stat().st_size < 500_000, path
