"""Files made once for several tests."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mapping.coverage.all_nodes import build
from tests.reverse.there_and_back import Trip, trip


@pytest.fixture(scope="package", params=[1, 2], ids=["one module", "two modules"])
def every_node(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trip:
    """A file with every node of NXmx, there and back."""
    folder = tmp_path_factory.mktemp("nodes")
    return trip(build(folder / "all.h5", modules=request.param), folder)


REAL = {
    "dials-export": "example_nx_mx.nxs",
    "dls-i03-ins": "ins_8_5.nxs",
    "dls-i04-b4": "_b4_1_master.h5",
    "dls-i04-p5p1": "FJ_P5P1_1_master.h5",
    "dls-i16": "538039.nxs",
    "soleil-px2-eiger9m": "dectris_eiger_master.h5",
}


@pytest.fixture(scope="package")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Trip]:
    """A real master, there and back, with what images there are beside it."""
    done: dict[str, Trip] = {}

    def of(name: str) -> Trip:
        if name not in done:
            folder = tmp_path_factory.mktemp(name)
            given = folder / "given"
            given.mkdir()
            for file in (shared / "data/nexus" / name).iterdir():
                shutil.copyfile(file, given / file.name)
            for packed in given.glob("*.gz"):
                with gzip.open(packed) as stream:
                    packed.with_suffix("").write_bytes(stream.read())
            images = [p for p in given.glob("*.h5") if p.name != REAL[name]]
            done[name] = trip(given / REAL[name], folder, images)
        return done[name]

    return of
