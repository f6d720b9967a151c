"""What inspect says beside the records: where each goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map import inspect
from imgcif_map.errors import UsageError
from tests.support.make_minicbf import scan


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, str]:
    scan(tmp_path / "in", 3, lines={"odd": "# Oddity 5 s"})
    lines = [line.strip() for line in inspect(tmp_path / "in")]
    return {line.split()[0]: line for line in lines}


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("Wavelength", "-> _diffrn_radiation_wavelength.value"),
        ("X-Binary-ID", "-> (ignored)"),
        ("Tau", "-> (looked at)"),
        ("Oddity", "-> nothing"),
    ],
)
def test_each_key_says_where_it_goes(key: str, word: str, shown: dict[str, str]) -> None:
    assert shown[key].endswith(word)


def test_many_names_are_summed(shown: dict[str, str]) -> None:
    assert "_diffrn_scan_axis.angle_start" in shown["Omega"]
    assert "more" in shown["Pixel_size"]


def test_plain_and_unknown_sources_have_no_words(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    scan(tmp_path / "in", 1)
    assert not any("->" in line for line in inspect(tmp_path / "in", follow=False))
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file["a"] = 1
    assert list(inspect(tmp_path / "x.h5")) == ["/", "  a  int64 = 1"]
    with pytest.raises(UsageError):
        list(inspect(tmp_path / "x.h5", mapping="nxmx"))
