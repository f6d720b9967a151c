"""Memory of the reader for files that are made to take much of it (see benchmarks/linear.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
MEGABYTES = 2
FIXED = 3e6
"""Bytes that the reader takes whatever the file."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is not told")
@pytest.mark.parametrize("name", ["hostile: save_, 1.1", "hostile: bytes that are no UTF-8"])
def test_memory_is_at_most_eight_times_the_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import linear

    (kind,) = (kind for kind in linear.KINDS if kind.name == name)
    size = linear.write(kind, tmp_path / "file.cif", MEGABYTES)
    _, memory = linear.measure(tmp_path / "file.cif")
    assert memory < linear.MEMORY * size + FIXED
